import type { ApiPackage, Operation, Service } from "../../model/index.js";
import { commonHeader } from "../header.js";

const width = 100;

/** Writes the table of all operations by service: verb, path, and `account` where it is its level. */
export function emitRoutes(packages: readonly ApiPackage[]): string {
  const services = packages.flatMap((apiPackage) => apiPackage.services);
  return [
    `${commonHeader}import type { Routes } from "./routes.js";`,
    "",
    "/** Every operation of the API that this server can be asked for. */",
    "export const routes: Routes = {",
    ...services.flatMap((service) => serviceRoutes(service)),
    "};",
    "",
  ].join("\n");
}

function serviceRoutes(service: Service): readonly string[] {
  const rows = service.operations
    .filter(({ path }) => path !== null)
    .map((operation) => row(operation));
  if (rows.length === 0) return [];
  return [`  "${service.package}.${service.name}": {`, ...rows, "  },"];
}

function row(operation: Operation): string {
  const name = operation.id.slice(operation.id.lastIndexOf(".") + 1);
  const level = operation.level === "account" ? " account" : "";
  const value = JSON.stringify(`${operation.verb} ${routePath(operation)}${level}`);
  const line = `    ${name}: ${value},`;
  return line.length <= width ? line : `    ${name}:\n      ${value},`;
}

/** `{+hole}` for a value whose slashes separate segments, as in RFC 6570. */
function routePath(operation: Operation): string {
  const many = operation.parameters.filter(({ in: place, multiSegment }) => {
    return place === "path" && multiSegment;
  });
  return many.reduce(
    (path, { wire }) => path.replace(`{${wire}}`, `{+${wire}}`),
    operation.path ?? "",
  );
}
