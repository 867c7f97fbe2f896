// Breaks off a download, and goes on with it where it stopped, as another process could.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorkspaceClient } from "databricks-sdk-ts";
import { exampleVolume } from "./support/volume.js";

await using w = new WorkspaceClient();
const remote = `${await exampleVolume(w, "downloads")}/numbers.bin`;
const sent = await w.files.upload(remote, randomBytes(64 * 1024 * 1024), {
  overwrite: true,
  checksum: "sha256",
});

const folder = await mkdtemp(join(tmpdir(), "resume-download-"));
const local = join(folder, "numbers.bin");
const breaking = new AbortController();
try {
  await w.files.downloadTo(remote, local, {
    resume: true,
    signal: breaking.signal,
    // Small parts take longer, so that there is time to break off.
    useParallel: false,
    multipartThreshold: 0,
    partSize: 1024 * 1024,
    onProgress: ({ bytes, total = Infinity }) => {
      if (bytes < total) breaking.abort();
    },
  });
} catch (error) {
  if (!breaking.signal.aborted) throw error;
  console.log("The download broke off.");
}

const { bytes, resumed, checksum } = await w.files.downloadTo(remote, local, {
  resume: true,
  checksum: "sha256",
});
console.log(`${bytes} bytes, of which ${resumed > 0 ? "some" : "none"} were there before`);
console.log(checksum === sent.checksum ? "The bytes are the same." : "The bytes differ!");

await rm(folder, { recursive: true });
await w.files.delete(remote);
