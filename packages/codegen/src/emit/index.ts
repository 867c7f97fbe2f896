import type { ApiModel } from "../model/index.js";
import {
  clientName,
  kebabCase,
  type PackagePlan,
  planPackage,
  serviceFile,
} from "../plan/index.js";
import { clientText } from "./client-file.js";
import { indexText } from "./index-file.js";
import { methodNamesText } from "./method-names-file.js";
import { clientsIndexText, packagesText } from "./packages-file.js";
import { serviceText } from "./service-file.js";
import { typesFiles } from "./types-file.js";

/** No generated file may be longer than this. */
const maxLines = 2500;

/**
 * Writes the SDK's generated code: path relative to the repository's root -> text. The same model
 * gives the same text. Throws an `Error` that names the place where two names collide.
 */
export function emitSdk(model: ApiModel): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const add = (path: string, text: string): void => {
    if (files.has(path)) throw new Error(`two services or types want the file ${path}`);
    const lines = text.split("\n").length - 1;
    if (lines > maxLines) throw new Error(`${path} would have ${lines} lines, over ${maxLines}`);
    files.set(path, text);
  };
  for (const source of model.packages) addPackage(planPackage(model, source), add);
  for (const client of model.clients) {
    const file = kebabCase(clientName(client.name));
    add(`packages/sdk/src/clients/${file}.gen.ts`, clientText(model, client));
  }
  add("packages/sdk/src/clients/method-names.gen.ts", methodNamesText(model));
  add("packages/sdk/src/clients/packages.gen.ts", packagesText(model));
  add("packages/sdk/src/clients/index.gen.ts", clientsIndexText(model));
  return files;
}

function addPackage(plan: PackagePlan, add: (path: string, text: string) => void): void {
  const folder = `packages/sdk/src/services/${plan.source.name}`;
  for (const service of plan.source.services) {
    add(`${folder}/${serviceFile(service.name)}.gen.ts`, serviceText(plan, service));
  }
  for (const [file, text] of typesFiles(plan)) add(`${folder}/${file}.gen.ts`, text);
  add(`${folder}/index.gen.ts`, indexText(plan));
}
