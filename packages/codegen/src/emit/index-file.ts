import { type PackagePlan, serviceFile } from "../plan/index.js";
import { header } from "./header.js";
import { compareText } from "./imports.js";
import { braced, layOut } from "./layout.js";

/** The `index.gen.ts` of a package: every class and type by name. */
export function indexText(plan: PackagePlan): string {
  const services = plan.source.services.map(({ name }) => name).sort(compareText);
  const classes = services.map((name) =>
    exportLine("export", [name], `${serviceFile(name)}.gen.js`),
  );
  const files = [...new Set(plan.typeFiles.values())].sort(compareText);
  const types = files.map((file) => {
    const names = [...plan.typeFiles].filter(([, home]) => home === file).map(([name]) => name);
    return exportLine("export type", names.sort(compareText), `${file}.gen.js`);
  });
  return `${header(plan.source.name)}${classes.join("")}${types.join("")}`;
}

function exportLine(keyword: string, names: readonly string[], file: string): string {
  const list = names.length === 1 ? `{ ${names.join("")} }` : braced(names);
  return `${layOut([`${keyword} `, list, ` from "./${file}";`])}\n`;
}
