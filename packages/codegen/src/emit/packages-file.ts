import type { ApiModel } from "../model/index.js";
import { commonHeader } from "./header.js";
import { compareText } from "./imports.js";

/**
 * The types of every package under its name: `import type { compute } from "databricks-sdk-ts"`.
 * Types only, so that an application carries no service that it does not use.
 */
export function packagesText(model: ApiModel): string {
  const names = model.packages.map(({ name }) => name).sort(compareText);
  const lines = names.map(
    (name) => `export type * as ${name} from "../services/${name}/index.gen.js";\n`,
  );
  return `${commonHeader}${lines.join("")}`;
}
