export { azureIdentity } from "./azure-doubles.js";
export { databricksIdentity } from "./databricks-doubles.js";
export { Double, type DoubleRequest, type Mood } from "./double.js";
export { googleIdentity, serviceAccountKey } from "./google-doubles.js";
export { requestTokens } from "./id-token-doubles.js";
export { startTokenDoubles, type TokenDoubles, type TokenDoublesOptions } from "./token-doubles.js";
