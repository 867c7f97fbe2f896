import { describe, expect, it } from "vitest";
import { sha256 } from "../support/both-sdks.js";
import { Stop } from "../support/stop.js";
import { inLab, type TransferLab } from "./support/transfer-lab.js";
import {
  content,
  downloads,
  inTurn,
  multipart,
  part,
  type Protocol,
  resumable,
  single,
  uploads,
} from "./support/ways.js";
import type { Purpose } from "./support/wire.js";

const bytes = content(4 * part + 10);
const hash = sha256(bytes);
const reason = new Error("enough");
const multipartInTurn = { ...multipart, options: { ...multipart.options, ...inTurn } };

/** A source that tells whether it was let go before its end. */
function stream(): {
  readonly source: ReadableStream<Uint8Array>;
  readonly isForgotten: () => boolean;
} {
  let state: "cancelled" | "open" | "read" = "open";
  let at = 0;
  const source = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at < bytes.length) controller.enqueue(bytes.subarray(at, (at += 100_000)));
        else {
          controller.close();
          state = "read";
        }
      },
      cancel: () => void (state = "cancelled"),
    },
    { highWaterMark: 0 },
  );
  return { source, isForgotten: () => state === "open" };
}

/** Uploads from bytes and from a stream; each is to end in the abort that `arrange` brings about. */
async function abortUploads(
  lab: TransferLab,
  options: Protocol["options"],
  arrange: (stop: Stop) => void,
  afterwards: () => Promise<void>,
): Promise<void> {
  const { source, isForgotten } = stream();
  for (const content of [bytes, source]) {
    const stop = new Stop(reason);
    lab.wire.reset();
    lab.local.faults.clear();
    arrange(stop);
    const given = { ...options, signal: stop.signal, contentLength: bytes.length };
    const upload = lab.w.files.upload(lab.at("f"), content, given);
    expect(await lab.failure(upload)).toBe(reason);
    expect(stop.listeners).toBe(0);
    await afterwards();
  }
  expect(isForgotten()).toBe(false);
}

const stages: readonly (readonly [string, Purpose, number, Protocol])[] = (
  [
    [single, "whole", 0],
    [multipart, "initiate", 0],
    [multipart, "part-urls", 0],
    [multipart, "part", 0],
    [multipart, "part", 1],
    [multipart, "part", 2],
    [multipart, "part", 4],
    [multipartInTurn, "part", 2],
    [multipart, "complete", 0],
    [resumable, "initiate", 0],
    [resumable, "resumable-url", 0],
    [resumable, "part", 0],
    [resumable, "part", 2],
    [resumable, "part", 4],
  ] as const
).map(([way, purpose, nth]) => [way.name, purpose, nth, way]);

const urls: Partial<Record<Purpose, string>> = {
  "download-url": "download-url",
  "part-urls": "upload-part-urls",
  "resumable-url": "resumable-upload-url",
};

/** What a fault rule has to match to hit a request, and how many others it matches before. */
function ruleFor(purpose: Purpose, nth: number): { readonly match: string; readonly skip: number } {
  switch (purpose) {
    case "whole":
      return { match: "PUT /api/2.0/fs/files/**", skip: nth };
    case "part":
      return { match: "PUT /storage/**", skip: nth };
    case "read":
      return { match: "GET /storage/**", skip: nth };
    case "initiate":
      return { match: "POST /api/2.0/fs/files/**", skip: 0 };
    case "complete":
      return { match: "POST /api/2.0/fs/files/**", skip: 1 };
    default:
      return { match: `POST /api/2.0/fs/create-${urls[purpose]}`, skip: nth };
  }
}

describe.each(stages)("an upload that is aborted: %s, %s %i", (_name, purpose, nth, way) => {
  // An upload whose address the client never got waits, empty, until the server forgets it.
  const mayWait = purpose === "resumable-url";

  it("before the request leaves, leaves nothing", () =>
    inLab(way.storage, async (lab) => {
      const arrange = (stop: Stop): void => {
        lab.wire.onRequest = (passage) => {
          if (passage.purpose === purpose && passage.nth === nth) stop.now();
        };
      };
      await abortUploads(lab, way.options, arrange, () => expectNothing(lab, mayWait));
    }));

  it("while the server takes its time, leaves nothing", () =>
    inLab(way.storage, async (lab) => {
      const arrange = (stop: Stop): void => {
        lab.local.faults.add({ ...ruleFor(purpose, nth), delay_ms: 60_000 });
        void lab.hit().then(() => stop.now());
      };
      await abortUploads(lab, way.options, arrange, () => expectNothing(lab, mayWait));
    }));

  it("as the answer comes, leaves nothing, or the file", () =>
    inLab(way.storage, async (lab) => {
      const arrange = (stop: Stop): void => {
        lab.wire.onAnswer = (passage) => {
          if (passage.purpose === purpose && passage.nth === nth) stop.now();
        };
      };
      const options = { ...way.options, overwrite: true };
      await abortUploads(lab, options, arrange, async () => {
        if (lab.stored("f") === undefined) {
          return expectNothing(lab, mayWait || purpose === "initiate");
        }
        expect(lab.stored("f")).toBe(hash);
        await lab.expectLeft("f");
      });
    }));
});

describe.each(uploads)("an upload that is aborted: %s", (_title, way, options) => {
  it("before it begins, sends nothing", () =>
    inLab(way.storage, async (lab) => {
      await abortUploads(
        lab,
        options,
        (stop) => stop.now(),
        () => lab.expectLeft(),
      );
      expect(lab.wire.passages).toEqual([]);
    }));

  it.each([0.1, 1.5, 3.9])("amid the bytes of a part, leaves nothing, %d", (parts) =>
    inLab(way.storage, async (lab) => {
      const arrange = (stop: Stop): void => {
        lab.wire.onBytes = ({ sent }) => {
          if (sent >= parts * part) stop.now();
        };
      };
      await abortUploads(lab, options, arrange, () => lab.expectLeft());
    }),
  );
});

describe.each(downloads)("a download that is aborted, %s,", (_way, download) => {
  it.each([
    ["download-url", 0],
    ["read", 0],
    ["read", 1],
  ] as const)("at %s %i, leaves nothing", (purpose, nth) =>
    inLab("multipart", async (lab) => {
      await lab.put("f", bytes);
      const act = async (arrange: (stop: Stop) => void): Promise<void> => {
        const stop = new Stop(reason);
        lab.wire.reset();
        lab.local.faults.clear();
        // So that also what comes as one stream is asked for twice.
        lab.local.faults.add({ match: "GET /storage/**", times: nth, truncate_body: 10 });
        arrange(stop);
        expect(await lab.failure(download(lab, "f", stop.signal))).toBe(reason);
        expect(stop.listeners).toBe(0);
        await lab.expectLeft("f");
      };
      await act((stop) => {
        lab.wire.onRequest = (passage) => {
          if (passage.purpose === purpose && passage.nth === nth) stop.now();
        };
      });
      await act((stop) => {
        lab.wire.onAnswer = (passage) => {
          if (passage.purpose === purpose && passage.nth === nth) stop.now();
        };
      });
      await act((stop) => {
        const { match } = ruleFor(purpose, nth);
        lab.local.faults.add({ match, delay_ms: 60_000 });
        void lab.hit(1).then(() => stop.now());
      });
    }),
  );

  it.each([1, part / 2, 3 * part])("after %i bytes, leaves nothing", (many) =>
    inLab("multipart", async (lab) => {
      await lab.put("f", bytes);
      const stop = new Stop(reason);
      lab.wire.onBytes = ({ received }) => {
        if (received >= many) stop.now();
      };
      expect(await lab.failure(download(lab, "f", stop.signal))).toBe(reason);
      expect(stop.listeners).toBe(0);
      await lab.expectLeft("f");
    }),
  );
});

it("a stream that nobody reads to its end gives its connection up", () =>
  inLab("multipart", async (lab) => {
    await lab.put("f", bytes);
    const stop = new Stop(reason);
    const file = await lab.w.files.download(lab.at("f"), { signal: stop.signal });
    for await (const chunk of file) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(stop.listeners).toBe(0);
    expect(lab.wire.received).toBeLessThan(bytes.length);
    await using again = await lab.w.files.download(lab.at("f"), { signal: stop.signal });
    expect(again["content-length"]).toBe(bytes.length);
    await again.contents.cancel();
    expect(stop.listeners).toBe(0);
  }));

/** Expects that no file is there, and no byte of one. */
async function expectNothing(lab: TransferLab, mayWait: boolean): Promise<void> {
  if (!mayWait) return lab.expectLeft();
  expect(lab.left().filter((path) => !/^server: .*\/uploads\/[\w-]+\/$/.test(path))).toEqual([]);
}
