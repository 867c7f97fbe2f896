import { attributes } from "./attributes.js";
import { describeOrigin, isChosen } from "./setting.js";
import type { Settings } from "./setting.js";

/**
 * Refuses attributes of several authentication methods, among which nobody chose.
 * Throws a `RangeError` that names them, and where each came from.
 */
export function validateFamilies(settings: Settings): void {
  if (settings.has("authType")) return;
  const families = new Map<string, string[]>();
  for (const { name, family } of attributes) {
    const setting = settings.get(name);
    if (family === undefined || !isChosen(setting)) continue;
    const found = families.get(family) ?? [];
    families.set(family, [...found, `${name} from ${describeOrigin(setting.origin)}`]);
  }
  if (families.size < 2) return;
  const names = [...families.keys()].sort();
  const places = names.map((name) => `${name}: ${families.get(name)?.join(", ") ?? ""}`);
  throw new RangeError(
    `more than one authorization method configured: ${names.join(" and ")} ` +
      `(${places.join("; ")}); set authType to the one to use, or unset the others`,
  );
}
