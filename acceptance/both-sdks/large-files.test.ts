import { createHash } from "node:crypto";
import { createReadStream, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { LocalWorkspaceOptions } from "databricks-local";
import type { WorkspaceClient } from "databricks-sdk-ts";
import { describe, expect } from "vitest";
import { type Facts, sha256, someBytes, type Stage, toldByBoth } from "../support/both-sdks.js";

const path = "/Volumes/main/story/bytes/large.bin";

async function twin(w: WorkspaceClient, { folder }: Stage): Promise<Facts> {
  const { files } = w;
  const here = (name: string): string => join(folder, name);
  await w.schemas.create({ name: "story", catalog_name: "main" });
  const volume = { catalog_name: "main", schema_name: "story", name: "bytes" };
  await w.volumes.create({ ...volume, volume_type: "MANAGED" });
  await files.uploadFrom(path, here("large.bin"));
  const about = await files.getMetadata({ file_path: path });
  await files.downloadTo(path, here("parallel.bin"));
  const parallel = await hashOf(createReadStream(here("parallel.bin")));
  const streamed = await hashOf(await files.download(path));
  await files.upload(path, createReadStream(here("large.bin")), { overwrite: true });
  return {
    length: about["content-length"],
    parallel,
    streamed,
  };
}

async function hashOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(bytes, hash);
  return hash.digest("hex");
}

/** How a file of that size goes, where storage can be reached in that way. */
interface Way {
  readonly title: string;
  readonly storage: NonNullable<LocalWorkspaceOptions["storage"]>;
  readonly megabytes: number;
  /** How many requests carry it up, twice: to the workspace, whole, and to storage, at least. */
  readonly puts: { readonly whole: number; readonly parts: number };
}

const ways: readonly Way[] = [
  {
    title: "in parts, in parallel",
    storage: "multipart",
    megabytes: 120,
    puts: { whole: 0, parts: 24 },
  },
  { title: "resumably", storage: "resumable", megabytes: 53, puts: { whole: 0, parts: 12 } },
  {
    title: "whole, where presigned URLs are not enabled",
    storage: "none",
    megabytes: 53,
    puts: { whole: 2, parts: 0 },
  },
];

describe("a large file goes up and down", () => {
  const bytes = someBytes(120_000_000);
  for (const { title, storage, megabytes, puts } of ways) {
    const data = bytes.subarray(0, megabytes * 1_000_000);
    const hash = sha256(data);
    toldByBoth(`${title}, ${megabytes} MB`, {
      program: "large-files.py",
      twin,
      before: ({ folder }) => writeFileSync(join(folder, "large.bin"), data),
      local: { storage },
      facts: { length: data.length, parallel: hash, streamed: hash },
      afterwards: ({ local, kept }) => {
        const sent = local.journal.entries().filter(({ verb }) => verb === "PUT");
        const whole = sent.filter(({ path: at }) => at.startsWith("/api/2.0/fs/files/")).length;
        expect(whole).toBe(puts.whole);
        expect(sent.length - whole).toBeGreaterThanOrEqual(puts.parts);
        const files = readdirSync(kept, { recursive: true, encoding: "utf8" });
        const [file = ""] = files.filter((name) => name.endsWith(path.slice("/Volumes".length)));
        expect(sha256(readFileSync(join(kept, file)))).toBe(hash);
      },
    });
  }
});
