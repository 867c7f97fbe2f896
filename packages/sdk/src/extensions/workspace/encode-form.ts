/** A form that was filled in, ready to be sent. */
export interface EncodedForm {
  readonly contentType: string;
  /** A blob, so that each attempt to send it begins at its start. */
  readonly body: Blob;
}

/**
 * A form with a file in it (multipart/form-data, RFC 7578). Names are plain words of ours; values
 * and bytes may be anything, as the boundary between them can't be foreseen.
 */
export function encodeForm(
  fields: Readonly<Record<string, string>>,
  file: { readonly name: string; readonly contents: Blob },
): EncodedForm {
  const boundary = `form-${crypto.randomUUID()}`;
  const named = (name: string): string =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"`;
  const texts = Object.entries(fields).map(([name, text]) => `${named(name)}\r\n\r\n${text}\r\n`);
  const opening = `${named(file.name)}; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: new Blob([...texts, opening, file.contents, `\r\n--${boundary}--\r\n`]),
  };
}
