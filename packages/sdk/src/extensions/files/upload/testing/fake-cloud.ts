import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { ApiClient, type ClientOptions } from "../../../../api-client/index.js";
import {
  type HttpRequest,
  type HttpResponse,
  nodeTransport,
  type Transport,
} from "../../../../http/index.js";
import { FakeClock } from "../../../../http/testing/fake-clock.js";
import { systemClock } from "../../../../internal/index.js";
import type { Action, Fault, SeenRequest } from "./fault.js";
import { Uploads } from "./uploads.js";

const proxy = "http://storage-proxy.databricks.com";

/** What a {@link FakeCloud} is made with. */
export interface FakeCloudOptions {
  readonly kind?: "multipart" | "resumable";
  readonly client?: ClientOptions;
  /** What goes wrong with a request; `undefined`: nothing. Told how many of its action came before. */
  readonly fault?: ((request: SeenRequest, before: number) => Fault | undefined) | undefined;
  /** Called when a body has been read. */
  readonly onRequest?: (request: SeenRequest) => void | Promise<void>;
}

/** A workspace and its storage, as two servers, and a client of the former. */
export class FakeCloud {
  readonly seen: SeenRequest[] = [];
  readonly uploads: Uploads;
  readonly clock: FakeClock = new FakeClock((milliseconds) => milliseconds >= 60_000);
  #options: FakeCloudOptions;
  #client: ApiClient | undefined;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  private constructor(options: FakeCloudOptions) {
    this.#options = options;
    this.uploads = new Uploads(options.kind ?? "multipart");
  }

  static async start(options: FakeCloudOptions = {}): Promise<FakeCloud> {
    const cloud = new FakeCloud(options);
    const workspace = await cloud.#listen("workspace");
    cloud.uploads.origin = await cloud.#listen("storage");
    cloud.#client = new ApiClient({
      host: workspace,
      token: "dapi0123456789abcdef",
      workspaceId: "77",
      accountId: "a",
      env: {},
      transport: cloud.#transport(),
      clock: cloud.clock,
      random: () => 0,
      ...options.client,
    });
    await cloud.api.config.ready({
      transport: cloud.api.runtime.transport,
      clock: systemClock,
    });
    cloud.seen.length = 0;
    return cloud;
  }

  get api(): ApiClient {
    return this.#client as ApiClient;
  }

  /** The actions seen, in order. */
  get actions(): Action[] {
    return this.seen.map(({ action }) => action);
  }

  count(action: Action): number {
    return this.seen.filter((request) => request.action === action).length;
  }

  async close(): Promise<void> {
    await this.#client?.runtime.transport.close?.();
    for (const socket of this.#sockets) socket.destroy();
    for (const server of this.#servers) await new Promise((done) => server.close(done));
  }

  /** The storage proxy has a fixed address, at which the server of storage stands in for it. */
  #transport(): Transport {
    const transport = nodeTransport({ proxy: false });
    const send = (request: HttpRequest): Promise<HttpResponse> =>
      transport.send({ ...request, url: request.url.replace(proxy, this.uploads.origin) });
    return { ...transport, send };
  }

  async #listen(place: SeenRequest["place"]): Promise<string> {
    const server = createServer((message, response) => {
      this.#handle(place, message, response).catch(() => response.destroy());
    });
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    this.#servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async #handle(
    place: SeenRequest["place"],
    message: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { method = "", url = "", headers } = message;
    const action = this.uploads.actionOf(method, url, headers);
    const number = Number(new URLSearchParams(url.split("?")[1]).get("part_number") ?? 0);
    const facts = { action, place, method, url, headers, number };
    const fault = this.#options.fault?.({ ...facts, size: 0 }, this.count(action));
    if (typeof fault === "object" && "early" in fault) {
      this.seen.push({ ...facts, size: 0 });
      response.writeHead(fault.early, { connection: "close" }).end(fault.body);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const request = { ...facts, size: body.length };
    this.seen.push(request);
    await this.#options.onRequest?.(request);
    this.#answer(request, body, fault, response);
  }

  #answer(
    request: SeenRequest,
    body: Buffer,
    fault: Fault | undefined,
    response: ServerResponse,
  ): void {
    if (fault === "silence") return;
    if (fault === "cut") return void response.socket?.resetAndDestroy();
    if (typeof fault === "object" && "status" in fault) {
      response.writeHead(fault.status, fault.headers).end(fault.body);
      return;
    }
    const kept = typeof fault === "object" && "kept" in fault ? fault.kept : undefined;
    const { status, headers, json } = this.uploads.answer(request, body, kept);
    if (fault === "lost" || kept !== undefined) return void response.socket?.resetAndDestroy();
    response.writeHead(status, headers).end(json === undefined ? "" : JSON.stringify(json));
  }
}
