import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sha256 } from "../support/both-sdks.js";
import { type Outcome, startProgram } from "./support/child.js";
import { inLab } from "./support/transfer-lab.js";
import { content, part } from "./support/ways.js";

const mebibyte = 1024 * 1024;
const bytes = content(20 * part);
const hash = sha256(bytes);
const chunk = 50_000;

/** A while in which everybody else can do what they would do anyway. */
async function aWhile(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe.each(["multipart", "none"] as const)("a slow reader, storage: %s,", (storage) => {
  it("has nothing read ahead of it", () =>
    inLab(storage, async (lab) => {
      await lab.put("f", bytes);
      const chunks: Uint8Array[] = [];
      let taken = 0;
      for await (const chunk of await lab.w.files.download(lab.at("f"))) {
        chunks.push(chunk);
        taken += chunk.length;
        await aWhile();
        expect(lab.wire.received).toBe(taken);
      }
      expect(sha256(Buffer.concat(chunks))).toBe(hash);
    }));
});

describe("slow storage", () => {
  it.each([
    ["multipart", 1],
    ["multipart", 4],
    ["resumable", 4],
    ["none", 4],
  ] as const)(
    "has no more read for it than goes out and one part: %s, %i",
    (storage, parallelism) =>
      inLab(storage, async (lab) => {
        let given = 0;
        let most = 0;
        async function* source(): AsyncGenerator<Uint8Array> {
          while (given < bytes.length) {
            const next = bytes.subarray(given, given + chunk);
            given += next.length;
            most = Math.max(most, given - arrived());
            yield next;
          }
        }
        // What goes in one request has arrived when it is sent, what goes in parts when they have.
        const arrived = (): number => {
          if (storage === "none") return lab.wire.sent;
          return lab.wire.of("part").filter(({ status }) => status !== undefined).length * part;
        };
        lab.wire.onRequest = () => aWhile();
        const options = { partSize: part, multipartThreshold: 1, parallelism };
        await lab.w.files.upload(lab.at("f"), source(), options);
        const under = storage === "multipart" ? parallelism : 1;
        expect(most).toBeLessThanOrEqual((under + 1) * part + 2 * chunk);
        expect(lab.stored("f")).toBe(hash);
      }),
  );
});

describe("200 MiB", { timeout: 60_000 }, () => {
  const many = 200;
  /** MiB that a transfer may take: parts, what is read ahead, and garbage on its way. */
  const allowance = 100;

  it("go up from a stream and down to another in little memory", (context) =>
    inLab("multipart", async (lab) => {
      const run = async (...args: readonly string[]): Promise<Outcome> =>
        (await startProgram(args, lab.local.env())).outcome;
      const { memory: idle } = await run("idle");
      if (idle === 0) {
        console.warn("SKIPPED: this platform does not tell the peak memory of a process");
        return context.skip();
      }
      const all = createHash("sha256");
      for (let index = 0; index < many; index++) all.update(new Uint8Array(mebibyte).fill(index));
      const expected = all.digest("hex");
      const up = await run("up", lab.at("f"), String(many));
      expect(up.hash).toBe(expected);
      const down = await run("down", lab.at("f"));
      expect(down.hash).toBe(expected);
      const taken = [up, down].map(({ memory }) => Math.round((memory - idle) / 1024));
      for (const each of taken) expect(each).toBeLessThan(allowance);
    }));
});
