import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BlockBuffer } from "./block-buffer.js";

const blockSize = 16;

function collect(chunks: readonly Uint8Array[]): { lengths: number[]; bytes: Uint8Array } {
  const buffer = new BlockBuffer(blockSize);
  const blocks: Uint8Array[] = [];
  for (const chunk of chunks) {
    for (const block of buffer.add(chunk)) blocks.push(block.slice());
  }
  blocks.push(buffer.take().slice());
  return { lengths: blocks.map(({ length }) => length), bytes: Buffer.concat(blocks) };
}

function pattern(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + seed) & 255);
}

describe("BlockBuffer", () => {
  it.each([
    [[], [0]],
    [[0], [0]],
    [[1, 2], [3]],
    [[blockSize], [blockSize, 0]],
    [
      [blockSize - 1, 1],
      [blockSize, 0],
    ],
    [
      [blockSize - 1, 2],
      [blockSize, 1],
    ],
    [[blockSize * 2 + 5], [blockSize, blockSize, 5]],
    [
      [5, blockSize * 2],
      [blockSize, blockSize, 5],
    ],
  ])("cuts %j into %j", (sizes, lengths) => {
    expect(collect(sizes.map((size) => new Uint8Array(size))).lengths).toEqual(lengths);
  });

  it("keeps every byte in its place", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), (sizes) => {
        const chunks = sizes.map(pattern);
        const { lengths, bytes } = collect(chunks);
        expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
        expect(lengths.slice(0, -1).every((length) => length === blockSize)).toBe(true);
      }),
    );
  });
});
