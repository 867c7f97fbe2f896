import { builtin } from "../../internal/index.js";

/** Shows a user a page. Rejects, or throws, when it can't. */
export type OpenBrowser = (url: string) => void | Promise<void>;

/**
 * Opens the user's own browser with the program that the system has for it. No shell sees the URL.
 * Rejects when there is no such program.
 */
export const openBrowser: OpenBrowser = (url) => {
  const childProcess = builtin("node:child_process");
  if (childProcess === undefined) throw new Error("this platform starts no programs");
  const { file, args } = browserCommand(process.platform, url);
  return new Promise((resolve, reject) => {
    const child = childProcess.spawn(file, args, { detached: true, stdio: "ignore" });
    child.once("error", reject);
    child.once("spawn", () => {
      child.unref();
      resolve();
    });
  });
};

/** The program that opens a URL, and its arguments. */
export function browserCommand(
  platform: string,
  url: string,
): { readonly file: string; readonly args: readonly string[] } {
  switch (platform) {
    case "darwin":
      return { file: "open", args: [url] };
    case "win32":
      // `start` is a word of cmd.exe, which would read the `&` in the URL as its own.
      return { file: "rundll32", args: ["url.dll,FileProtocolHandler", url] };
    default:
      return { file: "xdg-open", args: [url] };
  }
}
