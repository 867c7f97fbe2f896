import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import type { LocalWorkspace } from "databricks-local";
import { WorkspaceClient } from "databricks-sdk-ts";
import { afterAll, expect } from "vitest";
import { sha256 } from "../../support/both-sdks.js";
import { clientOptions, failure, until } from "../../support/lab.js";
import { StillTime } from "../../support/still-time.js";
import { LabServer, type Storage } from "./lab-server.js";
import { Wire } from "./wire.js";

/** A client of a local workspace, whose requests, log and errors are kept, and what both have. */
export class TransferLab {
  readonly wire: Wire;
  readonly w: WorkspaceClient;
  readonly #server: LabServer;
  readonly #time: StillTime;
  readonly #log: string[] = [];
  readonly #errors: unknown[] = [];

  constructor(server: LabServer) {
    this.#server = server;
    // Parts wait side by side, and nothing here has a deadline.
    this.#time = new StillTime({ patience: 2 });
    this.wire = new Wire(this.#time.transport);
    const { host, token } = server.local;
    const write = (message: string): void => void this.#log.push(message);
    this.w = new WorkspaceClient({
      ...clientOptions(this.#time),
      host,
      token,
      transport: this.wire.transport,
      logger: { debug: write, info: write, warn: write, error: write },
      debugHeaders: true,
      debugTruncateBytes: 100_000,
    });
  }

  get local(): LocalWorkspace {
    return this.#server.local;
  }

  /** Where a file of that name is in the workspace. */
  at(name: string): string {
    return `${this.#server.volume}/${name}`;
  }

  /** Where a file of that name is on the client's machine. */
  mine(name: string): string {
    return join(this.#server.mine, name);
  }

  /** Puts a file there without the SDK. */
  async put(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const url = `${this.local.host}/api/2.0/fs/files${this.at(name)}?overwrite=true`;
    const headers = { authorization: `Bearer ${this.local.token}` };
    const { status } = await fetch(url, { method: "PUT", headers, body: bytes });
    expect(status).toBe(204);
  }

  /** The hash of what the server has under that name. */
  stored(name: string): string | undefined {
    return hashOf(this.#server.place(name));
  }

  /** The hash of what is in a file of the client's machine. */
  saved(name: string): string | undefined {
    return hashOf(this.mine(name));
  }

  /** See {@link LabServer.left}. */
  left(): readonly string[] {
    return this.#server.left();
  }

  /** Expects that {@link left} comes to this: the server may hear late that a client is gone. */
  async expectLeft(...names: readonly string[]): Promise<void> {
    const wanted = names.toSorted();
    const isSo = (): boolean => JSON.stringify(this.left()) === JSON.stringify(wanted);
    await until(isSo).catch(() => undefined);
    expect(this.left()).toEqual(wanted);
  }

  /** Milliseconds that the client waited for, each time. */
  pauses(): readonly number[] {
    return this.#time.sleeps;
  }

  /** Resolves when the fault rule of that number has hit a request. */
  hit(rule = 0): Promise<void> {
    return until(() => (this.local.faults.list()[rule]?.hits ?? 0) > 0);
  }

  /** What the promise rejects with; kept, to be searched for secrets. */
  async failure(promise: Promise<unknown>): Promise<unknown> {
    const error = await failure(promise);
    this.#errors.push(error);
    return error;
  }

  /** Stops the server, and starts it again at the same address; no request leaves meanwhile. */
  restart(): Promise<void> {
    const again = this.stop().then(() => this.start());
    this.wire.gate = again;
    return again;
  }

  /** Stops the server. */
  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** Starts a stopped server again, at the same address. */
  start(): Promise<void> {
    return this.#server.startAgain();
  }

  /**
   * Expects that credentials went to the workspace, and to nobody else; and that neither log nor
   * errors show them, or an address that is a permission in itself.
   */
  expectDiscreet(): void {
    const { history } = this.wire;
    const credentials = /^(authorization|cookie|x-databricks-.*)$/;
    for (const { toStorage, purpose, request } of history) {
      const given = Object.keys(request.headers).filter((name) => credentials.test(name));
      if (toStorage) expect(given).toEqual([]);
      else if (purpose !== "other") expect(given).toContain("authorization");
    }
    const signatures = history.flatMap(({ url }) => url.searchParams.get("signature") ?? []);
    const secrets = [...new Set([this.local.token, ...signatures])];
    const told = [...this.#log, ...this.#errors.map(wholly)].join("\n");
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
  }

  /** Ends the client's connections. */
  async close(): Promise<void> {
    await this.#time.transport.close?.();
  }
}

/** Servers on which no story is being told. */
const idle = new Map<Storage, LabServer>();

afterAll(async () => {
  for (const server of idle.values()) await server.close();
});

/**
 * Tells a story with a client of its own, at a workspace in which nothing is left of earlier ones.
 * Whatever happens in it, nobody gives secrets away.
 */
export async function inLab(
  storage: Storage,
  story: (lab: TransferLab) => Promise<void>,
): Promise<void> {
  const server = idle.get(storage) ?? (await LabServer.start(storage));
  idle.delete(storage);
  const lab = new TransferLab(server);
  let isTidy = false;
  try {
    await story(lab);
    lab.expectDiscreet();
    isTidy = server.tidy();
  } finally {
    await lab.close();
    if (isTidy) idle.set(storage, server);
    else await server.close();
  }
}

function hashOf(place: string): string | undefined {
  return existsSync(place) ? sha256(readFileSync(place)) : undefined;
}

/** An error in every way that one may be shown. */
function wholly(error: unknown): string {
  const shown = inspect(error, { depth: Infinity, showHidden: true });
  return [String(error), shown, JSON.stringify(error)].join("\n");
}
