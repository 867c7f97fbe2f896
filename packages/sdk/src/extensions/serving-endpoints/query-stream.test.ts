import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { serve, type Served } from "../../api-client/testing/client.js";
import type { ClientOptions } from "../../api-client/index.js";
import {
  ApiError,
  ConnectionError,
  DatabricksError,
  InvalidResponseError,
  NotFound,
  TimeoutError,
  TooManyRequests,
} from "../../errors/index.js";
import { type Handler, json } from "../../http/testing/local-server.js";
import { systemClock } from "../../internal/index.js";
import { ServingEndpoints } from "./serving-endpoints.js";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Started = Served & { readonly endpoints: ServingEndpoints };

async function started(handler: Handler, options: ClientOptions = {}): Promise<Started> {
  const served = await serve(handler, { clock: systemClock, ...options });
  closing.push(() => served.close());
  return { ...served, endpoints: new ServingEndpoints(served.client) };
}

function begin(response: ServerResponse, headers: Record<string, string> = {}): void {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", ...headers });
}

/** Answers with these parts of a stream, each a chunk of its own. */
const answering =
  (...parts: readonly (string | Uint8Array)[]): Handler =>
  async (_request, response) => {
    begin(response);
    for (const part of parts) await new Promise((resolve) => response.write(part, resolve));
    response.end();
  };

const piece = (content: string): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
const done = "data: [DONE]\n\n";
const chat = { name: "my chat", messages: [{ role: "user", content: "hi" }] };

async function textOf(endpoints: ServingEndpoints): Promise<string> {
  let text = "";
  for await (const { choices = [] } of await endpoints.queryStream(chat)) {
    for (const { delta } of choices) text += delta?.content ?? "";
  }
  return text;
}

function closed(sockets: readonly Socket[]): Promise<unknown> {
  return Promise.all(
    sockets.map((socket) => socket.destroyed || new Promise((end) => socket.once("close", end))),
  );
}

describe("queryStream", () => {
  it("asks for a stream and gives its pieces", async () => {
    const { endpoints, server } = await started((_request, response) => {
      begin(response, { "served-model-name": "m-1" });
      response.end(piece("Hel") + piece("lo") + done);
    });
    const stream = await endpoints.queryStream(chat, { headers: { "x-mine": "1" } });
    expect(stream.servedModelName).toBe("m-1");
    const pieces = [];
    for await (const part of stream) pieces.push(part);
    expect(pieces.map(({ choices }) => choices?.[0]?.delta)).toEqual([
      { content: "Hel" },
      { content: "lo" },
    ]);
    const [request] = server.seen;
    expect(request).toMatchObject({
      method: "POST",
      url: "/serving-endpoints/my%20chat/invocations",
    });
    expect(request?.headers).toMatchObject({ accept: "text/event-stream", "x-mine": "1" });
    expect(JSON.parse(request?.body ?? "")).toEqual({ messages: chat.messages, stream: true });
    expect(chat).not.toHaveProperty("stream");
  });

  it("reads the same when each byte comes alone, also within characters and line ends", async () => {
    const text = (piece("grüß ") + piece("😀")).replaceAll("\n", "\r\n") + done;
    const bytes = Array.from(Buffer.from(text), (byte) => Uint8Array.of(byte));
    const { endpoints } = await started(answering(...bytes));
    expect(await textOf(endpoints)).toBe("grüß 😀");
  });

  it("keeps integers exact, and takes pieces of any kind", async () => {
    const { endpoints } = await started(answering('data: {"row": 9007199254740993}\n\n'));
    const rows: bigint[] = [];
    for await (const { row } of await endpoints.queryStream<{ row: bigint }>({ name: "n" })) {
      rows.push(row);
    }
    expect(rows).toEqual([9_007_199_254_740_993n]);
  });

  it("ends where the body does, mark or not, and uses the connection again", async () => {
    const { endpoints, server } = await started((request, response) => {
      begin(response);
      response.end(request.url.includes("my") ? piece("a") + done : piece("a"));
    });
    for (let i = 0; i < 3; i++) expect(await textOf(endpoints)).toBe("a");
    const others = await endpoints.queryStream({ name: "other" });
    for await (const { choices } of others) expect(choices).toHaveLength(1);
    expect(await textOf(endpoints)).toBe("a");
    expect(server.accepted()).toBe(1);
  });

  it("does not wait for a body that goes on after the mark", async () => {
    const { endpoints, server } = await started((_request, response) => {
      begin(response);
      response.write(piece("a") + done);
      response.write(": still here\n\n");
    });
    expect(await textOf(endpoints)).toBe("a");
    await closed(server.open());
  });

  it("can be read once", async () => {
    const { endpoints } = await started(answering(piece("a"), done));
    const stream = await endpoints.queryStream(chat);
    for await (const _piece of stream) break;
    expect(() => stream[Symbol.asyncIterator]()).toThrow(DatabricksError);
  });
});

describe("a stream that fails", () => {
  it.each([
    [
      'event: error\ndata: {"error_code":"REQUEST_LIMIT_EXCEEDED","message":"slow down"}',
      "slow down",
    ],
    ['data: {"error":{"message":"slow down","type":"rate_limit","code":429}}', "slow down"],
    ['data: {"error":{"message":"slow down","status":"429"}}', "slow down"],
  ])("with %s is the error of the service", async (event, said) => {
    const { endpoints } = await started((_request, response) => {
      begin(response, { "x-request-id": "r-1" });
      response.end(`${piece("a")}${event}\n\n${piece("never")}`);
    });
    const seen: unknown[] = [];
    const run = (async () => {
      for await (const part of await endpoints.queryStream(chat)) seen.push(part);
    })();
    await expect(run).rejects.toThrow(TooManyRequests);
    await expect(run).rejects.toMatchObject({
      requestId: "r-1",
      path: "/serving-endpoints/my%20chat/invocations",
    });
    await expect(run).rejects.toThrow(said);
    expect(seen).toHaveLength(1);
  });

  it("tells the error that the server sent, not that it then hung up", async () => {
    const { endpoints } = await started((_request, response) => {
      begin(response);
      response.write('event: error\ndata: {"message":"overloaded"}\n\n', () =>
        response.socket?.resetAndDestroy(),
      );
    });
    const run = textOf(endpoints);
    await expect(run).rejects.toThrow(ApiError);
    await expect(run).rejects.toMatchObject({ status: 500 });
    await expect(run).rejects.toThrow("overloaded");
  });

  it("is no piece for a field that is called error and empty", async () => {
    const { endpoints } = await started(
      answering('data: {"choices":[],"error":null}\n\n', 'data: {"error":"","x":1}\n\n'),
    );
    expect(await textOf(endpoints)).toBe("");
  });

  it("by breaking off says so", async () => {
    const { endpoints } = await started((_request, response) => {
      begin(response);
      response.write(piece("a"), () => response.socket?.resetAndDestroy());
    });
    await expect(textOf(endpoints)).rejects.toThrow(ConnectionError);
  });

  it("says so of what is no JSON, without showing it", async () => {
    const { endpoints } = await started(answering("data: secret words\n\n"));
    await expect(textOf(endpoints)).rejects.toThrow(InvalidResponseError);
    await expect(textOf(endpoints)).rejects.not.toThrow(/secret/);
  });

  it("points to query where the endpoint does not stream", async () => {
    const { endpoints, server } = await started((_request, response) => json(response, { id: 1 }));
    await expect(endpoints.queryStream(chat)).rejects.toThrow(/does not stream: use query/);
    await closed(server.open());
  });

  it("is an error of the call where it does not begin", async () => {
    const { endpoints } = await started((_request, response) =>
      json(response, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "no endpoint" }, 404),
    );
    await expect(endpoints.queryStream(chat)).rejects.toThrow(NotFound);
  });
});

/** A server that writes for ever, as fast as it is read. */
const endless: Handler = (_request, response) => {
  begin(response);
  const more = (): void => {
    while (!response.destroyed && response.write(piece("x".repeat(10_000))));
    response.once("drain", more);
  };
  more();
};

describe("a stream that does not end", () => {
  it("is let go of when the loop is left", async () => {
    const { endpoints, server } = await started(endless);
    let count = 0;
    for await (const _piece of await endpoints.queryStream(chat)) if (++count === 3) break;
    await closed(server.open());
  });

  it("is let go of when an error leaves the loop", async () => {
    const { endpoints, server } = await started(endless);
    const run = (async () => {
      for await (const _piece of await endpoints.queryStream(chat)) throw new Error("mine");
    })();
    await expect(run).rejects.toThrow("mine");
    await closed(server.open());
  });

  it("is let go of when nobody reads it", async () => {
    const { endpoints, server } = await started(endless);
    const stream = await endpoints.queryStream(chat);
    await stream[Symbol.asyncDispose]();
    await closed(server.open());
  });

  it("ends for who reads it when it is disposed of", async () => {
    const { endpoints } = await started((_request, response) => {
      begin(response);
      response.write(piece("a"));
    });
    const stream = await endpoints.queryStream(chat);
    const pieces = stream[Symbol.asyncIterator]();
    expect((await pieces.next()).done).toBe(false);
    const waiting = pieces.next();
    await stream[Symbol.asyncDispose]();
    expect((await waiting).done).toBe(true);
  });

  it("waits for a slow reader", async () => {
    let written = 0;
    const { endpoints } = await started((_request, response) => {
      begin(response);
      const event = piece("x".repeat(10_000));
      const more = (): void => {
        do written += event.length;
        while (!response.destroyed && response.write(event));
        response.once("drain", more);
      };
      more();
    });
    const pieces = (await endpoints.queryStream(chat))[Symbol.asyncIterator]();
    let before = -1;
    while (before !== written) {
      before = written;
      await pieces.next();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // Sockets and queues hold some of it, and not more however long nobody reads.
    expect(written).toBeLessThan(30_000_000);
    await pieces.return();
  });

  it("stops at the caller's signal", async () => {
    const { endpoints, server } = await started(endless);
    const controller = new AbortController();
    const run = (async () => {
      for await (const _piece of await endpoints.queryStream(chat, { signal: controller.signal })) {
        controller.abort(new Error("enough"));
      }
    })();
    await expect(run).rejects.toThrow("enough");
    await closed(server.open());
  });

  it("stops at the caller's signal before pieces that have come already", async () => {
    const { endpoints } = await started(answering(piece("a") + piece("b") + piece("c") + done));
    const controller = new AbortController();
    const { signal } = controller;
    let pieces = 0;
    const run = (async () => {
      for await (const _piece of await endpoints.queryStream(chat, { signal })) {
        pieces++;
        controller.abort(new Error("enough"));
      }
    })();
    await expect(run).rejects.toThrow("enough");
    expect(pieces).toBe(1);
  });

  it("stops when the call's time is over, also between pieces", async () => {
    const { endpoints, server } = await started((_request, response) => {
      begin(response);
      response.write(piece("a"));
    });
    const run = (async () => {
      for await (const _piece of await endpoints.queryStream(chat, { timeout: 100 }));
    })();
    await expect(run).rejects.toThrow(TimeoutError);
    await closed(server.open());
  });

  it.each([0, -1, Number.NaN, "soon"])(
    "is not asked for with a stallTimeout of %s",
    async (wrong) => {
      const { endpoints, server } = await started(endless);
      const run = endpoints.queryStream(chat, { stallTimeout: wrong as number });
      await expect(run).rejects.toThrow(/stallTimeout is .*: give milliseconds/);
      expect(server.seen).toEqual([]);
    },
  );

  it.each<[string, ClientOptions, object]>([
    ["the call", {}, { stallTimeout: 50 }],
    ["the client", { httpTimeoutSeconds: 0.05 }, {}],
  ])("fails when it is silent for longer than %s allows", async (_who, client, options) => {
    const { endpoints, server } = await started((_request, response) => {
      begin(response);
      response.write(piece("a"));
    }, client);
    const run = (async () => {
      for await (const _piece of await endpoints.queryStream(chat, options));
    })();
    await expect(run).rejects.toThrow(TimeoutError);
    await expect(run).rejects.toThrow(/silent for 0.05 s/);
    await closed(server.open());
  });

  it("does not count the time that the reader takes, nor comments, as silence", async () => {
    const { endpoints } = await started(async (_request, response) => {
      begin(response);
      for (let i = 0; i < 8; i++) {
        await new Promise((resolve) => setTimeout(resolve, 30));
        response.write(": ping\n\n");
      }
      response.end(piece("a") + piece("b"));
    });
    const stream = await endpoints.queryStream(chat, { stallTimeout: 150 });
    let count = 0;
    for await (const _piece of stream) {
      count++;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(count).toBe(2);
  });
});
