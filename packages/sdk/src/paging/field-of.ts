/** A field of a response; absent where the response is empty or no object. */
export function fieldOf(response: unknown, name: string): unknown {
  if (typeof response !== "object" || response === null) return undefined;
  return (response as Readonly<Record<string, unknown>>)[name];
}
