import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { isGenerated, isTest, parse, root, sources } from "./imports.js";

/** Hand-written files may have this many lines at most; the wish is 300. */
export const fileLimit = 500;
/** The same for the generator's output. */
export const generatedLimit = 2500;
/** Hand-written functions may have this many lines at most; the wish is 40. */
export const functionLimit = 80;

const folders: readonly string[] = [
  "packages/codegen/src",
  "packages/sdk/src",
  "packages/local/src",
];

/** Hand-written product sources of all packages. */
export function written(): string[] {
  return folders
    .flatMap((folder) => sources(folder))
    .filter((path) => !isTest(path) && !isGenerated(path));
}

/** Files that are longer than they may be. */
export function longFiles(): string[] {
  const lines = (path: string): number =>
    readFileSync(join(root, path), "utf8").split("\n").length - 1;
  return folders
    .flatMap((folder) => sources(folder))
    .flatMap((path) => {
      const limit = isGenerated(path) ? generatedLimit : fileLimit;
      const count = lines(path);
      return count > limit ? [`${path}: ${count} lines, at most ${limit}`] : [];
    });
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** Functions that are longer than they may be. */
export function longFunctions(): string[] {
  return written().flatMap((path) => {
    const file = parse(path);
    const found: string[] = [];
    walk(file, (node) => {
      if (!ts.isFunctionLike(node) || !("body" in node) || !node.body) return;
      const start = file.getLineAndCharacterOfPosition(node.getStart(file)).line;
      const lines = file.getLineAndCharacterOfPosition(node.end).line - start + 1;
      if (lines > functionLimit)
        found.push(`${path}:${start + 1}: a function of ${lines} lines, at most ${functionLimit}`);
    });
    return found;
  });
}

/** Exports and shapes that the house style rules out: `export *`, default exports, enums, namespaces. */
export function ruledOut(): string[] {
  return folders
    .flatMap((folder) => sources(folder))
    .flatMap((path) => {
      const file = parse(path);
      const found: string[] = [];
      walk(file, (node) => {
        const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
        if (ts.isExportDeclaration(node) && !node.exportClause)
          found.push(`${path}:${line}: export *`);
        if (ts.isExportAssignment(node)) found.push(`${path}:${line}: default export`);
        if (ts.isEnumDeclaration(node)) found.push(`${path}:${line}: enum`);
        if (ts.isModuleDeclaration(node) && !(node.flags & ts.NodeFlags.GlobalAugmentation))
          found.push(`${path}:${line}: namespace`);
      });
      return found;
    });
}

function isExported(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
  );
}

/** Top-level exports without a docstring, in hand-written and generated product sources. */
export function undocumented(): string[] {
  return folders
    .flatMap((folder) => sources(folder))
    .filter((path) => !isTest(path))
    .flatMap((path) => {
      const file = parse(path);
      return file.statements.flatMap((statement) => {
        if (!isExported(statement) || ts.getJSDocCommentsAndTags(statement).length > 0) return [];
        const line = file.getLineAndCharacterOfPosition(statement.getStart(file)).line + 1;
        return [`${path}:${line}: ${statement.getText(file).split("\n")[0] ?? ""}`];
      });
    });
}

/** Folders with hand-written sources whose README is missing or not of 3 to 10 lines. */
export function folderReadmes(): string[] {
  const all = new Set(
    written()
      .map((path) => dirname(path))
      .filter((path) => !folders.includes(path)),
  );
  return [...all].sort().flatMap((folder) => {
    if (!existsSync(join(root, folder, "README.md"))) {
      const own = readdirSync(join(root, folder)).filter((name) => name.endsWith(".ts")).length;
      // A folder of a few files is spoken for by its parent's README.
      return own <= 3 || existsSync(join(root, dirname(folder), "README.md"))
        ? []
        : [`${folder}: no README.md`];
    }
    const lines = readFileSync(join(root, folder, "README.md"), "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "").length;
    return lines < 3 || lines > 12 ? [`${folder}/README.md: ${lines} lines`] : [];
  });
}
