/** Which bytes of a file a request is for; `end` is the last one. */
export type Selection =
  | { readonly kind: "part"; readonly start: number; readonly end: number }
  | { readonly kind: "unsatisfiable" }
  | { readonly kind: "whole" };

/**
 * Reads `Range` (RFC 9110 section 14.2): `bytes=0-99`, `bytes=100-` or `bytes=-100`. What is not
 * well-formed, of another unit, or more than one range, means the whole file.
 */
export function selectBytes(range: string | undefined, size: number): Selection {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/i.exec(range?.trim() ?? "") ?? [];
  if (first === "" && last === "") return { kind: "whole" };
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== "" && last !== "" && Number(last) < start) return { kind: "whole" };
  return start < size ? { kind: "part", start, end } : { kind: "unsatisfiable" };
}
