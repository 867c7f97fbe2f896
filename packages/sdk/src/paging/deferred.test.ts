import { describe, expect, it } from "vitest";
import { Paged } from "./paged.js";

function found(closed: string[] = []): Paged<number> {
  return new Paged(async function* () {
    try {
      yield { items: [1, 2], response: {} };
      yield { items: [3], response: {} };
    } finally {
      closed.push("closed");
    }
  });
}

describe("Paged.deferred", () => {
  it("finds the list when it is read, once for each iteration", async () => {
    let finds = 0;
    const list = Paged.deferred(async () => (finds++, found()));
    expect(finds).toBe(0);
    expect(await list.toArray()).toEqual([1, 2, 3]);
    expect(finds).toBe(1);
    const pages = list.pages()[Symbol.asyncIterator]();
    await Promise.all([pages.next(), pages.next(), pages.next()]);
    expect(finds).toBe(2);
  });

  it("ends the list that it found when the consumer stops", async () => {
    const closed: string[] = [];
    for await (const item of Paged.deferred(async () => found(closed))) if (item === 1) break;
    expect(closed).toEqual(["closed"]);
  });

  it("fails when it is read, and looks no further", async () => {
    let finds = 0;
    const list = Paged.deferred<number>(async () => {
      finds++;
      throw new Error("not loaded");
    });
    const pages = list.pages()[Symbol.asyncIterator]();
    await expect(pages.next()).rejects.toThrow("not loaded");
    await expect(pages.next()).rejects.toThrow("not loaded");
    expect(await pages.return?.()).toMatchObject({ done: true });
    expect(finds).toBe(1);
  });
});
