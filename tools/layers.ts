import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Import, importsOf, isTest, root, sources } from "./imports.js";

/** One package's part of layers.json. */
export interface PackageLayers {
  readonly root: string;
  /** Layer (a folder or file under the root) -> what it may import beside itself. */
  readonly mayImport: Readonly<Record<string, readonly string[]>>;
  /** Layers that may import types and nothing else. */
  readonly typesOnly?: readonly string[];
}

/** The import rules, as they stand in layers.json. */
export function readLayers(): Record<string, PackageLayers> {
  return JSON.parse(readFileSync(join(root, "layers.json"), "utf8")) as Record<
    string,
    PackageLayers
  >;
}

function layerOf(path: string, layers: PackageLayers): string | undefined {
  return path.startsWith(`${layers.root}/`)
    ? path.slice(layers.root.length + 1).split("/")[0]
    : undefined;
}

/** `engines/jobs`, `services/compute`: rooms of one layer that must not know each other's code. */
function roomOf(path: string, layers: PackageLayers, depth: number): string {
  return path
    .slice(layers.root.length + 1)
    .split("/")
    .slice(0, depth)
    .join("/");
}

function complaint(found: Import, layers: PackageLayers): string | undefined {
  if (found.target === undefined) {
    return found.specifier.startsWith("node:") &&
      layers.root.startsWith("packages/sdk") &&
      !found.typeOnly
      ? `imports ${found.specifier}; the SDK reaches builtins through internal/node.ts`
      : undefined;
  }
  const from = layerOf(found.from, layers);
  const to = layerOf(found.target, layers);
  if (from === undefined) return undefined;
  if (to === undefined) return `leaves its package for ${found.target}`;
  if (from === to) return sameLayer(found, found.target, from, layers);
  const allowed = layers.mayImport[from];
  if (!allowed) return `is in a layer that layers.json does not list: ${from}`;
  const target = found.target.slice(layers.root.length + 1);
  if (!allowed.includes(to) && !allowed.includes(target)) return `may not import ${to} (${target})`;
  if (layers.typesOnly?.includes(from) && !found.typeOnly)
    return `may import only types from ${to}`;
  const isFace =
    /(^|\/)index(\.gen)?\.ts$/.test(target) || !target.includes("/") || allowed.includes(target);
  return isFace ||
    from === "clients" ||
    from === "extensions" ||
    from === "handlers" ||
    from === "sites"
    ? undefined
    : `goes past the index of ${to} to ${target}`;
}

function sameLayer(
  found: Import,
  target: string,
  layer: string,
  layers: PackageLayers,
): string | undefined {
  if (layer === "services" || layer === "engines") {
    const apart = roomOf(found.from, layers, 2) !== roomOf(target, layers, 2);
    if (apart && !(layer === "services" && found.typeOnly)) return `imports its sibling ${target}`;
  }
  if (layer === "extensions") {
    const apart = roomOf(found.from, layers, 2) !== roomOf(target, layers, 2);
    const isRoomless = found.from === `${layers.root}/extensions/index.ts`;
    const isFace = target.endsWith("/index.ts");
    if (apart && !isRoomless && !isFace) return `goes past the index of its sibling to ${target}`;
  }
  return undefined;
}

/** Every import of a package that layers.json does not allow, one line each. */
export function layerComplaints(layers: PackageLayers): string[] {
  return sources(layers.root)
    .filter((path) => !isTest(path))
    .flatMap((path) => importsOf(path))
    .flatMap((found) => {
      const why = complaint(found, layers);
      return why ? [`${found.from} ${why}`] : [];
    });
}

/** The import rules of one package as a Markdown table, as ARCHITECTURE.md shows them. */
export function layersTable(layers: PackageLayers): string {
  const rows = Object.entries(layers.mayImport).map(
    ([layer, allowed]) =>
      `| \`${layer}\` | ${allowed.length === 0 ? "nothing" : allowed.map((name) => `\`${name}\``).join(", ")} |`,
  );
  return ["| in | may import |", "|---|---|", ...rows].join("\n");
}
