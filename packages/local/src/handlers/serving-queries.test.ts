import OpenAI from "openai";
import { describe, expect } from "vitest";
import { proof, type Proof } from "../testing/proof.js";

const CHAT = "databricks-meta-llama-3-3-70b-instruct";
const EMBEDDINGS = "databricks-gte-large-en";
const INVOCATIONS = `/serving-endpoints/${CHAT}/invocations`;
const said = (content: unknown): object => ({ messages: [{ role: "user", content }] });

/** OpenAI's own client, as its users point it at a workspace. */
function openAi({ workspace }: Proof): OpenAI {
  return new OpenAI({
    baseURL: `${workspace.host}/serving-endpoints`,
    apiKey: workspace.token,
    maxRetries: 0,
  });
}

/** The data of server-sent events. */
async function eventsOf(response: Response): Promise<string[]> {
  const text = await response.text();
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => data ?? "");
}

describe("queries of serving endpoints", () => {
  proof(
    ["serving.ServingEndpointsAPI.query"],
    "are answered with what was asked, by every path",
    async ({ call, send }) => {
      const body = said([
        { type: "text", text: "hello" },
        { type: "image_url", image_url: "x" },
      ]);
      const paths = [INVOCATIONS, `/api/2.0${INVOCATIONS}`];
      const served = `/serving-endpoints/${CHAT}/served-models/${CHAT}/invocations`;
      for (const path of [...paths, served, "/serving-endpoints/chat/completions"]) {
        const response = await send("POST", path, { model: CHAT, tools: [], ...body });
        expect(response.headers.get("served-model-name")).toBe(CHAT);
        expect(await response.json()).toMatchObject({
          object: "chat.completion",
          model: CHAT,
          choices: [{ message: { role: "assistant", content: "hello" }, finish_reason: "stop" }],
          usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
        });
      }
      const config = { served_entities: [{ entity_name: "a.b.c", entity_version: "1" }] };
      await call("POST", "/api/2.0/serving-endpoints", { name: "model", config });
      await call("GET", "/api/2.0/serving-endpoints/model");
      await call("GET", "/api/2.0/serving-endpoints/model");
      const rows = [
        { a: 1, b: "x" },
        { a: 2, b: null },
      ];
      for (const asked of [
        { dataframe_split: { columns: ["a", "b"], data: [[1, "x"], [2]] } },
        { dataframe_records: rows },
        { instances: rows },
        { inputs: rows },
      ]) {
        const answer = await call("POST", "/serving-endpoints/model/invocations", asked);
        expect(answer).toEqual({ predictions: rows });
      }
    },
  );

  proof(["serving.ServingEndpointsAPI.query"], "can be sent by OpenAI's client", async (p) => {
    const client = openAi(p);
    const messages = [{ role: "user" as const, content: "one two\nthree" }];
    const options = { include_usage: true };
    const chunks = await client.chat.completions.create({
      model: CHAT,
      messages,
      stream: true,
      stream_options: options,
    });
    const parts: string[] = [];
    for await (const { choices, usage } of chunks) {
      parts.push(choices[0]?.delta.content ?? (usage ? `${usage.total_tokens} tokens` : "|"));
    }
    expect(parts).toEqual(["one", " two", "\nthree", "|", "6 tokens"]);
    const input = ["a", "b", "a"];
    const { data } = await client.embeddings.create({ model: EMBEDDINGS, input, dimensions: 8 });
    const [first = [], second, third] = data.map(({ embedding }) => embedding);
    expect(first).toHaveLength(8);
    expect(Math.hypot(...first)).toBeCloseTo(1, 5);
    expect(first).toEqual(third);
    expect(first).not.toEqual(second);
    const response = await client.responses.create({ model: CHAT, input: "hi there" });
    expect(response.output_text).toBe("hi there");
    const streamed = client.responses.stream({ model: CHAT, input: "hi there" });
    expect((await streamed.finalResponse()).output).toMatchObject([
      { role: "assistant", content: [{ type: "output_text", text: "hi there" }] },
    ]);
    const completion = client.completions.create({ model: CHAT, prompt: "abc" });
    expect((await completion).choices[0]?.text).toBe("abc");
    const unknown = client.chat.completions.create({ model: "no", messages });
    await expect(unknown).rejects.toMatchObject({ status: 404 });
  });

  proof(
    ["serving.ServingEndpointsAPI.query"],
    "are streamed as server-sent events",
    async ({ send, workspace }) => {
      const response = await send("POST", INVOCATIONS, { ...said("a b"), stream: true });
      expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
      const events = await eventsOf(response);
      expect(events.pop()).toBe("[DONE]");
      const chunks = events.map((event) => JSON.parse(event) as { choices: object[] });
      expect(chunks.map(({ choices }) => choices[0])).toEqual([
        { index: 0, delta: { role: "assistant", content: "a" }, finish_reason: null },
        { index: 0, delta: { content: " b" }, finish_reason: null },
        { index: 0, delta: {}, finish_reason: "stop" },
      ]);
      const prompt = { prompt: "a b", stream: true, model: CHAT };
      const completion = await send("POST", "/serving-endpoints/completions", prompt);
      expect((await eventsOf(completion)).at(-1)).toBe("[DONE]");
      expect(workspace.journal.entries().at(-1)?.operation).toBe(
        "serving.ServingEndpointsAPI.query",
      );
    },
  );

  proof(
    ["serving.ServingEndpointsAPI.query"],
    "are answered by handlers",
    async (p) => {
      const ask = (body: object): Promise<Response> => p.send("POST", INVOCATIONS, body);
      expect(await (await ask(said("whole"))).json()).toEqual({ id: "mine" });
      const parts = (await (await ask(said("parts"))).json()) as { choices: object[] };
      expect(parts.choices).toMatchObject([{ message: { content: "I am me@example.com" } }]);
      const streamed = await eventsOf(await ask({ ...said("parts"), stream: true }));
      expect(streamed).toHaveLength(5);
      const broken = await eventsOf(await ask({ ...said("broken"), stream: true }));
      expect(JSON.parse(broken.at(-1) ?? "")).toMatchObject({
        error: { message: `The serving handler of endpoint ${CHAT} failed: lost` },
      });
      const raw = await ask(said("raw"));
      expect([raw.status, await raw.text()]).toEqual([429, "slow down"]);
      const other = `/serving-endpoints/${EMBEDDINGS}/invocations`;
      expect(await p.call("POST", other, { input: "x" })).toMatchObject({ model: "any" });
    },
    {
      serving: {
        [CHAT]: ({ body, userName }) => {
          const [{ content }] = body["messages"] as [{ content: string }];
          switch (content) {
            case "parts":
              return inTurn(["I ", "am ", userName]);
            case "broken":
              return inTurn(["I ", new Error("lost")]);
            case "raw":
              return new Response("slow down", { status: 429 });
            default:
              return { id: "mine" };
          }
        },
        "*": () => ({ object: "list", model: "any", data: [] }),
      },
    },
  );

  proof(
    ["serving.ServingEndpointsAPI.query"],
    "are answered by scripts first, given in TypeScript or by the control endpoints",
    async (p) => {
      const { servingReplies } = p.workspace;
      const say = async (): Promise<string | null | undefined> => {
        const messages = [{ role: "user" as const, content: "echo" }];
        const answer = await openAi(p).chat.completions.create({ model: CHAT, messages });
        return answer.choices[0]?.message.content;
      };
      servingReplies.add({ endpoint: CHAT, text: "scripted", times: 2 });
      servingReplies.add({ endpoint: "other", text: "not for this one" });
      await p.call("POST", "/_local/serving/replies", { endpoint: CHAT, chunks: ["in ", "parts"] });
      await p.call("POST", "/_local/serving/replies", { endpoint: CHAT, status: 429 });
      const { replies } = await p.call<{ replies: object[] }>("GET", "/_local/serving/replies");
      expect(replies).toHaveLength(4);
      expect([await say(), await say(), await say()]).toEqual(["scripted", "scripted", "in parts"]);
      await expect(say()).rejects.toMatchObject({ status: 429 });
      expect(await say()).toBe("echo");
      await p.call("DELETE", "/_local/serving/replies");
      expect(servingReplies.list()).toEqual([]);
      servingReplies.add({ endpoint: CHAT, text: "gone by then" });
      await p.workspace.reset();
      expect(await say()).toBe("echo");
      const wrong = [{}, { endpoint: CHAT }, { endpoint: CHAT, text: "a", status: 500 }];
      const more = [
        { endpoint: CHAT, status: 200 },
        { endpoint: CHAT, text: "a", times: 0 },
      ];
      for (const body of [...wrong, ...more]) {
        const failed = await p.error("POST", "/_local/serving/replies", body);
        expect(failed).toMatchObject({ status: 400, errorCode: "INVALID_PARAMETER_VALUE" });
      }
    },
  );

  let sent = 0;
  let end: (how: string) => void;
  const over = new Promise<string>((resolve) => {
    end = resolve;
  });
  proof(
    ["serving.ServingEndpointsAPI.query"],
    "wait for who reads slowly, and end with them",
    async ({ send }) => {
      const response = await send("POST", INVOCATIONS, { ...said("x"), stream: true });
      const reader = response.body?.getReader();
      await reader?.read();
      const before = sent;
      expect(before).toBeLessThan(5000);
      await reader?.cancel();
      expect(await over).toBe("the client is gone");
    },
    {
      serving: {
        [CHAT]: async function* ({ signal }) {
          try {
            for (; sent < 100_000; sent += 1) yield "x".repeat(1000);
            end("everything was sent");
          } finally {
            const { message } = (signal.reason ?? new Error("not aborted")) as Error;
            end(message);
          }
        },
      },
    },
  );

  proof([], "say what is wrong with them", async (p) => {
    const chat = await p.error("POST", INVOCATIONS, { input: "x" });
    expect(chat).toMatchObject({ status: 400, errorCode: "BAD_REQUEST" });
    expect(chat.message).toContain("one of messages");
    const model = await p.error("POST", "/serving-endpoints/chat/completions", said("x"));
    expect(model.message).toContain("model must be given");
    expect(await p.error("POST", "/serving-endpoints/no/invocations", said("x"))).toMatchObject({
      status: 404,
      errorCode: "RESOURCE_DOES_NOT_EXIST",
    });
    const served = `/serving-endpoints/${CHAT}/served-models/no/invocations`;
    expect(await p.error("POST", served, said("x"))).toMatchObject({ status: 404 });
    expect(await p.error("POST", INVOCATIONS, said("x"), { token: null })).toMatchObject({
      status: 401,
    });
    const dimensions = { model: EMBEDDINGS, input: "x", dimensions: 0 };
    expect(await p.error("POST", "/serving-endpoints/embeddings", dimensions)).toMatchObject({
      status: 400,
    });
    const external_model = { name: "gpt", provider: "openai", task: "llm/v1/chat" };
    const rate_limits = [{ key: "user", calls: 0, renewal_period: "minute" }];
    const limited = {
      config: { served_entities: [{ external_model }] },
      ai_gateway: { rate_limits },
    };
    await p.call("POST", "/api/2.0/serving-endpoints", { name: "limited", ...limited });
    p.workspace.clock.advance(60_000);
    const often = { model: "limited", ...said("x") };
    expect(await p.error("POST", "/serving-endpoints/chat/completions", often)).toMatchObject({
      status: 429,
      errorCode: "REQUEST_LIMIT_EXCEEDED",
    });
    const { headers } = await p.send("POST", "/serving-endpoints/chat/completions", often);
    const seconds = Number(headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    p.workspace.faults.add({ match: "serving.ServingEndpointsAPI.query", status: 503, times: 1 });
    const alias = "/serving-endpoints/chat/completions";
    const failed = await p.error("POST", alias, { model: CHAT, ...said("x") });
    expect(failed).toMatchObject({ status: 503 });
  });
});

async function* inTurn(parts: readonly (Error | string)[]): AsyncIterable<string> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield part;
  }
}
