import type { AzureEnvironment, Cloud } from "../auth/index.js";

/** AWS, AZURE or GCP, in any case; any other text counts as unset. */
export function normaliseCloud(text: string): Cloud | undefined {
  const upper = text.trim().toUpperCase();
  return upper === "AWS" || upper === "AZURE" || upper === "GCP" ? upper : undefined;
}

/** The one spelling of an Azure environment. Throws a `RangeError` for an unknown one. */
export function normaliseAzureEnvironment(text: string): AzureEnvironment {
  const bare = text
    .trim()
    .toUpperCase()
    .replace(/^AZURE(.*)CLOUD$/, "$1");
  if (bare === "PUBLIC" || bare === "USGOVERNMENT" || bare === "CHINA") return bare;
  throw new RangeError("must be PUBLIC, USGOVERNMENT or CHINA");
}
