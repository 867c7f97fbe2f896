import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Cursor, pointerParts } from "./cursor.js";
import { loadJson } from "./load.js";
import { operationsOf } from "./operations-of.js";

/** Applies the corrections in `overlays/` of a folder to its documents, in place. */
export function applyOverlays(folder: string, documents: ReadonlyMap<string, Cursor>): void {
  if (!existsSync(join(folder, "overlays"))) return;
  const files = readdirSync(join(folder, "overlays")).filter((file) => file.endsWith(".json"));
  for (const file of files.toSorted()) {
    applyOverlay(loadJson(folder, `overlays/${file}`), documents);
  }
}

/**
 * One overlay: a `reason` and its `corrections`. Each names an `operation` or a `schema`, the place
 * `at` which to change it (a JSON pointer, by default the whole), and what to `merge` there as
 * RFC 7396 has it. Throws a SpecError when the target is missing or the correction changes nothing.
 */
export function applyOverlay(overlay: Cursor, documents: ReadonlyMap<string, Cursor>): void {
  if (overlay.at("reason").string().trim() === "") overlay.at("reason").fail("is empty");
  for (const correction of overlay.at("corrections").items()) {
    for (const [key] of correction.entries()) {
      if (!["operation", "schema", "at", "merge"].includes(key)) correction.fail(`has a ${key}`);
    }
    const place = findPlace(correction, documents);
    const merge = correction.at("merge");
    if (merge.entries().length === 0) merge.fail("is empty");
    const before = structuredClone(place.value);
    mergePatch(place.value as Record<string, unknown>, merge.value as Record<string, unknown>);
    if (isDeepStrictEqual(before, place.value)) {
      correction.fail("changes nothing; remove it if the documents are right by now");
    }
  }
}

function findPlace(correction: Cursor, documents: ReadonlyMap<string, Cursor>): Cursor {
  const target = findTarget(correction, documents);
  let place = target;
  for (const part of pointerParts(correction.text("at") ?? "")) {
    const next = Array.isArray(place.value) ? place.items()[Number(part)] : place.find(part);
    place = next ?? correction.at("at").fail(`does not exist in ${target.document}`);
  }
  place.entries();
  return place;
}

function findTarget(correction: Cursor, documents: ReadonlyMap<string, Cursor>): Cursor {
  const operation = correction.find("operation");
  const name = operation ?? correction.at("schema");
  const id = name.string();
  const home = id.slice(0, id.indexOf("."));
  const document = documents.get(home) ?? name.fail(`is in no document: ${id}`);
  const target = operation
    ? operationsOf(document).find((spot) => spot.id === id)?.object
    : document
        .at("components")
        .at("schemas")
        .find(id.slice(home.length + 1));
  return target ?? name.fail(`does not exist: ${id}`);
}

/** RFC 7396: members replace, objects merge, null removes. */
function mergePatch(target: Record<string, unknown>, patch: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(patch)) {
    const old = target[key];
    if (value === null) delete target[key];
    else if (isRecord(value) && isRecord(old)) mergePatch(old, value);
    else target[key] = structuredClone(value);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
