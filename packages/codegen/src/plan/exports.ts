import type { ApiModel } from "../model/index.js";

/** An entry of `exports` in package.json. */
export interface ExportTarget {
  readonly types: string;
  readonly default: string;
}

/**
 * The public paths of the API packages for the SDK's package.json, in alphabetical order:
 * `"./compute": { types: "./dist/services/compute/index.gen.d.ts", default: ... }`.
 */
export function packageExports(model: ApiModel): Readonly<Record<string, ExportTarget>> {
  const names = model.packages.map((apiPackage) => apiPackage.name).sort();
  return Object.fromEntries(
    names.map((name) => {
      const file = `./dist/services/${name}/index.gen`;
      return [`./${name}`, { types: `${file}.d.ts`, default: `${file}.js` }];
    }),
  );
}
