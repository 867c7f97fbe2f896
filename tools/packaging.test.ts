import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "./imports.js";
import { type Packed, pack } from "./packaging.js";

let packed: Packed;
let project: string;

beforeAll(async () => {
  packed = await pack();
  project = join(packed.folder, "project");
  mkdirSync(project);
  writeFileSync(
    join(project, "package.json"),
    `{ "name": "project", "private": true, "type": "module" }`,
  );
  execFileSync(
    "npm",
    ["install", "--offline", "--omit=optional", "--no-audit", "--silent", packed.sdk, packed.local],
    { cwd: project },
  );
}, 120_000);

afterAll(() => packed.remove());

/** Runs a program in the project that installed the tarballs, and returns what it printed. */
function run(name: string, program: string): string {
  writeFileSync(join(project, name), program);
  return execFileSync(process.execPath, [name], {
    cwd: project,
    encoding: "utf8",
    timeout: 60_000,
  });
}

const program = `
  const { startLocalWorkspace } = LOAD("databricks-local");
  const { WorkspaceClient, ResourceDoesNotExist } = LOAD("databricks-sdk-ts");
  const { ClustersAPI } = LOAD("databricks-sdk-ts/compute");
  const workspace = await startLocalWorkspace();
  const w = new WorkspaceClient({ host: workspace.host, token: workspace.token });
  const me = await w.currentUser.me();
  const error = await w.clusters.get({ cluster_id: "none" }).catch((error) => error);
  const clusters = await new ClustersAPI(w.apiClient).list().toArray();
  console.log(me.userName === undefined, error instanceof ResourceDoesNotExist, clusters.length);
  await w.close();
  await workspace.close();
`;

/**
 * Bytes, minified and gzipped, of a program: of all of it in one file, or of what a bundler that
 * splits code loads at its start, which is what no `import()` stands before.
 */
async function bundled(
  contents: string,
): Promise<{ readonly all: number; readonly start: number }> {
  const bytes = async (plugins: Plugin[]): Promise<number> => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: project },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      write: false,
      plugins,
    });
    return gzipSync(outputFiles[0]?.contents ?? new Uint8Array()).byteLength;
  };
  return { all: await bytes([]), start: await bytes([loadedLater]) };
}

const loadedLater: Plugin = {
  name: "loaded later",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

/** The files of the package that Node loads for its main entry point. */
function filesAtStart(): readonly string[] {
  const found = new Set([join(project, "node_modules/databricks-sdk-ts/dist/index.js")]);
  for (const file of found) {
    const code = readFileSync(file, "utf8");
    for (const [, from = ""] of code.matchAll(/^(?:import|export)\b[^;"]*"(\.[^"]*)";$/gm)) {
      found.add(join(file, "..", from));
    }
  }
  return [...found];
}

describe("the packed tarballs", () => {
  it("serve a program that installs them", () => {
    expect(run("main.mjs", program.replaceAll("LOAD", "await import"))).toBe("false true 0\n");
  });

  it("serve a CommonJS program too", () => {
    const body = program.replaceAll("LOAD", "require");
    expect(run("main.cjs", `(async () => {${body}})();`)).toBe("false true 0\n");
  });

  it("offer each path of package.json, and no other", () => {
    const manifest = JSON.parse(readFileSync(join(root, "packages/sdk/package.json"), "utf8")) as {
      exports: Record<string, unknown>;
    };
    const services = readdirSync(join(root, "packages/sdk/src/services"), {
      withFileTypes: true,
    }).filter((entry) => entry.isDirectory() && entry.name !== "testing");
    const own = [".", "./dbutils", "./extensions", "./package.json"];
    const paths = [...own, ...services.map((entry) => `./${entry.name}`)];
    expect(Object.keys(manifest.exports).sort()).toEqual(paths.sort());
    const names = JSON.stringify(
      paths
        .filter((path) => path !== "./package.json")
        .map((path) => join("databricks-sdk-ts", path)),
    );
    expect(
      run("paths.mjs", `for (const name of ${names}) await import(name); console.log("all");`),
    ).toBe("all\n");
  });

  it("hold no test, no source and nothing of this machine", () => {
    for (const tarball of [packed.sdk, packed.local]) {
      const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
      expect(files.filter((file) => /\.test\.|\/src\/|\/testing\//.test(file))).toEqual([]);
      expect(files).toContain("package/README.md");
      expect(files).toContain("package/LICENSE");
    }
  });

  it("pass publint", async () => {
    const { publint } = await import("publint");
    for (const name of ["sdk", "local"]) {
      const { messages } = await publint({ pkgDir: join(root, "packages", name), strict: true });
      expect(messages).toEqual([]);
    }
  });

  it("have types that resolve for ESM and bundlers (attw)", { timeout: 120_000 }, () => {
    const attw = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
    for (const tarball of [packed.sdk, packed.local]) {
      execFileSync(
        process.execPath,
        [attw, tarball, "--profile", "esm-only", "--no-emoji", "--format", "ascii"],
        { encoding: "utf8" },
      );
    }
  });
});

describe("budgets (DESIGN section 4)", () => {
  it("lists clusters through the one service with under 20 kB at the start", async () => {
    const { all, start } = await bundled(`
      import { ApiClient } from "databricks-sdk-ts";
      import { ClustersAPI } from "databricks-sdk-ts/compute";
      for await (const cluster of new ClustersAPI(new ApiClient()).list()) console.log(cluster.cluster_name);`);
    console.log(`one service: ${start} bytes at the start, ${all} unsplit`);
    expect(start).toBeLessThan(20_000);
  });

  it("lists clusters through WorkspaceClient with under 40 kB at the start", async () => {
    const { all, start } = await bundled(`
      import { WorkspaceClient } from "databricks-sdk-ts";
      for await (const cluster of new WorkspaceClient().clusters.list()) console.log(cluster.cluster_name);`);
    console.log(`WorkspaceClient: ${start} bytes at the start, ${all} unsplit`);
    expect(start).toBeLessThan(40_000);
    // A bundler that is told not to split puts in all that the client can reach: every operation,
    // every way to sign in, transfers, dbutils.
    expect(all).toBeLessThan(140_000);
  });

  it("starts from few files, because each one takes time", () => {
    const files = filesAtStart();
    const size = files.reduce((sum, file) => sum + readFileSync(file).byteLength, 0);
    expect(files.length).toBeLessThanOrEqual(6);
    expect(size).toBeLessThan(260_000);
  });
});
