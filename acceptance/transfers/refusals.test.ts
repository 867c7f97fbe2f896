import { describe, expect, it } from "vitest";
import { sha256 } from "../support/both-sdks.js";
import { inLab, type TransferLab } from "./support/transfer-lab.js";
import {
  content,
  downloads,
  inTurn,
  multipart,
  paces,
  part,
  resumable,
  storageProtocols,
  streamOf,
  uploads,
} from "./support/ways.js";

const bytes = content(4 * part + 10);
const hash = sha256(bytes);
const hour = 60 * 60 * 1000;

const xml = { "content-type": "application/xml" };
const refusal = (code: string, message: string, detail = ""): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code>` +
  `<Message>${message}</Message>${detail}</Error>`;

/** What storage says of an address that will not do, and whether a new one is worth asking for. */
const refusals: readonly (readonly [string, string, boolean])[] = [
  ["AWS: expired", refusal("AccessDenied", "Request has expired"), true],
  [
    "Azure: expired",
    refusal(
      "AuthenticationFailed",
      "Server failed to authenticate the request.\nRequestId:1",
      "<AuthenticationErrorDetail>Signature not valid in the specified time frame: Start " +
        "[Thu, 01 Jan 2026 00:00:00 GMT] - Expiry [Thu, 01 Jan 2026 01:00:00 GMT]" +
        "</AuthenticationErrorDetail>",
    ),
    true,
  ],
  ["AWS: denied", refusal("AccessDenied", "Access Denied"), false],
  [
    "AWS: a wrong signature",
    refusal("SignatureDoesNotMatch", "The request signature does not match"),
    false,
  ],
  ["Azure: not allowed", refusal("AuthorizationFailure", "Not authorized"), false],
];

/** Has every address expire that is used for the `nth` time, and `times - 1` after it. */
function expire(lab: TransferLab, purpose: "part" | "read", nth: number, times = 1): void {
  lab.wire.onRequest = (passage) => {
    const isMeant = passage.purpose === purpose && passage.nth >= nth && passage.nth < nth + times;
    if (isMeant) lab.local.clock.advance(2 * hour);
  };
}

function statuses(lab: TransferLab, purpose: "part" | "read"): readonly (number | undefined)[] {
  return lab.wire.of(purpose).map(({ status }) => status);
}

describe.each(paces)("an address that expired, parts sent %s", (_pace, pace) => {
  const options = { ...multipart.options, ...pace };

  it("before any part is renewed, and the part sent whole", () =>
    inLab("multipart", async (lab) => {
      for (const nth of [0, 1, 2, 3, 4]) {
        lab.wire.reset();
        expire(lab, "part", nth);
        const source = nth % 2 === 0 ? streamOf(bytes) : bytes;
        await lab.w.files.upload(lab.at(`${nth}`), source, options);
        expect(statuses(lab, "part")).toContain(403);
        expect(lab.stored(`${nth}`)).toBe(hash);
      }
      await lab.expectLeft("0", "1", "2", "3", "4");
    }));
});

describe("an address that expires", () => {
  it("at every part is renewed each time", () =>
    inLab("multipart", async (lab) => {
      lab.wire.onRequest = ({ purpose, nth }) => {
        if (purpose === "part" && nth % 2 === 0) lab.local.clock.advance(2 * hour);
      };
      await lab.w.files.upload(lab.at("f"), bytes, { ...multipart.options, ...inTurn });
      expect(statuses(lab, "part")).toEqual([403, 200, 403, 200, 403, 200, 403, 200, 403, 200]);
      expect(lab.stored("f")).toBe(hash);
      await lab.expectLeft("f");
    }));

  it("whenever it is used ends an upload after three more", () =>
    inLab("multipart", async (lab) => {
      expire(lab, "part", 2, 100);
      const options = { ...multipart.options, ...inTurn };
      const upload = lab.w.files.upload(lab.at("f"), bytes, options);
      expect(await lab.failure(upload)).toMatchObject({ name: "PermissionDenied", status: 403 });
      expect(statuses(lab, "part")).toEqual([200, 200, 403, 403, 403, 403]);
      await lab.expectLeft();
    }));

  it("from the first part on leads to the workspace, which takes the file in one request", () =>
    inLab("multipart", async (lab) => {
      expire(lab, "part", 0, 100);
      for (const source of [bytes, streamOf(bytes)]) {
        const options = { ...multipart.options, overwrite: true };
        await lab.w.files.upload(lab.at("f"), source, options);
        expect(lab.stored("f")).toBe(hash);
      }
      expect(lab.wire.of("whole")).toHaveLength(2);
      await lab.expectLeft("f");
    }));

  it("with the upload, after a week, ends the upload, and leaves nothing", () =>
    inLab("resumable", async (lab) => {
      lab.wire.onRequest = ({ purpose, nth }) => {
        if (purpose === "part" && nth === 2) lab.local.clock.advance(8 * 24 * hour);
      };
      const upload = lab.w.files.upload(lab.at("f"), bytes, resumable.options);
      expect(await lab.failure(upload)).toMatchObject({ name: "PermissionDenied", status: 403 });
      // What is forgotten is cleared away when the next upload begins.
      await lab.w.files.upload(lab.at("g"), bytes, resumable.options);
      await lab.expectLeft("g");
    }));

  it.each(downloads)("amid a download %s is renewed", (_way, download) =>
    inLab("multipart", async (lab) => {
      await lab.put("f", bytes);
      for (const nth of [0, 1, 2, 4]) {
        lab.wire.reset();
        lab.local.faults.clear();
        // So that also what comes as one stream is asked for several times.
        lab.local.faults.add({ match: "GET /storage/**", truncate_body: part / 2 });
        expire(lab, "read", nth);
        expect(sha256(await download(lab, "f"))).toBe(hash);
        expect(statuses(lab, "read")).toContain(403);
        expect(lab.wire.of("plain-read")).toEqual([]);
      }
    }),
  );
});

describe.each(refusals)("storage that answers 403, %s,", (_said, body, isExpiry) => {
  const answer = { status: 403, body, headers: xml };

  it.each(storageProtocols)("to the first part, or a later one: $name", (way) =>
    inLab(way.storage, async (lab) => {
      lab.local.faults.add({ match: "PUT /storage/**", ...answer });
      await lab.w.files.upload(lab.at("f"), bytes, way.options);
      expect(lab.stored("f")).toBe(hash);
      expect(lab.wire.of("whole")).toHaveLength(1);
      expect(lab.wire.of("part")).toHaveLength(isExpiry && way === multipart ? 4 : 1);

      lab.local.faults.clear();
      lab.local.faults.add({ match: "PUT /storage/**", skip: 2, ...answer });
      const upload = lab.w.files.upload(lab.at("g"), bytes, way.options);
      expect(await lab.failure(upload)).toMatchObject({ name: "PermissionDenied", status: 403 });
      await lab.expectLeft("f");
    }),
  );

  it.each(downloads)("to reading %s", (_way, download) =>
    inLab("multipart", async (lab) => {
      await lab.put("f", bytes);
      for (const skip of [0, 2]) {
        lab.local.faults.clear();
        lab.wire.reset();
        lab.local.faults.add({ match: "GET /storage/**", skip, ...answer });
        lab.local.faults.add({ match: "GET /storage/**", truncate_body: part / 2 });
        expect(sha256(await download(lab, "f"))).toBe(hash);
        expect(lab.wire.of("plain-read").length).toBeGreaterThan(0);
      }
    }),
  );
});

const storms = [429, 503].flatMap((status) => [
  { title: `${status}`, answer: { status }, pause: 1000 },
  {
    title: `${status} with Retry-After`,
    answer: { status, headers: { "retry-after": "7" } },
    pause: 7000,
  },
]);

describe.each(storms)("an answer of $title, more than once,", ({ answer, pause }) => {
  it.each(uploads)("at every step of an upload is waited out: %s", (_title, way, options) =>
    inLab(way.storage, async (lab) => {
      const match = way.name === "single" ? "PUT /api/2.0/fs/files/**" : "PUT /storage/**";
      lab.local.faults.add({ match, times: 2, ...answer });
      // The first part goes alone; these are of the second, or of those beside it.
      lab.local.faults.add({ match, skip: 1, times: 2, ...answer });
      for (let skip = 0; skip < 4; skip++) {
        lab.local.faults.add({ match: "POST /api/2.0/fs/**", skip, times: 3, ...answer });
      }
      await lab.w.files.upload(lab.at("f"), bytes, options);
      expect(lab.stored("f")).toBe(hash);
      expect(new Set(lab.pauses())).toEqual(new Set([pause]));
      await lab.expectLeft("f");
    }),
  );

  it.each(downloads)("at every step of a download %s is waited out", (_way, download) =>
    inLab("multipart", async (lab) => {
      await lab.put("f", bytes);
      lab.local.faults.add({ match: "POST /api/2.0/fs/create-download-url", times: 3, ...answer });
      lab.local.faults.add({ match: "GET /storage/**", times: 2, ...answer });
      lab.local.faults.add({ match: "GET /storage/**", skip: 2, times: 1, ...answer });
      lab.local.faults.add({ match: "GET /storage/**", truncate_body: part / 2 });
      expect(sha256(await download(lab, "f"))).toBe(hash);
      // Others may be for connections that the truncated bodies took with them.
      const waited = lab.pauses().filter((each) => each === pause);
      expect(waited.length).toBeGreaterThanOrEqual(3 + 2 + 1);
    }),
  );
});

describe.each([429, 503])("storage that answers %i without end", (status) => {
  it.each(storageProtocols)("to a later part leaves nothing: $name", (way) =>
    inLab(way.storage, async (lab) => {
      for (const source of [bytes, streamOf(bytes)]) {
        lab.local.faults.clear();
        lab.local.faults.add({ match: "PUT /storage/**", skip: 2, status });
        const upload = lab.w.files.upload(lab.at("f"), source, way.options);
        expect(await lab.failure(upload)).toMatchObject({ status });
        await lab.expectLeft();
      }
    }),
  );

  it.each(storageProtocols)("to the first part gets the file in one request: $name", (way) =>
    inLab(way.storage, async (lab) => {
      lab.local.faults.add({ match: "PUT /storage/**", status });
      for (const [index, source] of [bytes, streamOf(bytes)].entries()) {
        await lab.w.files.upload(lab.at(`${index}`), source, way.options);
        expect(lab.stored(`${index}`)).toBe(hash);
      }
      expect(lab.wire.of("whole")).toHaveLength(2);
      await lab.expectLeft("0", "1");
    }),
  );

  it.each(downloads)("leaves nothing of a download %s", (_way, download) =>
    inLab("multipart", async (lab) => {
      await lab.put("f", bytes);
      for (const skip of [0, 1]) {
        lab.local.faults.clear();
        lab.local.faults.add({ match: "GET /storage/**", skip, status });
        lab.local.faults.add({ match: "GET /storage/**", truncate_body: part / 2 });
        expect(await lab.failure(download(lab, "f"))).toMatchObject({ status });
        await lab.expectLeft("f");
      }
    }),
  );
});
