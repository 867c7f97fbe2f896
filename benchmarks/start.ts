import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { peerName } from "./peer.js";

/** What a program pays before its first call. */
export interface StartCost {
  /** CPU milliseconds to import the package and make a client, over an empty module. */
  readonly cpu: number;
  /** Megabytes of heap for the same. */
  readonly heap: number;
  /** Kilobytes, minified and gzipped in one file, of a program that lists clusters. */
  readonly size: number;
}

const folder = fileURLToPath(new URL(".", import.meta.url));
const client = `new WorkspaceClient({ host: "http://127.0.0.1:1", token: "token", authType: "pat" });`;
const imports: Readonly<Record<string, string>> = {
  "node:http": `await import("node:http"); await import("node:https");`,
  fetch: "fetch;",
  "databricks-sdk-ts": `const { WorkspaceClient } = await import("databricks-sdk-ts"); ${client}`,
  [peerName]: `const { WorkspaceClient } = (await import("${peerName}")).default ?? (await import("${peerName}")); ${client}`,
};

function sample(body: string): readonly [cpu: number, heap: number] {
  const program = `
    await import("data:text/javascript,");
    const cpu = process.cpuUsage(), heap = process.memoryUsage().heapUsed;
    ${body}
    const used = process.cpuUsage(cpu);
    console.log(JSON.stringify([(used.user + used.system) / 1000, (process.memoryUsage().heapUsed - heap) / 1e6]));`;
  const args = ["--input-type=module", "-e", program];
  const printed = execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  return JSON.parse(printed) as [number, number]; // what the program above prints
}

async function sizeOf(name: string): Promise<number> {
  if (name === "node:http" || name === "fetch") return 0;
  const contents = `import { WorkspaceClient } from "${name}";
    for await (const cluster of new WorkspaceClient({}).clusters.list({})) console.log(cluster.cluster_name);`;
  const result = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    write: false,
    logLevel: "silent",
  });
  return gzipSync(result.outputFiles[0]?.contents ?? new Uint8Array()).byteLength / 1000;
}

/** Measures one client's start, each sample in a process of its own. */
export async function startCost(name: string, samples: number): Promise<StartCost> {
  const runs = Array.from({ length: samples }, () => sample(imports[name] ?? ""));
  const middle = (column: 0 | 1): number =>
    runs.map((run) => run[column]).toSorted((a, b) => a - b)[Math.floor(samples / 2)] ?? Number.NaN;
  return { cpu: middle(0), heap: middle(1), size: await sizeOf(name) };
}
