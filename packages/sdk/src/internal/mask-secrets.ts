import { redacted, redactText } from "./redact.js";

const shortest = 4;

/**
 * A text of unknown origin without the given secrets, and without what looks like a credential.
 * Secrets of less than four characters stay: their letters are in every text.
 */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const worth = secrets.filter((secret) => secret.length >= shortest);
  const longestFirst = worth.sort((a, b) => b.length - a.length);
  return redactText(longestFirst.reduce((rest, secret) => rest.replaceAll(secret, redacted), text));
}
