import { describe, expect, it } from "vitest";
import { sha256 } from "../support/both-sdks.js";
import { until } from "../support/lab.js";
import { startProgram } from "./support/child.js";
import { inLab } from "./support/transfer-lab.js";
import { content, downloads, inTurn, multipart, part, streamOf, uploads } from "./support/ways.js";

const bytes = content(4 * part + 10);
const hash = sha256(bytes);

describe.each(uploads)(
  "a server that is restarted during an upload: %s",
  (_title, way, options) => {
    const carrier = way.name === "single" ? "whole" : "part";
    const carriers = way.name === "single" ? 1 : 5;

    it("before any of its requests has them answered afterwards", () =>
      inLab(way.storage, async (lab) => {
        for (let nth = 0; nth < carriers; nth++) {
          lab.wire.reset();
          lab.wire.onRequest = (passage) => {
            const isMeant = passage.purpose === carrier && passage.nth === nth;
            return isMeant ? lab.restart() : undefined;
          };
          await lab.w.files.upload(lab.at(`${nth}`), nth % 2 ? bytes : streamOf(bytes), {
            ...options,
            contentLength: bytes.length,
          });
          expect(lab.stored(`${nth}`)).toBe(hash);
        }
        await lab.expectLeft(...Array.from({ length: carriers }, (_, nth) => `${nth}`));
      }));

    it.each([0.1, 1.5, 2.9, 4])("amid the bytes of a part takes the rest afterwards, %d", (parts) =>
      inLab(way.storage, async (lab) => {
        let restarted: Promise<void> | undefined;
        lab.wire.onBytes = ({ sent }) => {
          if (sent > parts * part) restarted ??= lab.restart();
        };
        await lab.w.files.upload(lab.at("f"), bytes, options);
        await restarted;
        expect(restarted).toBeDefined();
        expect(lab.stored("f")).toBe(hash);
        await lab.expectLeft("f");
      }),
    );
  },
);

describe("a server that is restarted", () => {
  it.each(["initiate", "part-urls", "complete"] as const)("at %s goes on", (purpose) =>
    inLab("multipart", async (lab) => {
      let restarted: Promise<void> | undefined;
      lab.wire.onRequest = (passage) => {
        if (passage.purpose === purpose) restarted ??= lab.restart();
        return restarted;
      };
      await lab.w.files.upload(lab.at("f"), bytes, multipart.options);
      expect(restarted).toBeDefined();
      expect(lab.stored("f")).toBe(hash);
      await lab.expectLeft("f");
    }),
  );

  it("is asked again while it is away, refusing connections", () =>
    inLab("multipart", async (lab) => {
      lab.wire.onRequest = async ({ purpose, nth }) => {
        if (purpose !== "part") return;
        if (nth === 2) await lab.stop();
        if (nth === 4) await lab.start();
      };
      await lab.w.files.upload(lab.at("f"), bytes, { ...multipart.options, ...inTurn });
      expect(lab.wire.of("part").map(({ status }) => status)).toEqual([
        200,
        200,
        undefined,
        undefined,
        200,
        200,
        200,
      ]);
      expect(lab.stored("f")).toBe(hash);
      await lab.expectLeft("f");
    }));

  it("and stays away ends an upload, of which the next start knows nothing but its beginning", () =>
    inLab("multipart", async (lab) => {
      lab.wire.onRequest = ({ purpose, nth }) =>
        purpose === "part" && nth === 2 ? lab.stop() : undefined;
      const upload = lab.w.files.upload(lab.at("f"), bytes, multipart.options);
      expect(await lab.failure(upload)).toMatchObject({ name: "ConnectionError" });
      await lab.start();
      expect(lab.stored("f")).toBeUndefined();
      // Nobody could tell it, so it waits for a week; then the next upload clears it away.
      lab.local.clock.advance(8 * 24 * 60 * 60 * 1000);
      await lab.w.files.upload(lab.at("g"), bytes, multipart.options);
      await lab.expectLeft("g");
    }));

  it.each(downloads)("during a download %s gives the rest afterwards", (_way, download) =>
    inLab("multipart", async (lab) => {
      await lab.put("f", bytes);
      for (const share of [0.1, 0.5, 0.9]) {
        lab.wire.reset();
        let restarted: Promise<void> | undefined;
        lab.wire.onBytes = ({ received }) => {
          if (received > share * bytes.length) restarted ??= lab.restart();
        };
        expect(sha256(await download(lab, "f"))).toBe(hash);
        await restarted;
        expect(restarted).toBeDefined();
      }
    }),
  );
});

describe("a download that outlives its process", { timeout: 30_000 }, () => {
  const mebibyte = 1024 * 1024;
  const large = content(8 * mebibyte + 10);

  it.each([true, false])("and the server goes on where it was, useParallel: %s", (useParallel) =>
    inLab("multipart", async (lab) => {
      await lab.put("f", large);
      const { faults } = lab.local;
      faults.add({ match: "GET /storage/**", skip: 3, delay_ms: 60_000 });
      const args = ["resume", lab.at("f"), lab.mine("f")];
      const { process, outcome } = await startProgram(args, lab.local.env());
      // All four that read at the same time wait for a part, so three parts are there.
      await until(() => faults.list()[0]?.hits === 4);
      process.kill("SIGKILL");
      await expect(outcome).rejects.toThrow();
      await lab.expectLeft("f", "mine/f.partial");
      await lab.restart();
      const options = { resume: true, partSize: mebibyte, multipartThreshold: mebibyte };
      const result = await lab.w.files.downloadTo(lab.at("f"), lab.mine("f"), {
        ...options,
        useParallel,
        checksum: "sha256",
      });
      expect(result).toMatchObject({ bytes: large.length, checksum: sha256(large) });
      expect(result.resumed).toBe(3 * mebibyte);
      expect(lab.wire.received).toBe(large.length - result.resumed);
      expect(lab.saved("f")).toBe(sha256(large));
      await lab.expectLeft("f", "mine/f");
    }),
  );
});
