import { WorkspaceError } from "../errors/index.js";

/**
 * Base64 of either alphabet, with or without padding and line breaks.
 *
 * @throws WorkspaceError that names the field, and nothing of what it holds
 */
export function decodeBase64(field: string, text: string): Uint8Array {
  const plain = text.replace(/\s+/g, "");
  if (/^[\w+/-]*={0,2}$/.test(plain)) return Buffer.from(plain, "base64");
  throw new WorkspaceError("INVALID_PARAMETER_VALUE", `${field}: must be base64.`);
}
