/** The first bytes of a file as UTF-8 text, without a character that is cut in two. */
export async function headOf(file: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let left = maxBytes;
  let text = "";
  for await (const chunk of file) {
    text += decoder.decode(chunk.subarray(0, left), { stream: true });
    left -= chunk.length;
    if (left <= 0) return text;
  }
  return text + decoder.decode();
}
