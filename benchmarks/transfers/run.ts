// Moves one large file up and down, beside bare streams and the Python SDK: `npm run bench:transfers`,
// with how many MiB and rounds as arguments. Each transfer is a process of its own against one local
// workspace in another, so that time, CPU and peak memory are those of the client alone.
import { type ChildProcess, execFile, fork } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createReadStream, existsSync, mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Address, Cost } from "./types.js";

const mebibyte = 1024 * 1024;
const size = Number(process.argv[2] ?? 1024);
const rounds = Number(process.argv[3] ?? 3);
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "databricks-transfers-"));
const source = join(folder, "source.bin");

/** A client, and how a program of it is started. */
interface Contender {
  readonly name: string;
  command(direction: "down" | "up", file: string): readonly [program: string, args: string[]];
}

function node(name: string, client: string): Contender {
  const command: Contender["command"] = (direction, file) => [
    process.execPath,
    [at("client.mjs"), client, direction, file],
  ];
  return { name, command };
}

function contenders(): readonly Contender[] {
  const python = process.env["PYTHON_WITH_SDK"] ?? "";
  const peer: Contender = {
    name: "databricks-sdk-py",
    command: (direction, file) => [python, [at("client.py"), direction, file]],
  };
  return [
    node("bare streams, one request", "bare"),
    node("databricks-sdk-ts, one request", "single"),
    node("databricks-sdk-ts, parts in turn", "turn"),
    node("databricks-sdk-ts, parts in parallel", "parallel"),
    ...(existsSync(python) ? [peer] : []),
  ];
}

/** Bytes that do not compress, the same mebibyte with a number in each. */
async function makeSource(): Promise<void> {
  const block = randomBytes(mebibyte);
  const file = await open(source, "w");
  for (let index = 0; index < size; index += 1) {
    block.writeUInt32BE(index, 0);
    await file.write(block);
  }
  await file.close();
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function startServer(): Promise<[ChildProcess, Address]> {
  const server = fork(at("server.ts"), [folder], { execArgv: process.execArgv });
  const [address] = (await once(server, "message")) as [Address];
  return [server, address];
}

async function measure(
  contender: Contender,
  direction: "down" | "up",
  { host, token, path }: Address,
): Promise<Cost> {
  const target = join(folder, "target.bin");
  const [program, args] = contender.command(direction, direction === "up" ? source : target);
  const env = { ...process.env, DATABRICKS_HOST: host, DATABRICKS_TOKEN: token, REMOTE: path };
  const { stdout } = await run(program, args, { env, timeout: 600_000 });
  if (direction === "down") {
    if ((await hashOf(target)) !== expected) throw new Error(`${contender.name} changed the bytes`);
    rmSync(target);
  }
  return JSON.parse(stdout) as Cost; // what the clients print
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await makeSource();
const expected = await hashOf(source);
const [server, address] = await startServer();
const all = contenders();
const floor = all[0]?.name ?? "";
console.log(`Node ${process.version}, ${size} MiB, medians of ${rounds} rounds\n`);
for (const direction of ["up", "down"] as const) {
  const costs = new Map<string, Cost[]>(all.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of round % 2 === 0 ? all : all.toReversed()) {
      costs.get(contender.name)?.push(await measure(contender, direction, address));
    }
  }
  const of = (name: string, key: keyof Cost): number =>
    median((costs.get(name) ?? []).map((cost) => cost[key]));
  console.log(
    `| ${direction} | seconds | speed beside the floor | CPU, seconds | peak memory, MiB |`,
  );
  console.log("|---|---|---|---|---|");
  for (const { name } of all) {
    const speed = of(floor, "seconds") / of(name, "seconds");
    const cells = [of(name, "seconds").toFixed(2), speed.toFixed(2), of(name, "cpu").toFixed(2)];
    console.log(`| ${[name, ...cells, of(name, "memory").toFixed(0)].join(" | ")} |`);
  }
  console.log("");
}
server.disconnect();
rmSync(folder, { recursive: true, force: true });
