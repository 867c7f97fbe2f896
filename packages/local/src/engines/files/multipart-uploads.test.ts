import * as fs from "node:fs";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NamedPart } from "./index.js";
import {
  broken,
  failure,
  streamOf,
  type VolumesWorld,
  volumesWorld,
} from "./testing/volumes-world.js";

const PATH = "/Volumes/c/s/v/f";
const WEEK = 7 * 24 * 3_600_000;
const missing = { code: "NOT_FOUND", reason: "FILES_API_UPLOAD_SESSION_NOT_FOUND" };
const invalid = { code: "INVALID_PARAMETER_VALUE" };

let world: VolumesWorld;
let token: string;
beforeEach(() => {
  world = volumesWorld();
  token = begin();
});
afterEach(() => world.close());

const begin = (overwrite = false): string =>
  world.engine.beginUpload("multipart", PATH, overwrite).token;

async function put(number: number, text: string, length = text.length): Promise<NamedPart> {
  const etag = await world.engine.multipart.putPart(token, number, streamOf(text), length);
  return { part_number: number, etag };
}

const complete = (...parts: readonly NamedPart[]): Promise<void> =>
  world.engine.multipart.complete(token, parts);

describe("a multipart upload", () => {
  it("makes a file of its parts, whatever their order, and only on completion", async () => {
    const third = await put(3, "ee");
    const first = await put(1, "aaaa");
    const second = await put(2, "bbbb");
    expect((await failure(() => world.engine.files.stat(PATH))).code).toBe("NOT_FOUND");
    await complete(first, second, third);
    expect(world.contents("f")).toBe("aaaabbbbee");
    expect(world.leftovers()).toEqual([]);
  });

  it("takes parts of any sizes, with and without a length", async () => {
    const sizes = fc.array(fc.nat(6), { minLength: 1, maxLength: 8 });
    const announced = fc.boolean();
    const property = fc.asyncProperty(sizes, announced, fc.nat(), async (lengths, sized, seed) => {
      token = begin(true);
      const texts = lengths.map((length, index) => String(index).repeat(length));
      const parts: NamedPart[] = [];
      for (let step = 0; step < texts.length; step += 1) {
        // Some order or other in which each part comes once.
        const index = (step + seed) % texts.length;
        const text = texts[index] ?? "";
        const stream = streamOf(text.slice(0, 2), text.slice(2));
        const length = sized || index % 2 === 0 ? text.length : undefined;
        const etag = await world.engine.multipart.putPart(token, index + 1, stream, length);
        parts[index] = { part_number: index + 1, etag };
      }
      await complete(...parts);
      expect(world.contents("f")).toBe(texts.join(""));
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it("counts only the parts that completion names", async () => {
    const [one, , three] = [await put(1, "aa"), await put(2, "bb"), await put(3, "cc")];
    await complete(one as NamedPart, three as NamedPart);
    expect(world.contents("f")).toBe("aacc");
  });

  it("replaces a part that comes again, and keeps it when the new one breaks off", async () => {
    const [one, two] = [await put(1, "aa"), await put(2, "bb")];
    const again = world.engine.multipart.putPart(token, 1, broken("x"), 2);
    await expect(again).rejects.toThrow("aborted");
    const better = await put(2, "BB");
    expect(better.etag).not.toBe(two.etag);
    expect((await failure(() => complete(one, two))).message).toContain("etag of part 2");
    await complete(one, better);
    expect(world.contents("f")).toBe("aaBB");
  });

  it("gives the same bytes the same tag", async () => {
    expect((await put(1, "same")).etag).toBe((await put(2, "same")).etag);
    expect((await put(3, "")).etag).not.toBe((await put(4, "x")).etag);
  });

  it("is not written to any more once it is complete", async () => {
    const parts = [await put(1, "aaaa"), await put(2, "bb")];
    let more = (): void => undefined;
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("c");
      await new Promise<void>((resolve) => (more = resolve));
      yield Buffer.from("ccc");
    }
    const late = failure(() => world.engine.multipart.putPart(token, 3, slow(), 4));
    await new Promise((resolve) => setImmediate(resolve));
    await complete(...parts);
    more();
    expect(await late).toMatchObject(missing);
    expect(world.contents("f")).toBe("aaaabb");
    expect(world.leftovers()).toEqual([]);
  });

  it("does not take a part that breaks off", async () => {
    const sent = world.engine.multipart.putPart(token, 1, broken("aa"), 4);
    await expect(sent).rejects.toThrow("aborted");
    const named = { part_number: 1, etag: "x" };
    expect((await failure(() => complete(named))).message).toContain("part 1 was not uploaded");
    await complete(await put(1, "aaaa"));
    expect(world.contents("f")).toBe("aaaa");
  });

  it("takes tags in quotes, as headers have them", async () => {
    const { etag } = await put(1, "aa");
    await complete({ part_number: 1, etag: `"${etag}"` });
    expect(world.contents("f")).toBe("aa");
  });

  it("outlives a restart", async () => {
    const one = await put(1, "aaaa");
    world.restart();
    await complete(one, await put(2, "bb"));
    expect(world.contents("f")).toBe("aaaabb");
  });

  it("may be completed again, with the same parts, and not with others", async () => {
    const one = await put(1, "aa");
    await Promise.all([complete(one), complete(one)]);
    fs.rmSync(`${world.engine.root()}/c/s/v/f`);
    await complete(one);
    expect(await failure(() => complete({ ...one, etag: "other" }))).toMatchObject(missing);
    expect(await failure(() => put(2, "bb"))).toMatchObject(missing);
  });
});

describe("completion", () => {
  it("is refused for no parts, wrong order, doubled and unknown parts", async () => {
    const [one, two] = [await put(1, "aa"), await put(2, "bb")];
    const unknown = { part_number: 3, etag: one.etag };
    for (const parts of [[], [two, one], [one, one], [one, unknown], [one, { ...two, etag: "" }]]) {
      expect(await failure(() => complete(...parts))).toMatchObject(invalid);
    }
    await complete(one, two);
    expect(world.contents("f")).toBe("aabb");
  });

  it("is refused where a file is, unless it may be replaced; the upload stays open", async () => {
    const part = await put(1, "new");
    await world.engine.files.write(PATH, streamOf("old"));
    expect(await failure(() => complete(part))).toMatchObject({ code: "ALREADY_EXISTS" });
    expect(world.contents("f")).toBe("old");
    await world.engine.files.remove(PATH);
    await complete(part);
    expect(world.contents("f")).toBe("new");
    token = begin(true);
    await complete(await put(1, "newer"));
    expect(world.contents("f")).toBe("newer");
  });

  it("is refused when the volume is gone", async () => {
    const part = await put(1, "new");
    world.volumes.clear();
    expect((await failure(() => complete(part))).code).toBe("NOT_FOUND");
  });
});

describe("an upload session", () => {
  it("ends when it is aborted, and leaves nothing", async () => {
    const part = await put(1, "aa");
    world.engine.multipart.abort(token);
    expect(world.leftovers()).toEqual([]);
    expect(await failure(() => complete(part))).toMatchObject(missing);
    expect(await failure(() => world.engine.multipart.abort(token))).toMatchObject(missing);
  });

  it("is forgotten after a week", async () => {
    const part = await put(1, "aa");
    world.clock.advance(WEEK - 1);
    await put(2, "bb");
    world.clock.advance(1);
    expect(await failure(() => complete(part))).toMatchObject(missing);
    expect(world.leftovers()).toHaveLength(1);
    begin();
    expect(world.leftovers()).not.toContain(`uploads/${token}`);
    world.clock.advance(WEEK);
    world.restart();
    expect(world.leftovers()).toEqual([]);
  });

  it("is for one file and one protocol", async () => {
    const find = (protocol: "multipart" | "resumable", path: string): unknown =>
      world.engine.upload(token, protocol, path);
    expect(find("multipart", "/Volumes/C/S/V/f")).toMatchObject({ token, path: PATH });
    expect(await failure(() => find("multipart", `${PATH}2`))).toMatchObject(missing);
    expect(await failure(() => find("resumable", PATH))).toMatchObject(missing);
    expect(await failure(() => world.engine.multipart.abort("made-up"))).toMatchObject(missing);
  });
});
