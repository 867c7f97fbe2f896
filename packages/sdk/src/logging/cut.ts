/** The text up to `limit` UTF-8 bytes, whole characters only, and how much is left out. */
export function cut(text: string, limit: number): string {
  // No character takes fewer bytes than UTF-16 units, nor more than three bytes per unit.
  if (text.length * 3 <= limit) return text;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= limit) return text;
  let end = limit;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return `${new TextDecoder().decode(bytes.subarray(0, end))}... (${bytes.length - end} more bytes)`;
}
