import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { manualClock } from "../../../clock/index.js";
import { replyScripts, Responder, type ServingAnswer, type ServingQuery } from "./index.js";
import { lastSaid, wordsOf } from "./wording.js";

const query = (change: Partial<ServingQuery> = {}): ServingQuery => ({
  endpoint: "e",
  entity: "m",
  task: "chat",
  body: { messages: [{ role: "user", content: "hello" }] },
  stream: false,
  userName: "ada@example.com",
  signal: new AbortController().signal,
  ...change,
});

const clock = manualClock(Date.UTC(2026, 0, 1));
const answer = (
  change: Partial<ServingQuery>,
  handlers: ConstructorParameters<typeof Responder>[0]["handlers"] = {},
): Promise<ServingAnswer> =>
  new Responder({ clock, scripts: replyScripts(), handlers }).answer(query(change));

async function bodyOf(change: Partial<ServingQuery>): Promise<Record<string, unknown>> {
  const found = await answer(change);
  return found.kind === "body" ? (found.body as Record<string, unknown>) : {};
}

async function* inTurn<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

describe("words", () => {
  it("are all of the text, each after the other", async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-c \n]{0,30}$/), async (text) => {
        const words: string[] = [];
        for await (const word of wordsOf(text)) words.push(word);
        expect(words.join("")).toBe(text);
        expect(words.filter((word) => /\S\s+\S/.test(word))).toEqual([]);
      }),
    );
  });

  it.each<[unknown, string]>([
    ["plain", "plain"],
    [
      [
        { role: "user", content: "a" },
        { role: "assistant", content: "b" },
      ],
      "a",
    ],
    [[{ role: "system", content: "s" }], "s"],
    [
      [{ role: "user", content: [{ type: "text", text: "a" }, { type: "image" }, { text: "b" }] }],
      "a\nb",
    ],
    [[], ""],
    [undefined, ""],
  ])("that were said last in %j", (messages, text) => {
    expect(lastSaid(messages)).toBe(text);
  });
});

describe("embeddings", () => {
  it("are the same numbers in both encodings", async () => {
    const of = async (format?: string): Promise<unknown> => {
      const body = { input: "a", dimensions: 3, encoding_format: format };
      const { data } = await bodyOf({ task: "embeddings", body });
      return (data as { embedding: unknown }[])[0]?.embedding;
    };
    const bytes = Buffer.from((await of("base64")) as string, "base64");
    const floats = [0, 4, 8].map((offset) => bytes.readFloatLE(offset));
    expect(await of("float")).toEqual(floats);
    expect(await of()).toEqual(floats);
  });

  it("are refused lengths that are none", async () => {
    for (const dimensions of [0, -1, 1.5, "x", 1e9]) {
      const body = { input: "a", dimensions };
      await expect(answer({ task: "embeddings", body })).rejects.toThrow("from 1 to 8192");
    }
  });
});

describe("replies", () => {
  it("are told apart by query, and the same for the same one", async () => {
    const { id } = await bodyOf({});
    expect(await bodyOf({})).toMatchObject({ id, created: Date.UTC(2026, 0, 1) / 1000 });
    expect((await bodyOf({ body: { messages: "other" } }))["id"]).not.toBe(id);
  });

  it("that are chunks are sent as they are", async () => {
    const chunks = [{ choices: [1] }, { choices: [2] }];
    for (const task of ["chat", "completions"] as const) {
      const found = await answer({ task, stream: true }, { e: () => inTurn(chunks) });
      const events: object[] = [];
      if (found.kind === "events") for await (const event of found.events) events.push(event);
      expect(events).toEqual(chunks);
    }
    const whole = answer({}, { e: () => inTurn(chunks) });
    await expect(whole).rejects.toThrow("has chunks that are objects, which are for streams");
  });

  it("in words are no embeddings and no predictions", async () => {
    for (const task of ["embeddings", "predictions"] as const) {
      await expect(answer({ task }, { e: () => "words" })).rejects.toThrow(
        `for endpoint e is text, but a query for ${task} is answered with an object`,
      );
    }
  });

  it("of handlers that fail are their fault, with what they threw as the cause", async () => {
    const boom = new TypeError("boom");
    async function* late(): AsyncIterable<string> {
      yield "a";
      throw boom;
    }
    const fault = { code: "INTERNAL_ERROR", cause: boom };
    const message = "The serving handler of endpoint e failed: boom";
    const throwing = (): never => {
      throw boom;
    };
    for (const handler of [throwing, () => Promise.reject(boom), late]) {
      await expect(answer({}, { e: handler })).rejects.toMatchObject({ ...fault, message });
    }
    const found = await answer({ stream: true }, { "*": late });
    if (found.kind !== "events") throw new Error("no stream");
    const events = found.events[Symbol.asyncIterator]();
    expect((await events.next()).value).toMatchObject({ choices: [{ delta: { content: "a" } }] });
    await expect(events.next()).rejects.toMatchObject({ ...fault, message });
  });

  it.each<[unknown, string]>([
    [undefined, "undefined, not with text, parts of it, an object or a Response"],
    [null, "null, not with"],
    [5n, "bigint, not with"],
    [inTurn([1]), "number, not with text or an object in each part"],
  ])("that are none, as %s, are the handler's fault", async (reply, words) => {
    const handlers = { e: () => reply as string };
    await expect(answer({}, handlers)).rejects.toThrow(
      `The serving handler of endpoint e replied with ${words}`,
    );
  });

  it("come from the endpoint's own handler, or from that for all others", async () => {
    const handlers = { e: () => ({ own: true }), "*": () => ({ own: false }) };
    expect(await answer({}, handlers)).toEqual({ kind: "body", body: { own: true } });
    expect(await answer({ endpoint: "toString" }, handlers)).toMatchObject({
      body: { own: false },
    });
  });
});
