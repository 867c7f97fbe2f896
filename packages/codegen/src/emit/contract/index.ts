import type { ApiModel } from "../../model/index.js";
import { planPackage } from "../../plan/index.js";
import { emitChecks } from "./checks.js";
import { emitHandlers } from "./handlers.js";
import { emitCheckIndex, emitHandlerIndex } from "./indexes.js";
import { emitRoutes } from "./routes.js";

const folder = "packages/local/src/contract";
/** No generated file may be longer than this. */
const maxLines = 2500;

/**
 * Writes what the local workspace knows of the API: its routes, the checks of its requests and an
 * interface for the handlers of each service. The same model gives the same text.
 *
 * @returns path relative to the repository's root -> text
 */
export function emitContract(model: ApiModel): ReadonlyMap<string, string> {
  const { packages } = model;
  const files = new Map<string, string>();
  const add = (name: string, text: string): void => {
    const lines = text.split("\n").length - 1;
    if (lines > maxLines) throw new Error(`${name} would have ${lines} lines, over ${maxLines}`);
    files.set(`${folder}/${name}.gen.ts`, text);
  };
  add("routes", emitRoutes(packages));
  add("handlers", emitHandlerIndex(packages));
  add("checks", emitCheckIndex(packages));
  for (const source of packages) {
    add(`handlers/${source.name}`, emitHandlers(planPackage(model, source)));
    for (const [name, text] of emitChecks(source)) add(`checks/${name}`, text);
  }
  return files;
}
