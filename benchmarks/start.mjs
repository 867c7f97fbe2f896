// Measures what a program pays to import the whole SDK and make a client, over bare Node: each sample is
// a process of its own, alternating with bare ones. `npm run bench:start` builds first.
import { execFileSync } from "node:child_process";

const samples = Number(process.argv[2] ?? 21);
const measured = (body) => `
  const cpu = process.cpuUsage(), heap = process.memoryUsage().heapUsed, start = performance.now();
  ${body}
  const ms = performance.now() - start, used = process.cpuUsage(cpu);
  console.log(JSON.stringify([ms, (used.user + used.system) / 1000, (process.memoryUsage().heapUsed - heap) / 1e6]));`;
const client = "new WorkspaceClient({ host: 'http://127.0.0.1:1', token: 'token' });";
const programs = {
  "an empty module": measured(`await import("data:text/javascript,");`),
  "node:http and node:https": measured(`await import("node:http"); await import("node:https");`),
  "the SDK and a client": measured(
    `const { WorkspaceClient } = await import("databricks-sdk-ts"); ${client}`,
  ),
  "its ClustersAPI and ApiClient": measured(
    `const { ApiClient } = await import("databricks-sdk-ts"); await import("databricks-sdk-ts/compute");
     new ApiClient({ host: "http://127.0.0.1:1", token: "token" });`,
  ),
};
const results = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
for (let sample = 0; sample < samples; sample += 1) {
  for (const [name, program] of Object.entries(programs)) {
    const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
    });
    results[name].push(JSON.parse(printed));
  }
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
console.log(`Node ${process.version}, medians of ${samples} processes each\n`);
console.log("| what is loaded | ms | CPU ms | heap MB |\n|---|---|---|---|");
for (const [name, rows] of Object.entries(results)) {
  const [ms, cpu, heap] = [0, 1, 2].map((column) => median(rows.map((row) => row[column])));
  console.log(`| ${name} | ${ms.toFixed(1)} | ${cpu.toFixed(1)} | ${heap.toFixed(1)} |`);
}
