export type { CallbackParameters } from "./callback.js";
export { Consent, type ConsentData } from "./consent.js";
export { OAuthClient, type OAuthClientOptions } from "./oauth-client.js";
export {
  SessionCredentials,
  type SessionData,
  type SessionOptions,
} from "./session-credentials.js";
