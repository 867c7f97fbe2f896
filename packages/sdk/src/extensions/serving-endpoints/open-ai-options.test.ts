import type { ServerResponse } from "node:http";
import { inspect } from "node:util";
import OpenAI, { APIUserAbortError, RateLimitError } from "openai";
import { afterEach, describe, expect, it } from "vitest";
import { serve, type Served } from "../../api-client/testing/client.js";
import { type ClientOptions, ApiClient } from "../../api-client/index.js";
import { ConfigError, InvalidRequestError } from "../../errors/index.js";
import { type Handler, json } from "../../http/testing/local-server.js";
import { systemClock } from "../../internal/index.js";
import type { OpenAiOptions } from "./open-ai-options.js";
import { ServingEndpoints } from "./serving-endpoints.js";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Started = Served & { readonly options: OpenAiOptions; readonly openai: OpenAI };

async function started(handler: Handler, client: ClientOptions = {}): Promise<Started> {
  const served = await serve(handler, { clock: systemClock, ...client });
  closing.push(() => served.close());
  const options = await new ServingEndpoints(served.client).openAiOptions();
  return { ...served, options, openai: new OpenAI(options) };
}

const messages = [{ role: "user", content: "hi" }] as const;
const chat = { model: "my-chat", messages: [...messages] };
const answer = { id: "1", choices: [{ index: 0, message: { role: "assistant", content: "hey" } }] };

function stream(response: ServerResponse, ...contents: readonly string[]): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const content of contents) {
    response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`);
  }
}

describe("openai with openAiOptions", () => {
  it("talks to the workspace with the client's credentials", async () => {
    const { openai, server, client } = await started((_request, response) =>
      json(response, answer),
    );
    const { choices } = await openai.chat.completions.create(chat);
    expect(choices[0]?.message.content).toBe("hey");
    const [request] = server.seen;
    expect(request?.url).toBe("/serving-endpoints/chat/completions");
    expect(request?.headers).toMatchObject({
      authorization: "Bearer secret-token",
      "content-type": "application/json",
      "user-agent": client.userAgent,
    });
    expect(JSON.parse(request?.body ?? "")).toEqual(chat);
  });

  it("takes new credentials for each request, and after a refusal", async () => {
    let refused = 0;
    const { openai, server } = await started(
      ({ headers }, response) =>
        headers["authorization"] === "Bearer t2"
          ? json(response, { error_code: "401", message: "expired" }, refused++ === 0 ? 401 : 200)
          : json(response, answer),
      {
        token: undefined,
        credentials: {
          name: "counting",
          configure: async () => {
            let count = 0;
            const headers = async (): Promise<Record<string, string>> => ({
              authorization: `Bearer t${++count}`,
            });
            return { headers, refresh: headers };
          },
        },
      },
    );
    for (let i = 0; i < 3; i++) await openai.chat.completions.create(chat);
    expect(server.seen.map(({ headers }) => headers["authorization"])).toEqual([
      "Bearer t1",
      "Bearer t2",
      "Bearer t3",
      "Bearer t4",
    ]);
  });

  it("streams, and lets go of the connection when the loop is left", async () => {
    const { openai, server } = await started(({ body }, response) => {
      stream(response, "a", "b");
      if (!body.includes("endless")) response.end("data: [DONE]\n\n");
    });
    const read = async (model: string, most: number): Promise<string> => {
      let text = "";
      const pieces = await openai.chat.completions.create({ ...chat, model, stream: true });
      for await (const { choices } of pieces) {
        text += choices[0]?.delta.content ?? "";
        if (text.length >= most) break;
      }
      return text;
    };
    expect(await read("my-chat", 9)).toBe("ab");
    expect(await read("endless", 1)).toBe("a");
    await Promise.all(
      server.open().map((socket) => new Promise((resolve) => socket.once("close", resolve))),
    );
  });

  it("throws the errors of openai, with the service's words, after its own retries", async () => {
    let attempts = 0;
    const { options, server } = await started((_request, response) => {
      response.setHeader("x-request-id", "r-1");
      response.setHeader("retry-after", "0");
      attempts++;
      json(response, { error_code: "REQUEST_LIMIT_EXCEEDED", message: "slow down" }, 429);
    });
    const openai = new OpenAI({ ...options, maxRetries: 1 });
    const error: unknown = await openai.chat.completions.create(chat).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ status: 429, code: "REQUEST_LIMIT_EXCEEDED", requestID: "r-1" });
    expect((error as Error).message).toContain("slow down");
    expect(attempts).toBe(2);
    expect(server.seen).toHaveLength(2);
  });

  it("stops at the caller's signal, before and after the answer begins", async () => {
    const { openai, server } = await started(({ body }, response) => {
      if (body.includes("stream")) stream(response, "a");
    });
    const run = openai.chat.completions.create(chat, { signal: AbortSignal.timeout(50) });
    await expect(run).rejects.toThrow(APIUserAbortError);
    const controller = new AbortController();
    const { signal } = controller;
    const pieces = await openai.chat.completions.create({ ...chat, stream: true }, { signal });
    for await (const _piece of pieces) controller.abort();
    await Promise.all(
      server.open().map((socket) => new Promise((resolve) => socket.once("close", resolve))),
    );
  });
});

describe("openAiOptions", () => {
  it("holds no secret, and sends it nowhere else", async () => {
    const { options, server } = await started((_request, response) => json(response, answer));
    expect(inspect(options, { depth: 9, showHidden: true })).not.toContain("secret-token");
    const elsewhere = new OpenAI({
      ...options,
      baseURL: "https://elsewhere.test/v1",
      maxRetries: 0,
    });
    const error: unknown = await elsewhere.chat.completions.create(chat).catch((e: unknown) => e);
    expect((error as Error).cause).toBeInstanceOf(InvalidRequestError);
    expect(server.seen).toEqual([]);
    await expect(options.fetch("http://127.0.0.1.evil.test/")).rejects.toThrow(InvalidRequestError);
    await expect(options.fetch(new URL("http://localhost/"))).rejects.toThrow(/keep its baseURL/);
  });

  it("has a fetch that takes what fetch takes", async () => {
    const { options, server } = await started((request, response) => {
      if (request.method === "DELETE") response.writeHead(204).end();
      else json(response, { url: request.url });
    });
    const address = `${options.baseURL}/a?b=c%20d`;
    const form = new FormData();
    form.set("k", "v");
    const sent = [
      await options.fetch(address),
      await options.fetch(new URL(address), { method: "post", body: new Uint8Array([65]) }),
      await options.fetch(new Request(address, { method: "PUT", body: "text" })),
      await options.fetch(address, { method: "POST", body: form }),
      await options.fetch(address, { method: "DELETE" }),
    ];
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200, 200, 204]);
    expect(await sent[0]?.json()).toEqual({ url: "/serving-endpoints/a?b=c%20d" });
    expect(server.seen.map(({ method }) => method)).toEqual([
      "GET",
      "POST",
      "PUT",
      "POST",
      "DELETE",
    ]);
    expect(server.seen.slice(0, 3).map(({ body }) => body)).toEqual(["", "A", "text"]);
    expect(server.seen[3]?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(server.seen[3]?.body).toContain('name="k"');
  });

  it("needs a host", async () => {
    const client = new ApiClient({ token: "t", env: {}, configFile: "/nowhere" });
    closing.push(() => client.close());
    await expect(new ServingEndpoints(client).openAiOptions()).rejects.toThrow(ConfigError);
  });
});
