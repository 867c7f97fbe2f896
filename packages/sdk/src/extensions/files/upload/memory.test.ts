import { afterEach, describe, expect, it } from "vitest";
import { fetchTransport } from "../../../http/index.js";
import { Files } from "../files.js";
import { FakeCloud, type FakeCloudOptions } from "./testing/fake-cloud.js";

const path = "/Volumes/main/default/v/f";
const part = 256 * 1024;
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function started(options?: FakeCloudOptions): Promise<{ cloud: FakeCloud; files: Files }> {
  const cloud = await FakeCloud.start(options);
  closing.push(() => cloud.close());
  return { cloud, files: new Files(cloud.api) };
}

describe("memory", () => {
  it.each([
    ["multipart", 1],
    ["multipart", 3],
    ["resumable", 3],
  ] as const)("holds one part more than are sent at a time: %s, %i", async (kind, parallelism) => {
    const chunk = 10_000;
    let given = 0;
    let arrived = 0;
    let most = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      for (; given < 40 * part; given += chunk) {
        most = Math.max(most, given + chunk - arrived);
        yield new Uint8Array(chunk);
      }
    }
    const { files } = await started({ kind, onRequest: ({ size }) => void (arrived += size) });
    const options = { partSize: part, parallelism, multipartThreshold: 1 };
    await files.upload(path, source(), options);
    const under = kind === "resumable" ? 1 : parallelism;
    expect(most).toBeLessThanOrEqual((under + 1) * part + 2 * chunk);
    expect(arrived).toBeGreaterThanOrEqual(40 * part);
  });

  it("is not needed for what can be read again", async () => {
    const size = 8 * part;
    let reads = 0;
    class Counted extends Blob {
      readonly #from: number;
      readonly #to: number;
      constructor(from: number, to: number) {
        super();
        this.#from = from;
        this.#to = to;
      }
      override get size(): number {
        return this.#to - this.#from;
      }
      override slice(from = 0, to = this.size): Blob {
        return new Counted(this.#from + from, Math.min(this.#to, this.#from + to));
      }
      override stream(): ReturnType<Blob["stream"]> {
        reads++;
        return new Blob([new Uint8Array(this.size)]).stream();
      }
      override arrayBuffer(): Promise<ArrayBuffer> {
        throw new Error("read as a whole");
      }
    }
    const { cloud, files } = await started({
      fault: ({ number }, before) => (number === 5 && before < 5 ? "cut" : undefined),
    });
    await files.upload(path, new Counted(0, size), { partSize: part, multipartThreshold: 1 });
    expect(cloud.uploads.files.get(path)).toHaveLength(size);
    expect(reads).toBe(cloud.count("part"));
  });
});

describe.each(["multipart", "resumable"] as const)("with fetch, a %s upload", (kind) => {
  const content = new Uint8Array(3 * part + 1).map((_, index) => index % 251);

  async function expectUploaded(options: FakeCloudOptions = {}): Promise<FakeCloud> {
    const { cloud, files } = await started({
      kind,
      ...options,
      client: { transport: fetchTransport() },
    });
    const sources = [content, new Blob([content]), new Blob([content]).stream()] as const;
    for (const source of sources) {
      await files.upload(path, source, { partSize: part, multipartThreshold: 1, overwrite: true });
      expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
      cloud.uploads.files.clear();
    }
    await files.upload(path, new Blob([content]));
    expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
    return cloud;
  }

  it("sends streams, of a known length", async () => {
    const cloud = await expectUploaded();
    const parts = cloud.seen.filter(({ action }) => action === "part" || action === "chunk");
    expect(parts.every(({ headers, size }) => headers["content-length"] === String(size))).toBe(
      true,
    );
  });

  it("sends bytes where streams can't be sent, as in browsers", async () => {
    const getBuiltinModule = process.getBuiltinModule;
    closing.push(() => (process.getBuiltinModule = getBuiltinModule));
    process.getBuiltinModule = (() => undefined) as typeof getBuiltinModule;
    const bodies = new Set<unknown>();
    const fetching: typeof fetch = (url, init) => {
      bodies.add(init?.body instanceof ReadableStream);
      return fetch(url, init);
    };
    const { cloud, files } = await started({
      kind,
      client: { transport: fetchTransport(fetching) },
    });
    const options = { partSize: part, multipartThreshold: 1 };
    await files.upload(path, new Blob([content]), options);
    expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
    await files.upload(path, new Blob([content]), { overwrite: true });
    expect(bodies).toEqual(new Set([false]));
  });
});
