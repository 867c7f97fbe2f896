export type { OpenBrowser } from "./open-browser.js";
export { type BrowserLogin, type BrowserOptions, signInWithBrowser } from "./sign-in.js";
