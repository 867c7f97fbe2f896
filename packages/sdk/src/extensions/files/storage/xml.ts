const entities: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  gt: ">",
  lt: "<",
  quot: '"',
};

/** The text of the first element with a name, in a flat XML document such as storage answers with. */
export function xmlText(document: string, element: string): string | undefined {
  const text = new RegExp(`<${element}(?:\\s[^>]*)?>([^<]*)</${element}>`).exec(document)?.[1];
  return text?.trim().replace(/&(\w+);/g, (entity, name: string) => entities[name] ?? entity);
}
