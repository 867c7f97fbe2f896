import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
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

/** Bytes of a minified, gzipped bundle of one entry program. */
async function bundled(contents: string): Promise<number> {
  const result = await build({
    stdin: { contents, resolveDir: project },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    write: false,
  });
  const [file] = result.outputFiles;
  return gzipSync(file?.contents ?? new Uint8Array()).byteLength;
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
    const paths = [".", ...services.map((entry) => `./${entry.name}`), "./package.json"];
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

describe("bundle budgets (DESIGN section 4)", () => {
  it("lists clusters through the one service in under 20 kB", async () => {
    const bytes = await bundled(`
      import { ApiClient } from "databricks-sdk-ts";
      import { ClustersAPI } from "databricks-sdk-ts/compute";
      for await (const cluster of new ClustersAPI(new ApiClient()).list()) console.log(cluster.cluster_name);`);
    expect(bytes).toBeLessThan(20_000);
  });

  it("lists clusters through WorkspaceClient in under 100 kB", async () => {
    const bytes = await bundled(`
      import { WorkspaceClient } from "databricks-sdk-ts";
      for await (const cluster of new WorkspaceClient().clusters.list()) console.log(cluster.cluster_name);`);
    expect(bytes).toBeLessThan(100_000);
  });
});
