import { describe, expect, it } from "vitest";
import { chunksOf } from "./chunks-of.js";

describe("chunksOf", () => {
  it("gives all chunks of a stream", async () => {
    const stream = new Blob(["abc"]).stream();
    const chunks: number[] = [];
    for await (const chunk of chunksOf(stream)) chunks.push(...chunk);
    expect(chunks).toEqual([97, 98, 99]);
  });

  it("cancels a stream that nobody wants more of", async () => {
    let cancelled = 0;
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(1),
      cancel: () => void cancelled++,
    });
    for await (const chunk of chunksOf(stream)) if (chunk === 1) break;
    expect(cancelled).toBe(1);
  });

  it("fails as the stream does", async () => {
    const stream = new ReadableStream({
      pull: (controller) => controller.error(new Error("lost")),
    });
    await expect(chunksOf(stream).next()).rejects.toThrow("lost");
  });
});
