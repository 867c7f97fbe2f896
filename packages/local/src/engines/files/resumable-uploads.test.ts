import { Readable } from "node:stream";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseContentRange, type UploadProgress } from "./index.js";
import {
  broken,
  failure,
  streamOf,
  type VolumesWorld,
  volumesWorld,
} from "./testing/volumes-world.js";

const PATH = "/Volumes/c/s/v/f";

let world: VolumesWorld;
let token: string;
beforeEach(() => {
  world = volumesWorld();
  token = begin();
});
afterEach(() => world.close());

const begin = (overwrite = false): string =>
  world.engine.beginUpload("resumable", PATH, overwrite).token;

const put = (range: string, source: Readable | string = ""): Promise<UploadProgress> => {
  const stream = typeof source === "string" ? streamOf(source) : source;
  return world.engine.resumable.put(token, parseContentRange(range), stream);
};

const at = (received: number): UploadProgress => ({ done: false, received });
const done = (received: number): UploadProgress => ({ done: true, received });

describe("Content-Range", () => {
  it.each([
    ["bytes 0-9/*", { kind: "bytes", first: 0, last: 9 }],
    ["bytes 5-9/10", { kind: "bytes", first: 5, last: 9, total: 10 }],
    ["bytes */*", { kind: "status" }],
    ["BYTES */10", { kind: "status", total: 10 }],
  ])("%s", (header, range) => {
    expect(parseContentRange(header)).toEqual(range);
  });

  it.each(["", "bytes", "bytes 0-9", "bytes 9-0/*", "bytes 0-9/5", "bytes -9/10", "lines 0-9/10"])(
    "'%s' is refused",
    (header) => expect(() => parseContentRange(header)).toThrow("is not a range of bytes"),
  );
});

describe("a resumable upload", () => {
  it("makes a file of bytes that come one after the other, once their number is said", async () => {
    expect(await put("bytes 0-3/*", "aaaa")).toEqual(at(4));
    expect(await put("bytes 4-7/*", "bbbb")).toEqual(at(8));
    expect((await failure(() => world.engine.files.stat(PATH))).code).toBe("NOT_FOUND");
    expect(await put("bytes 8-9/10", "cc")).toEqual(done(10));
    expect(world.contents("f")).toBe("aaaabbbbcc");
    expect(world.leftovers()).toEqual([]);
  });

  it("may come in one piece, or be empty", async () => {
    expect(await put("bytes 0-3/4", "text")).toEqual(done(4));
    token = begin(true);
    expect(await put("bytes */0")).toEqual(done(0));
    expect(world.contents("f")).toBe("");
  });

  it("never ends by a question that does not say how long the file is", async () => {
    expect(await put("bytes */*")).toEqual(at(0));
    await put("bytes 0-3/*", "text");
    expect(await put("bytes */*")).toEqual(at(4));
    expect(await put("bytes */*")).toEqual(at(4));
    expect((await failure(() => world.engine.files.stat(PATH))).code).toBe("NOT_FOUND");
    expect(await put("bytes */5")).toEqual(at(4));
    expect(await put("bytes */*")).toEqual(at(4));
    expect(await put("bytes 4-4/5", "!")).toEqual(done(5));
    expect(await put("bytes */*")).toEqual(done(5));
    expect(await put("bytes 4-4/5", "!")).toEqual(done(5));
  });

  it("keeps every byte that came before the connection broke", async () => {
    await expect(put("bytes 0-7/8", broken("ab", "cde"))).rejects.toThrow("aborted");
    expect(await put("bytes */*")).toEqual(at(5));
    expect(await put("bytes 5-7/8", "fgh")).toEqual(done(8));
    expect(world.contents("f")).toBe("abcdefgh");
  });

  it("is complete when the last byte came, however the connection ended", async () => {
    expect(await put("bytes 0-3/4", broken("abcd"))).toEqual(done(4));
    expect(await put("bytes */*")).toEqual(done(4));
  });

  it("skips what it has, and refuses what leaves a gap", async () => {
    await put("bytes 0-3/*", "abcd");
    expect(await put("bytes 2-5/*", "cdef")).toEqual(at(6));
    expect(await put("bytes 0-2/*", "abc")).toEqual(at(6));
    expect(await failure(() => put("bytes 7-7/*", "x"))).toMatchObject({
      code: "TEMPORARILY_UNAVAILABLE",
    });
    expect(await put("bytes 6-6/7", "g")).toEqual(done(7));
    expect(world.contents("f")).toBe("abcdefg");
  });

  it("refuses a body of another length than its range, and another total than before", async () => {
    const invalid = { code: "INVALID_PARAMETER_VALUE" };
    expect(await failure(() => put("bytes 0-3/*", "abcde"))).toMatchObject(invalid);
    expect(await put("bytes */*")).toEqual(at(4));
    expect(await failure(() => put("bytes 4-7/*", "e"))).toMatchObject(invalid);
    expect(await put("bytes */*")).toEqual(at(5));
    expect(await put("bytes */8")).toEqual(at(5));
    expect(await failure(() => put("bytes 5-8/9", "fghi"))).toMatchObject(invalid);
    expect(await put("bytes 5-7/8", "fgh")).toEqual(done(8));
  });

  it("refuses a total that is less than what has come, and forgets it", async () => {
    const invalid = { code: "INVALID_PARAMETER_VALUE" };
    await put("bytes 0-3/*", "abcd");
    expect(await failure(() => put("bytes */3"))).toMatchObject(invalid);
    expect(await put("bytes */6")).toEqual(at(4));
    expect(await failure(() => put("bytes 4-7/*", "efgh"))).toMatchObject(invalid);
    expect(await put("bytes 4-5/*", "ef")).toEqual(at(6));
    expect(await put("bytes */6")).toEqual(done(6));
  });

  it("comes out the same however it is cut, broken and sent again", async () => {
    const whole = "0123456789abcdefghij";
    const step = fc.record({ length: fc.integer({ min: 1, max: 9 }), breaksAfter: fc.nat(9) });
    const property = fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      token = begin(true);
      let received = 0;
      for (const { length, breaksAfter } of steps) {
        const chunk = whole.slice(received, received + length);
        const last = received + chunk.length - 1;
        const total = last === whole.length - 1 ? whole.length : "*";
        if (chunk === "") break;
        const body = breaksAfter < length ? broken(chunk.slice(0, breaksAfter)) : chunk;
        await put(`bytes ${received}-${last}/${total}`, body).catch(() => undefined);
        received = (await put("bytes */*")).received;
      }
      const rest = whole.slice(received);
      if (rest !== "") await put(`bytes ${received}-19/20`, rest);
      expect(world.contents("f")).toBe(whole);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it("outlives a restart", async () => {
    await put("bytes 0-3/*", "abcd");
    world.restart();
    expect(await put("bytes */*")).toEqual(at(4));
    expect(await put("bytes 4-4/5", "e")).toEqual(done(5));
  });

  it("follows the last of two that send at once", async () => {
    const stalled = new Readable({ read: () => undefined });
    stalled.push("ab");
    const first = put("bytes 0-5/6", stalled);
    const refused = expect(first).rejects.toThrow("A later request took over.");
    await expect.poll(() => stalled.readableLength).toBe(0);
    expect(await put("bytes 0-5/6", "abcdef")).toEqual(done(6));
    await refused;
    expect(world.contents("f")).toBe("abcdef");
  });

  it("does not replace a file unless that is asked for", async () => {
    await world.engine.files.write(PATH, streamOf("old"));
    expect((await failure(() => put("bytes 0-2/3", "new"))).code).toBe("ALREADY_EXISTS");
    expect(world.contents("f")).toBe("old");
    token = begin(true);
    expect(await put("bytes 0-2/3", "new")).toEqual(done(3));
    expect(world.contents("f")).toBe("new");
  });
});

describe("cancelling", () => {
  it("ends an upload and leaves nothing", async () => {
    await put("bytes 0-3/*", "abcd");
    await world.engine.resumable.cancel(token);
    expect(world.leftovers()).toEqual([]);
    const cancelled = { code: "CANCELLED" };
    expect(await failure(() => put("bytes */*"))).toMatchObject(cancelled);
    expect(await failure(() => world.engine.resumable.cancel(token))).toMatchObject(cancelled);
  });

  it("stops one that is still being sent", async () => {
    const stalled = new Readable({ read: () => undefined });
    stalled.push("ab");
    const sent = expect(put("bytes 0-5/6", stalled)).rejects.toThrow();
    await expect.poll(() => stalled.readableLength).toBe(0);
    await world.engine.resumable.cancel(token);
    await sent;
    expect(world.leftovers()).toEqual([]);
  });

  it("does not undo one that is complete", async () => {
    await put("bytes 0-3/4", "abcd");
    await world.engine.resumable.cancel(token);
    expect(world.contents("f")).toBe("abcd");
    expect(await put("bytes */*")).toEqual(done(4));
  });

  it("is not possible for what is not known", async () => {
    expect(await failure(() => world.engine.resumable.cancel("made-up"))).toMatchObject({
      reason: "FILES_API_UPLOAD_SESSION_NOT_FOUND",
    });
  });
});
