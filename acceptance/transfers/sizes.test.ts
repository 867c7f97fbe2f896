import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sha256 } from "../support/both-sdks.js";
import { failure } from "../support/lab.js";
import { inLab } from "./support/transfer-lab.js";
import {
  content,
  downloads,
  multipart,
  part,
  resumable,
  single,
  sources,
  streamOf,
  uploads,
} from "./support/ways.js";

const mebibyte = 1024 * 1024;
const sizes = [0, 1, part - 1, part, part + 1, 2 * part];

describe.each(uploads)("an upload: %s", (_title, { storage }, settings) => {
  it.each(sources)("takes any number of bytes from %s", (_form, sourceOf) =>
    inLab(storage, async (lab) => {
      for (const size of sizes) {
        const bytes = content(size);
        const upload = { ...settings, checksum: "sha256" } as const;
        const result = await lab.w.files.upload(lab.at(`${size}`), sourceOf(bytes), upload);
        expect(result).toEqual({ bytes: size, checksum: sha256(bytes) });
        expect(lab.stored(`${size}`)).toBe(sha256(bytes));
      }
      await lab.expectLeft(...sizes.map(String));
    }),
  );

  it("takes any number of bytes from a local file, and from a stream of a known length", () =>
    inLab(storage, async (lab) => {
      for (const size of sizes) {
        const bytes = content(size);
        writeFileSync(lab.mine("f"), bytes);
        const upload = { ...settings, checksum: "sha256" } as const;
        const result = await lab.w.files.uploadFrom(lab.at(`${size}`), lab.mine("f"), upload);
        expect(result).toEqual({ bytes: size, checksum: sha256(bytes) });
        const stream = streamOf(bytes);
        const known = { ...settings, contentLength: size };
        await lab.w.files.upload(lab.at(`${size} again`), stream, known);
        expect(lab.stored(`${size}`)).toBe(sha256(bytes));
        expect(lab.stored(`${size} again`)).toBe(sha256(bytes));
      }
      const names = sizes.flatMap((size) => [`${size}`, `${size} again`]);
      await lab.expectLeft("mine/f", ...names);
    }));
});

describe.each(["multipart", "none"] as const)("a download, storage: %s", (storage) => {
  it.each(downloads)("%s gives any number of bytes", (_way, download) =>
    inLab(storage, async (lab) => {
      for (const size of sizes) {
        const bytes = content(size);
        await lab.put(`${size}`, bytes);
        expect(sha256(await download(lab, `${size}`))).toBe(sha256(bytes));
      }
    }),
  );

  it("tells the checksum of what was read", () =>
    inLab(storage, async (lab) => {
      const bytes = content(3 * part + 7);
      await lab.put("f", bytes);
      const file = await lab.w.files.download(lab.at("f"), { checksum: "sha256" });
      expect(file.checksum).toBeUndefined();
      await file.bytes();
      expect(file.checksum).toBe(sha256(bytes));
      for (const useParallel of [false, true]) {
        const options = { checksum: "sha256", useParallel, overwrite: true } as const;
        const result = await lab.w.files.downloadTo(lab.at("f"), lab.mine("f"), {
          ...multipart.options,
          ...options,
        });
        expect(result).toEqual({ bytes: bytes.length, resumed: 0, checksum: sha256(bytes) });
      }
      await lab.expectLeft("f", "mine/f");
    }));
});

describe("50 MiB, by default", () => {
  const all = new Uint8Array(Buffer.alloc(50 * mebibyte + 1, content(1_000_003)));

  it("are where parts begin", () =>
    inLab("multipart", async (lab) => {
      const requests = [];
      for (const size of [50 * mebibyte - 1, 50 * mebibyte, 50 * mebibyte + 1]) {
        lab.wire.reset();
        const bytes = all.subarray(0, size);
        await lab.w.files.upload(lab.at("f"), bytes, { overwrite: true });
        await lab.w.files.downloadTo(lab.at("f"), lab.mine("f"), { overwrite: true });
        expect(readFileSync(lab.mine("f")).equals(bytes)).toBe(true);
        const purposes = ["whole", "part", "read"] as const;
        requests.push(purposes.map((purpose) => lab.wire.of(purpose).length));
      }
      expect(requests).toEqual([
        [1, 0, 1],
        [0, 5, 5],
        [0, 6, 6],
      ]);
      await lab.expectLeft("f", "mine/f");
    }));

  it("are where chunks begin", () =>
    inLab("resumable", async (lab) => {
      await lab.w.files.upload(lab.at("f"), new Blob([all]));
      expect(lab.wire.of("part")).toHaveLength(6);
      expect(lab.stored("f")).toBe(sha256(all));
      await lab.expectLeft("f");
    }));
});

describe.each([single, multipart, resumable])(
  "a stream of another length than it was said to have: $name",
  (way) => {
    it.each([-1, 1])("%i bytes more leave nothing", (more) =>
      inLab(way.storage, async (lab) => {
        const bytes = content(3 * part + 7);
        const options = { ...way.options, contentLength: bytes.length - more };
        const upload = lab.w.files.upload(lab.at("f"), streamOf(bytes), options);
        expect(await failure(upload)).toMatchObject({
          name: "InvalidRequestError",
          field: "contentLength",
        });
        await lab.expectLeft();
      }),
    );
  },
);
