import type { ApiModel } from "../model/index.js";
import { clientName, kebabCase } from "../plan/index.js";
import { commonHeader } from "./header.js";
import { compareText } from "./imports.js";
import { braced, layOut } from "./layout.js";

/**
 * The types of every package under its name: `import type { compute } from "databricks-sdk-ts"`.
 * Types only, so that an application carries no service that it does not use.
 */
export function packagesText(model: ApiModel): string {
  const names = packageNames(model);
  const lines = names.map(
    (name) => `export type * as ${name} from "../services/${name}/index.gen.js";\n`,
  );
  return `${commonHeader}${lines.join("")}`;
}

/** The `index.gen.ts` of the clients' folder: both clients, and every package's types by name. */
export function clientsIndexText(model: ApiModel): string {
  const clients = model.clients.map(({ name }) => clientName(name)).sort(compareText);
  const lines = clients.map((name) => `export { ${name} } from "./${kebabCase(name)}.gen.js";\n`);
  const packages = ["export type ", braced(packageNames(model)), ' from "./packages.gen.js";'];
  return `${commonHeader}${lines.join("")}${layOut(packages)}\n`;
}

function packageNames(model: ApiModel): readonly string[] {
  return model.packages.map(({ name }) => name).sort(compareText);
}
