// Measures the SDK beside the floor in one run: `npm run bench`. Rounds alternate between the clients,
// so that a noisy machine disturbs all of them alike; what counts is the ratio of medians.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { bareClient, type Client, fetchClient, sdkClient } from "./clients.js";

const rounds = Number(process.argv[2] ?? 15);
const callsPerRound = 2_000;
const inFlight = 64;

interface Cost {
  /** CPU microseconds per call, 64 at once. */
  readonly cpu: number;
  /** Calls per second, 64 at once. */
  readonly rate: number;
  /** Milliseconds to list 10,000 jobs. */
  readonly list: number;
}

async function measure(client: Client): Promise<Cost> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let left = callsPerRound;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await client.getCluster();
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const seconds = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  const listStart = performance.now();
  const count = await client.listJobs();
  if (count !== 10_000) throw new Error(`${client.name} listed ${count} jobs of 10000`);
  return {
    cpu: (used.user + used.system) / callsPerRound,
    rate: callsPerRound / seconds,
    list: performance.now() - listStart,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const server = fork(fileURLToPath(new URL("./server.ts", import.meta.url)), {
  execArgv: process.execArgv,
});
const [port] = (await once(server, "message")) as [number];
const host = `http://127.0.0.1:${port}`;
const clients = [bareClient(host), fetchClient(host), sdkClient(host)];
const costs = new Map<string, Cost[]>(clients.map(({ name }) => [name, []]));
for (let round = -2; round < rounds; round += 1) {
  for (const client of clients) {
    const cost = await measure(client);
    if (round >= 0) costs.get(client.name)?.push(cost);
  }
}
const of = (name: string, key: keyof Cost): number =>
  median((costs.get(name) ?? []).map((cost) => cost[key]));
console.log(`Node ${process.version}, medians of ${rounds} rounds; ratios to node:http\n`);
console.log(
  "| client | CPU per call, 64 at once | calls per second | speed of listing 10,000 jobs |",
);
console.log("|---|---|---|---|");
for (const { name } of clients) {
  const row = [
    `${of(name, "cpu").toFixed(0)} µs (${(of(name, "cpu") / of("node:http", "cpu")).toFixed(2)})`,
    `${of(name, "rate").toFixed(0)} (${(of(name, "rate") / of("node:http", "rate")).toFixed(2)})`,
    `${of(name, "list").toFixed(0)} ms (${(of("node:http", "list") / of(name, "list")).toFixed(2)})`,
  ];
  console.log(`| ${name} | ${row.join(" | ")} |`);
}
for (const client of clients) await client.close();
server.disconnect();
