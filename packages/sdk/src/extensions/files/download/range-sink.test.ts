import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RangeSink } from "./range-sink.js";

const mebibyte = 1024 * 1024;

/** A sink into memory, whose writes end when they are told to. */
function sinkOf(start = 0, checkpoint = 3 * mebibyte) {
  const written: { position: number; bytes: Uint8Array; end: (error?: Error) => void }[] = [];
  const stored: { start: number; end: number }[] = [];
  const sink = new RangeSink(start, {
    checkpoint,
    write: (chunks, position) =>
      new Promise<void>((resolve, reject) => {
        const end = (error?: Error): void => (error === undefined ? resolve() : reject(error));
        written.push({ position, bytes: Buffer.concat(chunks), end });
      }),
    onStored: async (range) => void stored.push(range),
  });
  return { sink, written, stored };
}

describe("RangeSink", () => {
  it("gathers while it writes, and holds no more than one batch beside", async () => {
    const { sink, written } = sinkOf(10);
    await sink.add(new Uint8Array(mebibyte));
    await sink.add(new Uint8Array(mebibyte - 1));
    expect(written).toHaveLength(1);
    let isTaken = false;
    const taking = sink.add(new Uint8Array(1)).then(() => (isTaken = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isTaken).toBe(false);
    written[0]?.end();
    await taking;
    expect(written.map(({ position }) => position)).toEqual([10, 10 + mebibyte]);
  });

  it("tells what is stored only when it has been written", async () => {
    const { sink, written, stored } = sinkOf(0, mebibyte);
    await sink.add(new Uint8Array(mebibyte));
    const flushed = sink.flush();
    await new Promise((resolve) => setImmediate(resolve));
    expect(stored).toEqual([]);
    for (let index = 0; index < 2; index++) {
      written[index]?.end();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await flushed).toBe(mebibyte);
    expect(stored).toEqual([{ start: 0, end: mebibyte }]);
  });

  it("throws what an earlier write threw, and tells nothing of it as stored", async () => {
    const { sink, written, stored } = sinkOf();
    await sink.add(new Uint8Array(mebibyte));
    written[0]?.end(new Error("the disk is full"));
    await sink.settle();
    await expect(sink.flush()).rejects.toThrow("the disk is full");
    expect(stored).toEqual([]);
  });

  it("does not pile up tiny chunks", async () => {
    const { sink, written } = sinkOf();
    for (let index = 0; index < 1024; index++) await sink.add(Uint8Array.of(index & 255));
    expect(written[0]?.bytes).toHaveLength(1024);
  });

  it("writes all bytes in their places, however they come", async () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 700_000 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 1, max: 9 }), async (given, start) => {
        const stored: { start: number; end: number }[] = [];
        const total = given.reduce((sum, length) => sum + length, 0);
        const file = new Uint8Array(start + total);
        const sink = new RangeSink(start, {
          checkpoint: mebibyte,
          async write(chunks, position) {
            file.set(Buffer.concat(chunks), position);
          },
          onStored: async (range) => void stored.push(range),
        });
        for (const [index, length] of given.entries()) {
          await sink.add(new Uint8Array(length).fill(index + 1));
        }
        expect(await sink.flush()).toBe(start + total);
        const expected = given.map((length, index) => new Uint8Array(length).fill(index + 1));
        expect(Buffer.concat(expected).equals(file.subarray(start))).toBe(true);
        let reached = start;
        for (const range of stored) {
          expect(range.start).toBe(reached);
          reached = range.end;
        }
        expect(reached).toBe(start + total);
      }),
      { numRuns: 20 },
    );
  });
});
