export { decodeBase64, encodeBase64, encodeBase64Url } from "./base64.js";
export { type Clock, type Random, systemClock } from "./clock.js";
export type { Int64 } from "./int64.js";
export { InvalidInput } from "./invalid-input.js";
export { parseJson, stringifyJson } from "./json.js";
export { lazy } from "./lazy.js";
export { mapConcurrently } from "./map-concurrently.js";
export { maskSecrets } from "./mask-secrets.js";
export { builtin, type Builtins } from "./node.js";
export { expandPath } from "./path.js";
export { encodeQuery } from "./query.js";
export { raceSignal } from "./race-signal.js";
export {
  isSecretField,
  redacted,
  redactFields,
  redactQuery,
  redactText,
  redactUrl,
} from "./redact.js";
export { type CombinedSignal, combineSignals, type SignalSources } from "./signals.js";
export { sdkVersion } from "./version.js";
