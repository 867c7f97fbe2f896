// What the tests have done by a process of its own: `idle`, `up PATH MIB`, `down PATH`,
// `resume PATH FILE`. It prints its peak memory in KiB, and the hash of what moved.
import { createHash } from "node:crypto";
import { WorkspaceClient } from "databricks-sdk-ts";

const mebibyte = 1024 * 1024;
const settings = { partSize: mebibyte, multipartThreshold: mebibyte, parallelism: 4 };
const [, , task = "", path = "", more = ""] = process.argv;

/** So many different mebibytes, of which no more than one is there at a time. */
async function* generated(count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) {
    yield new Uint8Array(mebibyte).fill(index % 251);
  }
}

async function up({ files }: WorkspaceClient): Promise<string | undefined> {
  const options = { ...settings, checksum: "sha256" } as const;
  return (await files.upload(path, generated(Number(more)), options)).checksum;
}

/** Lets the server wait at first, to see whether what it sends piles up. */
async function down({ files }: WorkspaceClient): Promise<string> {
  const hash = createHash("sha256");
  let isFirst = true;
  for await (const chunk of await files.download(path)) {
    hash.update(chunk);
    if (isFirst) await new Promise((resolve) => setTimeout(resolve, 500));
    isFirst = false;
  }
  return hash.digest("hex");
}

async function resume({ files }: WorkspaceClient): Promise<void> {
  await files.downloadTo(path, more, { ...settings, resume: true });
}

const w = new WorkspaceClient();
const tasks: Record<string, (w: WorkspaceClient) => Promise<string | undefined | void>> = {
  idle: async () => void (await w.currentUser.me()),
  up,
  down,
  resume,
};
const hash = await tasks[task]?.(w);
await w.close();
const { maxRSS: memory } = process.resourceUsage();
console.log(JSON.stringify({ memory, hash }));
