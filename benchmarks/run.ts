// Measures the SDK beside the floor and its peer in one run: `npm run bench`. Rounds are short, many, and
// alternate between the clients, so that a noisy machine disturbs all of them alike; what counts is the
// ratio of medians.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { bareClient, type Client, fetchClient, sdkClient } from "./clients.js";
import { peerClient } from "./peer.js";
import { startCost } from "./start.js";

const rounds = Number(process.argv[2] ?? 31);
const inFlight = 64;

/** What one round costs, in microseconds of CPU, calls per second, and milliseconds. */
interface Cost {
  readonly single: number;
  readonly cpu: number;
  readonly rate: number;
  readonly list: number;
}

async function calls(
  client: Client,
  count: number,
  workers: number,
): Promise<[cpu: number, seconds: number]> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await client.getCluster();
  };
  await Promise.all(Array.from({ length: workers }, worker));
  const used = process.cpuUsage(cpu);
  return [(used.user + used.system) / count, (performance.now() - start) / 1000];
}

async function measure(client: Client): Promise<Cost> {
  const [single] = await calls(client, 100, 1);
  const [cpu, seconds] = await calls(client, 640, inFlight);
  const start = performance.now();
  const count = await client.listJobs();
  if (count !== 10_000) throw new Error(`${client.name} listed ${count} jobs of 10000`);
  return { single, cpu, rate: 640 / seconds, list: performance.now() - start };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const server = fork(fileURLToPath(new URL("./server.ts", import.meta.url)), {
  execArgv: process.execArgv,
});
const [port] = (await once(server, "message")) as [number];
const host = `http://127.0.0.1:${port}`;
const peer = await peerClient(host);
const clients = [bareClient(host), fetchClient(host), sdkClient(host), ...(peer ? [peer] : [])];
const costs = new Map<string, Cost[]>(clients.map(({ name }) => [name, []]));
for (let round = -3; round < rounds; round += 1) {
  // There and back, so that each client comes after each other one, and after what it left, alike.
  for (const client of round % 2 === 0 ? clients : clients.toReversed()) {
    const cost = await measure(client);
    if (round >= 0) costs.get(client.name)?.push(cost);
  }
}
for (const client of clients) await client.close();
server.disconnect();

const floor = "node:http";
const of = (name: string, key: keyof Cost): number =>
  median((costs.get(name) ?? []).map((cost) => cost[key]));
const ratio = (name: string, key: keyof Cost): string =>
  (of(name, key) / of(floor, key)).toFixed(2);
const lines = [
  "| client | CPU per call, one by one | CPU per call, 64 at once | throughput, 64 at once | speed of listing 10,000 jobs | import and client, CPU ms | heap, MB | list-clusters program, kB gzip |",
  "|---|---|---|---|---|---|---|---|",
];
for (const { name } of clients) {
  const start = await startCost(name, Math.min(15, rounds));
  const listing = (of(floor, "list") / of(name, "list")).toFixed(2);
  const size = start.size === 0 ? "0" : start.size.toFixed(0);
  const cells = [ratio(name, "single"), ratio(name, "cpu"), ratio(name, "rate"), listing];
  lines.push(
    `| ${[name, ...cells, start.cpu.toFixed(1), start.heap.toFixed(1), size].join(" | ")} |`,
  );
}
if (!peer) lines.push("", "The peer is missing: run `npm install` in benchmarks/ first.");
console.log(
  `Node ${process.version}, ${rounds} rounds; ratios of medians to node:http\n\n${lines.join("\n")}`,
);
