import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "./imports.js";

/** Where the public surface of each package is kept. */
export const snapshotFiles: Readonly<Record<"sdk" | "local", string>> = {
  sdk: "packages/sdk/api-snapshot.txt",
  local: "packages/local/api-snapshot.txt",
};

function entryPoints(name: "sdk" | "local"): Map<string, string> {
  const entries = new Map([[".", `packages/${name}/src/index.ts`]]);
  if (name === "sdk") {
    for (const folder of ["dbutils", "extensions"])
      entries.set(`./${folder}`, `packages/sdk/src/${folder}/index.ts`);
    for (const service of readdirSync(join(root, "packages/sdk/src/services")).sort()) {
      if (!service.includes(".") && service !== "testing")
        entries.set(`./${service}`, `packages/sdk/src/services/${service}/index.gen.ts`);
    }
  }
  return entries;
}

function program(files: readonly string[]): ts.Program {
  const config = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path))
    .config as object;
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  return ts.createProgram(
    files.map((file) => join(root, file)),
    options,
  );
}

function members(symbol: ts.Symbol): string[] {
  return [...(symbol.members?.values() ?? [])]
    .filter((member) => isPublic(member))
    .map((member) => member.name)
    .sort();
}

function isPublic(member: ts.Symbol): boolean {
  const declaration = member.valueDeclaration;
  if (!declaration || member.name.startsWith("#") || member.name.startsWith("__")) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (
    !(ts.getCombinedModifierFlags(declaration) & hidden) &&
    !ts.isPrivateIdentifier((declaration as ts.NamedDeclaration).name ?? declaration)
  );
}

function describe(name: string, exported: ts.Symbol, checker: ts.TypeChecker): string {
  const symbol =
    exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  if (symbol.flags & ts.SymbolFlags.Class) return `class ${name} { ${members(symbol).join(" ")} }`;
  if (symbol.flags & ts.SymbolFlags.Function) return `function ${name}`;
  if (symbol.flags & ts.SymbolFlags.Variable) return `const ${name}`;
  if (symbol.flags & ts.SymbolFlags.Module) return `namespace ${name}`;
  return `type ${name}`;
}

/** The public names of one package, one line each: what users could come to rely on. */
export function apiSnapshot(name: "sdk" | "local"): string {
  const entries = entryPoints(name);
  const compiled = program([...entries.values()]);
  const checker = compiled.getTypeChecker();
  const lines: string[] = [];
  for (const [entry, file] of entries) {
    const source = compiled.getSourceFile(join(root, file));
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${file} is not a module`);
    lines.push(`# ${entry}`);
    lines.push(
      ...checker
        .getExportsOfModule(module)
        .map((symbol) => describe(symbol.name, symbol, checker))
        .sort(),
      "",
    );
  }
  return lines.join("\n");
}

if (process.argv[1]?.endsWith("api-snapshot.ts")) {
  for (const name of ["sdk", "local"] as const)
    writeFileSync(join(root, snapshotFiles[name]), apiSnapshot(name));
}
