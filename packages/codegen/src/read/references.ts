import { type Cursor, pointerParts } from "./cursor.js";

/** Fails at the first reference that leads nowhere. `documents` are by file name without `.json`. */
export function checkReferences(documents: ReadonlyMap<string, Cursor>): void {
  for (const [name, document] of documents) {
    const path: string[] = [];
    walk(document.value, path, (reference) => {
      if (leadsSomewhere(reference, name, documents)) return;
      let place = document;
      for (const part of path) {
        place =
          (Array.isArray(place.value) ? place.items()[Number(part)] : place.find(part)) ?? place;
      }
      place.fail(`refers to nothing: ${reference}`);
    });
  }
}

function walk(value: unknown, path: string[], visit: (reference: string) => void): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    path.push(key);
    if (key === "$ref" && typeof member === "string") visit(member);
    else walk(member, path, visit);
    path.pop();
  }
}

function leadsSomewhere(
  reference: string,
  home: string,
  documents: ReadonlyMap<string, Cursor>,
): boolean {
  const [file = "", pointer = ""] = reference.split("#");
  const name = file === "" ? home : file.replace(/^\.\//, "").replace(/\.json$/, "");
  let value = documents.get(name)?.value;
  for (const part of pointerParts(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return false;
    value = (value as Record<string, unknown>)[part];
  }
  return value !== undefined;
}
