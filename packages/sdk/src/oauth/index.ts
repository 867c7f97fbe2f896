export type { OAuthToken } from "./token.js";
