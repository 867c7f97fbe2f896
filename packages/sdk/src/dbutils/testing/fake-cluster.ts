import { type Handler, json, type SeenRequest } from "../../http/testing/local-server.js";
import { FakeClock } from "../../http/testing/fake-clock.js";
import { type ClientOptions } from "../../api-client/index.js";
import { serve, type Served } from "../../api-client/testing/client.js";
import type { Json } from "../json.js";
import { RemoteDbutils } from "../remote/remote-dbutils.js";

/** A call of the cluster's dbutils, read from the script that was sent. */
export interface ScriptCall {
  readonly method: string;
  readonly args: readonly Json[];
  readonly kwargs: Readonly<Record<string, Json>>;
}

/** How a command ends; without `results` it never does. */
export interface Ending {
  readonly status: string;
  readonly results?: unknown;
}

/** A cluster with the command execution API, on a real server. */
export class FakeCluster {
  /** Paths of the commands API in the order they came, without polls; and starts of the cluster. */
  readonly events: string[] = [];
  readonly scripts: string[] = [];
  readonly contexts = new Set<string>();
  state = "RUNNING";
  contextStatus = "Running";
  /** Forgets every context as soon as it is open. */
  loseContexts = false;
  /** Answers the next calls of a path with an error of API 1.2, or with any status and body. */
  readonly failures = new Map<
    string,
    string | { readonly status: number; readonly body: string }
  >();
  /** What commands end in. Default: they return their arguments. */
  onCall: (call: ScriptCall) => Ending = ({ args }) => returned(args);
  readonly #commands = new Map<string, Ending>();
  #ids = 0;

  readonly handler: Handler = (request, response) => {
    const { pathname } = new URL(request.url, "http://x");
    const name = pathname.replace(/^\/api\/[\d.]+\//, "");
    if (!name.endsWith("/status") && name !== "clusters/get") this.events.push(name);
    const failure = this.failures.get(name);
    this.failures.delete(name);
    if (failure !== undefined) return json(response, { error: failure }, 500);
    const answer = this.#answer(name, request);
    return json(response, answer ?? { error: "ContextNotFound: gone" }, answer ? 200 : 500);
  };

  /** All commands and contexts are lost, as when the cluster stops. */
  stop(): void {
    this.state = "TERMINATED";
    this.contexts.clear();
    this.#commands.clear();
  }

  #answer(name: string, { url, body }: SeenRequest): unknown {
    const query = new URL(url, "http://x").searchParams;
    const sent = (body === "" ? {} : JSON.parse(body)) as Record<string, string>;
    switch (name) {
      case "clusters/get":
        return { cluster_id: query.get("cluster_id"), state: this.state };
      case "clusters/start":
        this.state = "RUNNING";
        return {};
      case "contexts/create":
        return { id: this.#add(this.contexts) };
      case "contexts/status":
        return { id: query.get("contextId"), status: this.contextStatus };
      case "contexts/destroy":
        this.contexts.delete(sent["contextId"] ?? "");
        return {};
      case "commands/execute":
        return this.#execute(sent);
      case "commands/status":
        return { id: query.get("commandId"), ...this.#commands.get(query.get("commandId") ?? "") };
      case "commands/cancel":
        return {};
      default:
        throw new Error(`no answer for ${name}`);
    }
  }

  #execute({ contextId = "", command = "" }: Record<string, string>): unknown {
    if (!this.contexts.has(contextId) || this.loseContexts) return undefined;
    this.scripts.push(command);
    const id = `command-${++this.#ids}`;
    this.#commands.set(id, this.onCall(readScript(command)));
    return { id };
  }

  #add(ids: Set<string>): string {
    const id = `context-${++this.#ids}`;
    ids.add(id);
    return id;
  }
}

/** The ending of a command that returned a value. */
export function returned(value: unknown): Ending {
  return { status: "Finished", results: { resultType: "text", data: JSON.stringify(value) } };
}

/** The ending of a command that failed. */
export function failed(summary: string, cause = ""): Ending {
  return { status: "Finished", results: { resultType: "error", summary, cause } };
}

function readScript(script: string): ScriptCall {
  const [, text = ""] = /json\.loads\((".*")\)/.exec(script) ?? [];
  const [, method = ""] = /plain\(dbutils\.([\w.]+)\(\*args/.exec(script) ?? [];
  const [args, kwargs] = JSON.parse(JSON.parse(text) as string) as [Json[], Record<string, Json>];
  return { method, args, kwargs };
}

/** A fake cluster, and the remote dbutils of a client that is configured for it. */
export interface ServedCluster extends Served {
  readonly cluster: FakeCluster;
  readonly remote: RemoteDbutils;
}

/** Starts a server with a fake cluster `c-1`. */
export async function serveCluster(options: ClientOptions = {}): Promise<ServedCluster> {
  const cluster = new FakeCluster();
  // Waits between polls are over at once; time limits last.
  const clock = new FakeClock((milliseconds) => milliseconds >= 60_000);
  const served = await serve(cluster.handler, { clusterId: "c-1", ...options }, clock);
  return { ...served, cluster, remote: new RemoteDbutils(served.client) };
}
