// Moves one file, once, and prints what it cost: `client.mjs bare|single|turn|parallel up|down FILE`.
// Why not TypeScript: what compiles a program as it runs would be measured with the code that the SDK
// loads at the first call.
import { createReadStream, createWriteStream, statSync } from "node:fs";
import { request } from "node:http";
import { pipeline } from "node:stream/promises";
import { WorkspaceClient } from "databricks-sdk-ts";

const [, , client = "", direction = "", file = ""] = process.argv;
const remote = process.env["REMOTE"] ?? "";

/** The floor: one request, and streams without anything around them. */
async function bare() {
  const url = `${process.env["DATABRICKS_HOST"]}/api/2.0/fs/files${remote}?overwrite=true`;
  const up = direction === "up";
  const headers = {
    authorization: `Bearer ${process.env["DATABRICKS_TOKEN"]}`,
    ...(up ? { "content-length": statSync(file).size } : {}),
  };
  await new Promise((resolve, reject) => {
    const sending = request(url, { method: up ? "PUT" : "GET", headers }, (response) => {
      if ((response.statusCode ?? 0) >= 300) reject(new Error(`HTTP ${response.statusCode}`));
      else if (up) response.resume().once("end", resolve);
      else pipeline(response, createWriteStream(file)).then(resolve, reject);
    }).once("error", reject);
    if (up) pipeline(createReadStream(file), sending).catch(reject);
    else sending.end();
  });
}

async function sdk() {
  const w = new WorkspaceClient();
  const inOne = { multipartThreshold: Number.MAX_SAFE_INTEGER };
  const settings = client === "single" ? inOne : { useParallel: client === "parallel" };
  if (direction === "up") await w.files.uploadFrom(remote, file, { overwrite: true, ...settings });
  else await w.files.downloadTo(remote, file, { overwrite: true, ...settings });
  await w.close();
}

const started = performance.now();
const before = process.cpuUsage();
await (client === "bare" ? bare() : sdk());
const { user, system } = process.cpuUsage(before);
const cost = {
  seconds: (performance.now() - started) / 1000,
  cpu: (user + system) / 1e6,
  memory: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(cost));
