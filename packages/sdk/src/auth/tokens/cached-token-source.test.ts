import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeClock } from "../../http/testing/fake-clock.js";
import type { OAuthToken } from "../../oauth/index.js";
import { cachedTokenSource, type CachedTokenOptions } from "./index.js";

const second = 1000;
const minute = 60 * second;

/** A server that issues tokens when a test says so, and the source that asks it. */
function source(
  options: Partial<CachedTokenOptions> & { readonly life?: number | undefined } = {},
) {
  const clock = new FakeClock(() => true);
  const fetches: Fetch[] = [];
  const lines: string[] = [];
  const note = (line: string): void => void lines.push(line);
  const logger = { debug: note, info: note, warn: note, error: note };
  const tokens = cachedTokenSource(
    (previous, signal) =>
      new Promise((resolve, reject) => {
        const issue = (life: number | undefined = options.life ?? 60 * minute): Promise<void> => {
          resolve(token(`t${fetches.indexOf(fetch) + 1}`, clock.now() + life));
          return settle();
        };
        const fail = (error: Error = new Error("down")): Promise<void> => {
          reject(error);
          return settle();
        };
        const fetch = { previous, signal, issue, fail, resolve };
        fetches.push(fetch);
      }),
    { clock, logger, asyncRefresh: true, ...options },
  );
  return { clock, fetches, lines, tokens };
}

interface Fetch {
  readonly previous: OAuthToken | undefined;
  readonly signal: AbortSignal | undefined;
  readonly issue: (life?: number) => Promise<void>;
  readonly fail: (error?: Error) => Promise<void>;
  readonly resolve: (token: OAuthToken) => void;
}

function token(accessToken: string, expiry?: number): OAuthToken {
  const tokenType = "Bearer";
  return expiry === undefined ? { accessToken, tokenType } : { accessToken, tokenType, expiry };
}

/** Lets everything happen that needs no time. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** A source that has its first token, `t1`. */
async function warm(options: Parameters<typeof source>[0] = {}) {
  const made = source(options);
  const first = made.tokens.token();
  await settle();
  await made.fetches[0]?.issue();
  expect((await first).accessToken).toBe("t1");
  return made;
}

describe("a token that is fresh", () => {
  it("is fetched once, however often it is asked for", async () => {
    const { clock, fetches, tokens } = await warm();
    clock.advance(39 * minute);
    for (let n = 0; n < 3; n++) expect((await tokens.token()).accessToken).toBe("t1");
    expect(fetches).toHaveLength(1);
  });

  it("lasts for ever when it does not expire", async () => {
    const made = source();
    const first = made.tokens.token();
    await settle();
    made.fetches[0]?.resolve(token("eternal"));
    await first;
    made.clock.advance(1e12);
    expect((await made.tokens.token()).accessToken).toBe("eternal");
    expect(made.fetches).toHaveLength(1);
  });
});

describe("a token that ends soon", () => {
  it.each([
    ["an hour: 20 minutes", 60 * minute, 40 * minute],
    ["ten minutes: half", 10 * minute, 5 * minute],
    ["8 seconds: half", 8 * second, 4 * second],
  ])("is replaced in the background before its end; of %s", async (_name, life, fresh) => {
    const { clock, fetches, tokens } = await warm({ life });
    clock.advance(fresh - 1);
    await tokens.token();
    expect(fetches).toHaveLength(1);
    clock.advance(1);
    expect((await tokens.token()).accessToken).toBe("t1");
    expect((await tokens.token()).accessToken).toBe("t1");
    await settle();
    expect(fetches).toHaveLength(2);
    expect(fetches[1]).toMatchObject({ previous: { accessToken: "t1" }, signal: undefined });
    await fetches[1]?.issue();
    expect((await tokens.token()).accessToken).toBe("t2");
    expect(fetches).toHaveLength(2);
  });

  it("is not replaced in the background when that is switched off", async () => {
    const { clock, fetches, tokens } = await warm({ asyncRefresh: false });
    clock.advance(59 * minute);
    expect((await tokens.token()).accessToken).toBe("t1");
    await settle();
    expect(fetches).toHaveLength(1);
  });

  it("stays in use when its replacement fails, which is tried again after a minute", async () => {
    const { clock, fetches, lines, tokens } = await warm();
    clock.advance(45 * minute);
    await tokens.token();
    await settle();
    await fetches[1]?.fail(new Error("down: Bearer dapi0123456789abcdef0123456789abcdef"));
    expect(lines.join()).toMatch(/was not refreshed.*down/);
    expect(lines.join()).not.toContain("dapi0123");
    clock.advance(minute - 1);
    expect((await tokens.token()).accessToken).toBe("t1");
    await settle();
    expect(fetches).toHaveLength(2);
    clock.advance(1);
    expect((await tokens.token()).accessToken).toBe("t1");
    await settle();
    expect(fetches).toHaveLength(3);
    await fetches[2]?.issue();
    expect((await tokens.token()).accessToken).toBe("t3");
  });

  it("is not asked for again at once when the issuer hands out the same one", async () => {
    const { clock, fetches, tokens } = await warm();
    const same = await tokens.token();
    clock.advance(50 * minute);
    await tokens.token();
    await settle();
    fetches[1]?.resolve(same);
    await settle();
    await tokens.token();
    await settle();
    expect(fetches).toHaveLength(2);
  });
});

describe("a token that has ended", () => {
  it("counts as ended 40 s before, and a quarter of its life before if that is less", async () => {
    for (const [life, usable] of [
      [60 * minute, 60 * minute - 40 * second],
      [8 * second, 6 * second],
    ] as const) {
      const { clock, fetches, tokens } = await warm({ life, asyncRefresh: false });
      clock.advance(usable - 1);
      expect((await tokens.token()).accessToken).toBe("t1");
      clock.advance(1);
      const next = tokens.token();
      await settle();
      await fetches[1]?.issue();
      expect((await next).accessToken).toBe("t2");
    }
  });

  it("is replaced once for 64 callers", async () => {
    const { clock, fetches, tokens } = await warm();
    clock.advance(60 * minute);
    const calls = Array.from({ length: 64 }, () => tokens.token());
    await settle();
    expect(fetches).toHaveLength(2);
    await fetches[1]?.issue();
    expect(new Set((await Promise.all(calls)).map((each) => each.accessToken))).toEqual(
      new Set(["t2"]),
    );
    expect(fetches).toHaveLength(2);
  });

  it("fails all who wait when there is no other, and is asked for anew by the next", async () => {
    const { clock, fetches, tokens } = await warm();
    clock.advance(60 * minute);
    const calls = Array.from({ length: 3 }, () => tokens.token().catch((error: unknown) => error));
    await settle();
    const down = new Error("down");
    await fetches[1]?.fail(down);
    expect(await Promise.all(calls)).toEqual([down, down, down]);
    const next = tokens.token();
    await settle();
    await fetches[2]?.issue();
    expect((await next).accessToken).toBe("t3");
  });

  it("is used in its last 40 s when there is no other", async () => {
    const { clock, fetches, tokens } = await warm();
    clock.advance(60 * minute - 30 * second);
    const call = tokens.token();
    await settle();
    await fetches[1]?.fail();
    expect((await call).accessToken).toBe("t1");
  });

  it("is waited for in the background fetch that is under way", async () => {
    const { clock, fetches, tokens } = await warm();
    clock.advance(50 * minute);
    await tokens.token();
    clock.advance(10 * minute);
    const calls = [tokens.token(), tokens.token()];
    await settle();
    expect(fetches).toHaveLength(2);
    await fetches[1]?.issue();
    expect((await Promise.all(calls)).map((each) => each.accessToken)).toEqual(["t2", "t2"]);
  });

  it("is fetched for its callers when the background fetch that they joined fails", async () => {
    const { clock, fetches, tokens } = await warm();
    clock.advance(50 * minute);
    await tokens.token();
    clock.advance(10 * minute);
    const calls = Array.from({ length: 8 }, () => tokens.token());
    await settle();
    await fetches[1]?.fail();
    expect(fetches).toHaveLength(3);
    expect(fetches[2]?.signal).toBeInstanceOf(AbortSignal);
    await fetches[2]?.issue();
    expect((await Promise.all(calls)).every((each) => each.accessToken === "t3")).toBe(true);
  });
});

describe("a token that seems to have ended when it comes", () => {
  it("is used for half a minute: this machine's clock may be ahead", async () => {
    const { clock, fetches, tokens } = source({ life: -2 * minute });
    const first = tokens.token();
    await settle();
    await fetches[0]?.issue();
    expect((await first).accessToken).toBe("t1");
    clock.advance(29 * second);
    expect((await tokens.token()).accessToken).toBe("t1");
    clock.advance(second);
    void tokens.token();
    await settle();
    expect(fetches).toHaveLength(2);
  });

  it("is replaced at once when it was kept from before", async () => {
    const initial = token("old", Date.UTC(2025, 11, 31));
    const { fetches, tokens } = source({ initial });
    const call = tokens.token();
    await settle();
    expect(fetches[0]?.previous).toBe(initial);
    await fetches[0]?.issue();
    expect((await call).accessToken).toBe("t1");
  });

  it("is used when it was kept and is good", async () => {
    const initial = token("kept", Date.UTC(2026, 0, 2));
    const { fetches, tokens } = source({ initial });
    expect(await tokens.token()).toBe(initial);
    expect(fetches).toEqual([]);
  });
});

describe("a forced refresh", () => {
  it("replaces a token that is good, and is shared", async () => {
    const { fetches, tokens } = await warm();
    const calls = [1, 2, 3].map(() => tokens.token(undefined, { forceRefresh: true }));
    await settle();
    expect(fetches).toHaveLength(2);
    expect(fetches[1]?.previous).toMatchObject({ accessToken: "t1" });
    await fetches[1]?.issue();
    expect((await Promise.all(calls)).map((each) => each.accessToken)).toEqual(["t2", "t2", "t2"]);
  });

  it("fails when it fails, though the token seems good", async () => {
    const { fetches, tokens } = await warm();
    const call = tokens.token(undefined, { forceRefresh: true }).catch((error: unknown) => error);
    await settle();
    await fetches[1]?.fail();
    expect(await call).toEqual(new Error("down"));
    expect((await tokens.token()).accessToken).toBe("t1");
  });
});

describe("a caller's signal", () => {
  it("ends that caller's wait only", async () => {
    const { fetches, tokens } = source();
    const abort = new AbortController();
    const gone = tokens.token(abort.signal).catch((error: unknown) => error);
    const stays = tokens.token(new AbortController().signal);
    await settle();
    abort.abort(new Error("enough"));
    expect(await gone).toEqual(new Error("enough"));
    expect(fetches[0]?.signal?.aborted).toBe(false);
    await fetches[0]?.issue();
    expect((await stays).accessToken).toBe("t1");
    expect(fetches).toHaveLength(1);
  });

  it("ends the fetch when the last caller has gone, and the next starts another", async () => {
    const { fetches, tokens } = source();
    const abort = new AbortController();
    const gone = tokens.token(abort.signal).catch((error: unknown) => error);
    await settle();
    abort.abort(new Error("enough"));
    await gone;
    expect(fetches[0]?.signal?.aborted).toBe(true);
    const next = tokens.token();
    await settle();
    expect(fetches).toHaveLength(1); // as long as the first is not over: it may still be of use
    await fetches[0]?.fail(new Error("enough"));
    await fetches[1]?.issue();
    expect((await next).accessToken).toBe("t2");
  });

  it("that aborted before is obeyed, whatever the token", async () => {
    const { tokens } = await warm();
    await expect(tokens.token(AbortSignal.abort(new Error("no")))).rejects.toThrow("no");
  });
});

describe("whatever happens", () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("call" as const), force: fc.boolean() }),
    fc.record({ do: fc.constant("wait" as const), time: fc.integer({ min: 1, max: 30 * minute }) }),
    fc.record({ do: fc.constant("end" as const), fails: fc.boolean() }),
  );

  it("there is one fetch at a time, and nobody is handed an ended or an older token", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 2 * second, max: 90 * minute }),
        async (steps, life) => {
          const { clock, fetches, tokens } = source({ life });
          let ended = 0;
          let newest = 0;
          const problems: string[] = [];
          for (const each of steps) {
            if (each.do === "wait") clock.advance(each.time);
            if (each.do === "end" && fetches.length > ended) {
              await (each.fails ? fetches[ended]?.fail() : fetches[ended]?.issue());
              ended += 1;
            }
            if (each.do === "call") {
              tokens.token(undefined, { forceRefresh: each.force }).then(
                ({ accessToken, expiry = 0 }) => {
                  const age = Number(accessToken.slice(1));
                  if (age < newest) problems.push(`${accessToken} after t${newest}`);
                  if (expiry <= clock.now()) problems.push(`${accessToken} had ended`);
                  newest = Math.max(newest, age);
                },
                (error: Error) => {
                  if (error.message !== "down") problems.push(error.message);
                },
              );
            }
            await settle();
            if (fetches.length - ended > 1) problems.push("two fetches at a time");
          }
          expect(problems).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
