import type { ApiPackage } from "../../model/index.js";
import { commonHeader } from "../header.js";

const width = 100;

/** Writes the list of all handler interfaces, by service. */
export function emitHandlerIndex(packages: readonly ApiPackage[]): string {
  const imports = packages.map(({ name }) => {
    return `import type * as ${name} from "./handlers/${name}.gen.js";`;
  });
  const fields = packages.flatMap(({ name, services }) =>
    services
      .filter(({ operations }) => operations.some(({ path }) => path !== null))
      .map((service) => field(`${name}.${service.name}`)),
  );
  return [
    `${commonHeader}${imports.join("\n")}`,
    "",
    "/** What serves each service of the API. */",
    "export interface Handlers {",
    ...fields,
    "}",
    "",
  ].join("\n");
}

function field(service: string): string {
  const line = `  readonly "${service}": ${service}Handlers;`;
  return line.length <= width ? line : line.replace(": ", ":\n    ");
}

/** Writes the list of all check tables, each loaded when it is first needed. */
export function emitCheckIndex(packages: readonly ApiPackage[]): string {
  const loaders = packages.map(({ name }) => {
    return `  ${name}: async () => (await import("./checks/${name}.gen.js")).checks,`;
  });
  return [
    `${commonHeader}import type { PackageChecks } from "./checks.js";`,
    "",
    "/** The checks of a package's requests, by package. */",
    "export const checks: Readonly<Record<string, () => Promise<PackageChecks>>> = {",
    ...loaders,
    "};",
    "",
  ].join("\n");
}
