import { Readable } from "node:stream";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confirmedBytes, contentRange } from "./content-range.js";
import { BufferedParts } from "./buffered-parts.js";
import { PartBuffer } from "./part-buffer.js";
import { choosePartSize } from "./part-size.js";
import { openSource, type ChunkReader } from "../../streams/index.js";

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

describe("choosePartSize", () => {
  it.each([
    [undefined, 10],
    [1, 10],
    [1000 * mebibyte, 10],
    [1000 * mebibyte + 1, 20],
    [5000 * mebibyte, 50],
    [10 * gibibyte, 200],
    [20 * gibibyte, 500],
    [100 * gibibyte, 1024],
    [200 * gibibyte, 2048],
    [400 * gibibyte, 4096],
    [5000 * gibibyte, 4096],
  ])("of %s bytes that can be read again is %i MiB", (total, size) => {
    expect(choosePartSize(total, false)).toBe(size * mebibyte);
  });

  it.each([
    [undefined, 10],
    [50 * gibibyte, 10],
    [100_000 * mebibyte + 1, 20],
  ])("of %s bytes that are kept in memory is %i MiB", (total, size) => {
    expect(choosePartSize(total, true)).toBe(size * mebibyte);
  });
});

describe("content ranges", () => {
  it.each([
    [0, 5, undefined, "bytes 0-4/*"],
    [5, 6, 6, "bytes 5-5/6"],
    [6, 6, 6, "bytes */6"],
  ])("from %i to %i of %s", (start, end, total, text) => {
    expect(contentRange(start, end, total)).toBe(text);
  });

  it.each([
    ["bytes=0-4", { start: 0, end: 9 }, 5],
    ["bytes=0-0", { start: 0, end: 9 }, 1],
    ["bytes=0-8", { start: 5, end: 9 }, 9],
    ["bytes=0-4", { start: 5, end: 9 }, 5],
    [undefined, { start: 0, end: 9 }, 0],
    ["", { start: 0, end: 9 }, 0],
  ])("%j after %j confirms %i bytes", (range, sent, bytes) => {
    expect(confirmedBytes(range, sent)).toBe(bytes);
  });

  it.each([
    ["bytes=0-9", { start: 0, end: 9 }],
    ["bytes=0-3", { start: 5, end: 9 }],
    [undefined, { start: 5, end: 9 }],
    ["bytes=1-4", { start: 0, end: 9 }],
    ["0-4", { start: 0, end: 9 }],
  ])("%j after %j is not possible", (range, sent) => {
    expect(() => confirmedBytes(range, sent)).toThrow("storage says that it has");
  });
});

describe("PartBuffer", () => {
  it("takes chunks of any size up to its own", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array()), fc.integer({ min: 1, max: 50 }), (chunks, size) => {
        const buffer = new PartBuffer(size);
        const rests = chunks.flatMap((chunk) => [...buffer.append(chunk)]);
        const all = chunks.flatMap((chunk) => [...chunk]);
        expect([...buffer.bytes, ...rests]).toEqual(all);
        expect(buffer.isFull).toBe(all.length >= size);
        buffer.clear();
        expect(buffer.bytes).toHaveLength(0);
      }),
    );
  });
});

describe("BufferedParts", () => {
  function parts(chunks: Iterable<Uint8Array>, partSize: number): BufferedParts {
    const source = openSource(Readable.from(chunks)) as ChunkReader;
    const { signal } = new AbortController();
    return new BufferedParts(source, { partSize, total: undefined, checksum: undefined, signal });
  }

  it("are full but for the last, which is known to be it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array()),
        fc.integer({ min: 1, max: 20 }),
        async (chunks, size) => {
          const cut = parts(chunks, size);
          const all: number[] = [];
          for (let number = 1; ; number++) {
            const part = await cut.next();
            if (part === undefined) throw new Error("the last part was not known to be it");
            const content = part.content as Uint8Array;
            expect(part).toMatchObject({ number, offset: all.length, size: content.length });
            all.push(...content);
            part.release();
            if (part.isLast) break;
            expect(part.size).toBe(size);
          }
          expect(await cut.next()).toBeUndefined();
          expect(all).toEqual(chunks.flatMap((chunk) => [...chunk]));
        },
      ),
    );
  });

  it("give everything again as one, from the first part on", async () => {
    const content = new Uint8Array(1001).map((_, index) => index % 256);
    const cut = parts([content.subarray(0, 400), content.subarray(400)], 100);
    const first = await cut.next();
    if (first === undefined) throw new Error("no part");
    const whole = cut.whole(first) as ReadableStream<Uint8Array>;
    const read = new Uint8Array(await new Response(whole as BodyInit).arrayBuffer());
    expect(read).toEqual(content);
  });
});
