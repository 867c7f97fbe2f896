/** A copy without fields that hold secrets as they are (`openai_api_key_plaintext`), at any depth. */
export function withoutSecrets<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutSecrets) as T;
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !name.endsWith("_plaintext"));
  return Object.fromEntries(
    kept.map(([name, item]) => [name, withoutSecrets(item as unknown)]),
  ) as T;
}
