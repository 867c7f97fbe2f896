import { writeFileSync } from "node:fs";
import type { HttpResponse } from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { sha256 } from "../support/both-sdks.js";
import { inLab } from "./support/transfer-lab.js";
import { content, downloads, part, type Protocol, streamOf, uploads } from "./support/ways.js";

const bytes = content(4 * part + 10);
const hash = sha256(bytes);
const tenths = Array.from({ length: 9 }, (_, index) =>
  Math.floor(((index + 1) * bytes.length) / 10),
);

/** The requests that carry a file's bytes. */
function carrier({ name }: Protocol): string {
  return name === "single" ? "PUT /api/2.0/fs/files/**" : "PUT /storage/**";
}

/** Which of these requests carries a byte, and as which of its own. */
function placeOf({ name }: Protocol, byte: number): readonly [nth: number, offset: number] {
  return name === "single" ? [0, byte] : [Math.floor(byte / part), byte % part];
}

describe.each(uploads)("an upload whose connection is lost: %s", (_title, way, options) => {
  const isParallel = way.name === "multipart" && options.useParallel !== false;

  it("at every tenth of the file arrives whole", () =>
    inLab(way.storage, async (lab) => {
      const known = { ...options, contentLength: bytes.length };
      for (const [index, byte] of tenths.entries()) {
        lab.local.faults.clear();
        const [skip, drop_upload_after] = placeOf(way, byte);
        lab.local.faults.add({ match: carrier(way), skip, times: 1, drop_upload_after });
        const source = index % 2 === 0 ? streamOf(bytes) : bytes;
        await lab.w.files.upload(lab.at(`${byte}`), source, known);
        expect(lab.local.faults.list()[0]?.hits).toBe(1);
        expect(lab.stored(`${byte}`)).toBe(hash);
      }
      await lab.expectLeft(...tenths.map(String));
    }));

  it("in part after part, and at both ends of them, arrives whole", () =>
    inLab(way.storage, async (lab) => {
      for (const [nth, drop_upload_after] of [0, part / 2, part - 1, 5, 0].entries()) {
        // In turn, every other attempt is hit; more than two must not be where any part is.
        if (isParallel && nth > 1) break;
        lab.local.faults.add({ match: carrier(way), skip: nth, times: 1, drop_upload_after });
      }
      await lab.w.files.upload(lab.at("f"), bytes, options);
      expect(lab.stored("f")).toBe(hash);
      await lab.expectLeft("f");
    }));

  it("before any answer, though the work was done, arrives whole", () =>
    inLab(way.storage, async (lab) => {
      const lost = { after_handler: true, drop_connection: true, times: 1 };
      for (let skip = 0; skip < (isParallel ? 2 : 5); skip++) {
        lab.local.faults.add({ match: carrier(way), skip, ...lost });
      }
      for (const match of ["POST /api/2.0/fs/create-**", "POST /api/2.0/fs/files/**"]) {
        lab.local.faults.add({ match, skip: 1, ...lost });
      }
      await lab.w.files.upload(lab.at("f"), bytes, { ...options, overwrite: true });
      expect(lab.stored("f")).toBe(hash);
      await lab.expectLeft("f");
    }));

  it("for good leaves nothing", () =>
    inLab(way.storage, async (lab) => {
      for (const source of [bytes, streamOf(bytes)]) {
        lab.local.faults.clear();
        const [skip] = placeOf(way, 3 * part);
        lab.local.faults.add({ match: carrier(way), skip, drop_upload_after: 0 });
        const once = { contentLength: bytes.length, retry: { maxAttempts: 3 } };
        const upload = lab.w.files.upload(lab.at("f"), source, { ...options, ...once });
        expect(await lab.failure(upload)).toMatchObject({ name: "ConnectionError" });
        await lab.expectLeft();
      }
    }));
});

describe("what was there before", () => {
  const old = content(1000);

  it.each(uploads)("stays when an upload that would replace it fails: %s", (_title, way, options) =>
    inLab(way.storage, async (lab) => {
      await lab.put("f", old);
      const [skip] = placeOf(way, 3 * part);
      lab.local.faults.add({ match: carrier(way), skip, drop_upload_after: 0 });
      const replace = { ...options, overwrite: true, retry: { maxAttempts: 3 } };
      expect(await lab.failure(lab.w.files.upload(lab.at("f"), bytes, replace))).toMatchObject({
        name: "ConnectionError",
      });
      expect(lab.stored("f")).toBe(sha256(old));
      await lab.expectLeft("f");
    }),
  );

  it.each(uploads)("stays when an upload may not replace it: %s", (_title, way, options) =>
    inLab(way.storage, async (lab) => {
      await lab.put("f", old);
      for (const source of [bytes, streamOf(bytes)]) {
        const upload = lab.w.files.upload(lab.at("f"), source, options);
        expect(await lab.failure(upload)).toMatchObject({ name: "AlreadyExists" });
        expect(lab.stored("f")).toBe(sha256(old));
        await lab.expectLeft("f");
      }
    }),
  );

  it.each(downloads.slice(1))(
    "stays when a download that would replace it fails: %s",
    (_way, download) =>
      inLab("multipart", async (lab) => {
        await lab.put("f", bytes);
        writeFileSync(lab.mine("f"), old);
        lab.local.faults.add({ match: "GET /storage/**", times: 1, truncate_body: part / 2 });
        lab.local.faults.add({ match: "GET /storage/**", truncate_body: 0 });
        expect(await lab.failure(download(lab, "f"))).toMatchObject({ name: "ConnectionError" });
        expect(lab.saved("f")).toBe(sha256(old));
        await lab.expectLeft("f", "mine/f");
      }),
  );
});

describe("a file that is replaced while it is downloaded", () => {
  it.each(downloads)("is not mixed with the other %s", (_way, download) =>
    inLab("multipart", async (lab) => {
      await lab.put("f", bytes);
      lab.local.faults.add({ match: "GET /storage/**", truncate_body: part / 2 });
      lab.wire.onRequest = async ({ purpose, nth }) => {
        if (purpose !== "read" || nth !== 1) return;
        lab.local.clock.advance(2000);
        await lab.put("f", bytes.toReversed());
      };
      expect(await lab.failure(download(lab, "f"))).toMatchObject({ name: "FileChanged" });
      await lab.expectLeft("f");
    }),
  );
});

describe.each(["multipart", "none"] as const)(
  "a download whose connection is lost, storage: %s",
  (storage) => {
    const match = storage === "none" ? "GET /api/2.0/fs/files/**" : "GET /storage/**";

    it.each(downloads)("at every tenth of the file, %s, goes on there", (_way, download) =>
      inLab(storage, async (lab) => {
        const expected: string[] = [];
        for (const byte of tenths) {
          const name = `${byte}`;
          await lab.put(name, bytes);
          lab.wire.reset();
          lab.local.faults.clear();
          lab.local.faults.add({ match, times: 1, truncate_body: byte });
          expect(sha256(await download(lab, name))).toBe(hash);
          expected.push(name, ...(lab.saved(name) === undefined ? [] : [`mine/${name}`]));
        }
        await lab.expectLeft(...expected);
      }),
    );

    it.each(downloads)("again and again, %s, goes on as long as bytes come", (_way, download) =>
      inLab(storage, async (lab) => {
        await lab.put("f", bytes);
        lab.local.faults.add({ match, truncate_body: Math.ceil(part / 10) });
        expect(sha256(await download(lab, "f"))).toBe(hash);
      }),
    );

    it.each(downloads)("for good, %s, leaves nothing", (_way, download) =>
      inLab(storage, async (lab) => {
        await lab.put("f", bytes);
        lab.local.faults.add({ match, times: 2, truncate_body: part / 2 });
        lab.local.faults.add({ match, truncate_body: 0 });
        expect(await lab.failure(download(lab, "f"))).toMatchObject({ name: "ConnectionError" });
        await lab.expectLeft("f");
      }),
    );
  },
);

describe("a body that ends too early, and no length that says so,", () => {
  const without = (headers: HttpResponse["headers"], name: string): HttpResponse["headers"] =>
    Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name));

  it.each(downloads)("is noticed in a download %s", (_way, download) =>
    inLab("multipart", async (lab) => {
      await lab.put("f", bytes);
      lab.wire.alter = (response, { purpose }) => {
        if (purpose !== "read") return response;
        const headers = without(response.headers, "content-length");
        return { ...response, headers, stream: () => head(response.stream(), part - 1) };
      };
      expect(sha256(await download(lab, "f"))).toBe(hash);
      expect(lab.wire.of("read").length).toBeGreaterThan(4);
    }),
  );

  it.each(downloads)("whatever is asked for, leaves nothing of a download %s", (_way, download) =>
    inLab("multipart", async (lab) => {
      await lab.put("f", bytes);
      lab.wire.alter = (response, { purpose, nth }) => {
        if (purpose !== "read") return response;
        const headers = without(response.headers, "content-length");
        return { ...response, headers, stream: () => head(response.stream(), nth < 2 ? part : 0) };
      };
      expect(await lab.failure(download(lab, "f"))).toMatchObject({ name: "ConnectionError" });
      await lab.expectLeft("f");
    }),
  );
});

/** The first bytes of a stream, whose end looks like any other. */
function head(source: ReadableStream<Uint8Array>, length: number): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let left = length;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value } = left > 0 ? await reader.read() : {};
        if (value !== undefined) controller.enqueue(value.subarray(0, left));
        left -= value?.length ?? left;
        if (left > 0) return;
        controller.close();
        await reader.cancel();
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
