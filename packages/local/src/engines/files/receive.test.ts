import * as fs from "node:fs";
import * as fsPromises from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { receive } from "./receive.js";

let file: fsPromises.FileHandle;
let folder: string;
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "receive-test-"));
  file = await fsPromises.open(path.join(folder, "f"), "w+");
});
afterEach(async () => {
  await file.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function* bytes(chunks: readonly Uint8Array[], error?: Error): AsyncGenerator<Uint8Array> {
  yield* chunks;
  if (error) throw error;
}

it("writes any chunks, one behind the other, from a position on", async () => {
  const sizes = fc.array(fc.oneof(fc.nat(10), fc.integer({ min: 200_000, max: 900_000 })), {
    maxLength: 6,
  });
  const property = fc.asyncProperty(sizes, fc.nat(5), async (lengths, position) => {
    await file.truncate(0);
    const chunks = lengths.map((length, index) => Buffer.alloc(length, index + 1));
    const whole = Buffer.concat(chunks);
    let seen = 0;
    const onChunk = (chunk: Uint8Array): void => void (seen += chunk.byteLength);
    expect(await receive(bytes(chunks), { file, position, onChunk })).toBe(whole.length);
    expect(seen).toBe(whole.length);
    const written = Buffer.alloc(whole.length);
    await file.read(written, 0, whole.length, position);
    expect(written.equals(whole)).toBe(true);
  });
  await fc.assert(property, { numRuns: 30 });
});

it("writes what came before the source failed", async () => {
  const chunks = [Buffer.alloc(600_000, 1), Buffer.alloc(10, 2)];
  const failing = bytes(chunks, new Error("broken"));
  await expect(receive(failing, { file })).rejects.toThrow("broken");
  expect((await file.stat()).size).toBe(600_010);
});

it("fails when the file does", async () => {
  const readOnly = await fsPromises.open(path.join(folder, "f"), "r");
  const chunks = [Buffer.alloc(600_000), Buffer.alloc(600_000), Buffer.alloc(600_000)];
  await expect(receive(bytes(chunks), { file: readOnly })).rejects.toThrow("EBADF");
  await readOnly.close();
});
