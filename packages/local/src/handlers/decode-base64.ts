import { WorkspaceError } from "../errors/index.js";

/**
 * Base64 of either alphabet, with or without padding and line breaks.
 *
 * @throws WorkspaceError that names the field, and nothing of what it holds
 */
export function decodeBase64(field: string, text: string): Uint8Array {
  const plain = text.replace(/\s+/g, "");
  // One digit more than a multiple of four holds no byte: something is missing.
  if (/^[\w+/-]*={0,2}$/.test(plain) && plain.replace(/=+$/, "").length % 4 !== 1)
    return Buffer.from(plain, "base64");
  throw new WorkspaceError("INVALID_PARAMETER_VALUE", `${field}: must be base64.`);
}
