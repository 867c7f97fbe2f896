import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startLocalWorkspace } from "databricks-local";
import ts from "typescript";
import { parse, root, sources } from "./imports.js";

/** Where the generated table stands. */
export const coverageFile = "docs/coverage.md";

/** A test that shows an operation at work. */
export interface Proof {
  readonly file: string;
  readonly title: string;
}

/** The proofs in the tests of the local workspace, by the operation that they name. */
export function proofs(): Map<string, Proof[]> {
  const found = new Map<string, Proof[]>();
  for (const file of sources("packages/local/src").filter((path) => path.endsWith(".test.ts"))) {
    const visit = (node: ts.Node): void => {
      if (
        ts.isCallExpression(node) &&
        ts.isIdentifier(node.expression) &&
        node.expression.text === "proof"
      ) {
        const [operations, title] = node.arguments;
        if (
          operations &&
          ts.isArrayLiteralExpression(operations) &&
          title &&
          ts.isStringLiteralLike(title)
        ) {
          for (const operation of operations.elements.filter(ts.isStringLiteralLike)) {
            found.set(operation.text, [
              ...(found.get(operation.text) ?? []),
              { file, title: title.text },
            ]);
          }
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(parse(file));
  }
  return found;
}

/** The operations that the local workspace knows, and whether each is real. */
export async function covered(): Promise<readonly { operation: string; implemented: boolean }[]> {
  await using local = await startLocalWorkspace();
  return local.coverage();
}

/** The coverage table as a page. */
export async function coveragePage(): Promise<string> {
  const operations = await covered();
  const tests = proofs();
  const real = operations.filter(({ implemented }) => implemented);
  const lines = [
    "# What the local workspace can do",
    "",
    `Real: **${real.length}** of ${operations.length} operations. Every other one answers \`501 NOT_IMPLEMENTED\` with its name,`,
    "never a silent 200. `npm run coverage` writes this page, and a test compares it; the same data is served at",
    "`/_local/coverage`. A test listed here calls the operation over HTTP and fails unless it succeeds.",
    "",
    "| package | real | of |",
    "|---|---|---|",
    ...counts(operations),
    "",
    "## Real operations, and the tests that prove them",
    "",
    "| operation | proved by |",
    "|---|---|",
    ...real.map(({ operation }) => `| \`${operation}\` | ${proof(tests.get(operation))} |`),
    "",
  ];
  return lines.join("\n");
}

function proof(found: readonly Proof[] | undefined): string {
  const [first] = found ?? [];
  return first ? `[${first.title}](../${first.file})` : "**nothing**";
}

function counts(operations: readonly { operation: string; implemented: boolean }[]): string[] {
  const packages = new Map<string, { real: number; all: number }>();
  for (const { operation, implemented } of operations) {
    const name = operation.slice(0, operation.indexOf("."));
    const count = packages.get(name) ?? { real: 0, all: 0 };
    packages.set(name, { real: count.real + (implemented ? 1 : 0), all: count.all + 1 });
  }
  return [...packages].sort().map(([name, { real, all }]) => `| ${name} | ${real} | ${all} |`);
}

if (process.argv[1]?.endsWith("coverage.ts"))
  writeFileSync(join(root, coverageFile), await coveragePage());
