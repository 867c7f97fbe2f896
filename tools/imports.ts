import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** The repository's root folder. */
export const root: string = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** One import or re-export as written in a file. */
export interface Import {
  readonly from: string;
  readonly specifier: string;
  /** The imported file, relative to the repository; undefined for packages and builtins. */
  readonly target: string | undefined;
  readonly typeOnly: boolean;
}

/** All TypeScript sources under a folder, relative to the repository, sorted. */
export function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes("node_modules") && !path.includes("/dist/"))
    .sort();
}

/** True for what no product code may import: tests and what only tests use. */
export function isTest(path: string): boolean {
  return /\.test(-suite)?\.ts$/.test(path) || path.includes("/testing/");
}

/** True for a file that the generator writes. */
export function isGenerated(path: string): boolean {
  return path.endsWith(".gen.ts");
}

const parsed = new Map<string, ts.SourceFile>();

/** Parses one file of the repository, once per process. */
export function parse(path: string): ts.SourceFile {
  const known = parsed.get(path);
  if (known) return known;
  const file = ts.createSourceFile(
    path,
    readFileSync(join(root, path), "utf8"),
    ts.ScriptTarget.ES2022,
    true,
  );
  parsed.set(path, file);
  return file;
}

/** The imports and re-exports of one file, `import()` calls included. */
export function importsOf(path: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean): void => {
    const target = specifier.startsWith(".")
      ? relative(root, resolve(root, dirname(path), specifier.replace(/\.js$/, ".ts")))
      : undefined;
    found.push({ from: path, specifier, target, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      add(
        node.moduleSpecifier.text,
        node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
      );
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      add(node.moduleSpecifier.text, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteral(argument)) add(argument.text, false);
    } else if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    ) {
      add(node.argument.literal.text, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(path));
  return found;
}
