import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, sources } from "./imports.js";

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

const text = (page: string): string => readFileSync(join(root, page), "utf8");

/** A TypeScript program of a page: ```` ```ts ````, or ```` ```ts python3 ```` if it has Python run. */
interface DocumentedProgram {
  readonly program: string;
  readonly needsPython: boolean;
}

/** The programs of a page, in order. */
function programs(page: string): DocumentedProgram[] {
  return [...text(page).matchAll(/^```ts( python3)?\n(.*?)^```$/gms)].map(
    ([, python, program = ""]) => ({ program, needsPython: python !== undefined }),
  );
}

const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython)
  console.warn("python3 was not found: programs in the papers that need it are skipped");

describe("papers", () => {
  it("README has a runnable program before line 30 and at most 120 lines", () => {
    const lines = text("README.md").split("\n");
    expect(lines.length).toBeLessThanOrEqual(121);
    expect(lines.findIndex((line) => line === "```ts")).toBeLessThan(30);
  });

  it("ARCHITECTURE has at most 150 lines", () => {
    expect(text("ARCHITECTURE.md").split("\n").length).toBeLessThanOrEqual(151);
  });

  it("link to files and folders that exist", () => {
    const broken = pages.flatMap((page) =>
      [...text(page).matchAll(/\]\(([^)#\s]+)/g)]
        .map((match) => match[1] ?? "")
        .filter((link) => !/^https?:/.test(link) && !existsSync(join(root, dirname(page), link)))
        .map((link) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it("name npm scripts and files that exist", () => {
    const { scripts } = JSON.parse(text("package.json")) as { scripts: Record<string, string> };
    const wrong = pages.flatMap((page) => [
      ...[...text(page).matchAll(/npm run ([a-z:-]+)/g)]
        .map((match) => match[1] ?? "")
        .filter((name) => !(name in scripts)),
      ...[
        ...text(page).matchAll(
          /`((?:packages|spec|tools|examples|acceptance|benchmarks)\/[\w./-]+)`/g,
        ),
      ]
        .map((match) => match[1] ?? "")
        .filter((path) => !existsSync(join(root, path))),
    ]);
    expect(wrong).toEqual([]);
  });

  it("mention no machine, registry or tool of their making", () => {
    const found = pages.filter((page) =>
      /\/work\/|\/tmp\/|registry\.npmjs|proxy\.golang|files\.pythonhosted/.test(text(page)),
    );
    expect(found).toEqual([]);
  });
});

describe("programs in the papers", () => {
  const folder = join(root, ".cache/documented");
  const files = pages.flatMap((page) =>
    programs(page).map((documented, n) => ({
      page,
      ...documented,
      file: join(folder, `${page.replaceAll(/\W/g, "-")}-${n + 1}.mts`),
    })),
  );
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { file, program } of files) writeFileSync(file, program);

  it("compile", { timeout: 120_000 }, () => {
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: join(root, "tsconfig.json"),
        compilerOptions: { noUnusedLocals: false },
        include: ["*.mts"],
      }),
    );
    const compiler = join(root, "node_modules/typescript-native/bin/tsc");
    const { stdout } = spawnSync(process.execPath, [compiler, "--noEmit", "-p", folder], {
      encoding: "utf8",
    });
    expect(stdout).toBe("");
  });

  for (const { page, file, needsPython } of files) {
    const test = needsPython ? it.runIf(hasPython) : it;
    test(`run: ${page}, ${file.slice(-5, -4)}`, { timeout: 60_000 }, () => {
      const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
      const tsconfig = ["--tsconfig", join(root, "tsconfig.json")];
      const printed = execFileSync(process.execPath, [tsx, ...tsconfig, file], {
        cwd: folder,
        encoding: "utf8",
        timeout: 50_000,
      });
      if (page === "README.md" && file.endsWith("-1.mts"))
        expect(printed).toBe("first RUNNING\ngone\n");
    });
  }
});

describe("examples", () => {
  it("are listed in examples/README.md", () => {
    const readme = text("examples/README.md");
    const missing = sources("examples").filter((path) => {
      const name = path.slice("examples/".length);
      return (
        !name.includes("/") && !/\.test\.ts$|^run\.ts$/.test(name) && !readme.includes(`(${name})`)
      );
    });
    expect(missing).toEqual([]);
  });
});
