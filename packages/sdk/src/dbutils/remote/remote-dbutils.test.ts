import { afterEach, describe, expect, it, vi } from "vitest";
import {
  ApiError,
  ConfigError,
  InvalidRequestError,
  InvalidResponseError,
  OperationFailed,
  TimeoutError,
} from "../../errors/index.js";
import { failed, returned, serveCluster, type ServedCluster } from "../testing/fake-cluster.js";
import { RemoteError } from "./remote-error.js";

const never = { status: "Running" };
let served: ServedCluster;

afterEach(() => served.close());

function count(name: string): number {
  return served.cluster.events.filter((event) => event === name).length;
}

describe("a remote call", () => {
  it("starts the cluster, opens a context, and decodes the result", async () => {
    served = await serveCluster();
    const { cluster, remote } = served;
    cluster.state = "TERMINATED";
    cluster.onCall = returned;
    const call = { args: ["a", { b: [1] }], kwargs: { owner: undefined, c: "ü" } };
    expect(await remote.call("data.summarize", call)).toEqual({
      method: "data.summarize",
      args: ["a", { b: [1] }],
      kwargs: { c: "ü" },
    });
    expect(cluster.events).toEqual(["clusters/start", "contexts/create", "commands/execute"]);
    expect(JSON.parse(served.server.seen.at(-2)?.body ?? "")).toMatchObject({
      clusterId: "c-1",
      contextId: "context-1",
      language: "python",
    });
  });

  it("keeps integers exact", async () => {
    served = await serveCluster();
    const results = { resultType: "text", data: "[9007199254740993, null]" };
    served.cluster.onCall = () => ({ status: "Finished", results });
    expect(await served.remote.call("a.b", {})).toEqual([9007199254740993n, null]);
  });

  it("shares one context among calls, also those at once", async () => {
    served = await serveCluster();
    const { remote } = served;
    const calls = [1, 2, 3].map((n) => remote.call("a.b", { args: [n] }));
    expect(await Promise.all(calls)).toEqual([[1], [2], [3]]);
    expect(await remote.call("a.b", { args: [4] })).toEqual([4]);
    expect(count("contexts/create")).toBe(1);
  });

  it("names the field when no cluster is configured, and sends nothing", async () => {
    served = await serveCluster({ clusterId: "" });
    const call = served.remote.call("fs.mounts", {});
    await expect(call).rejects.toThrow(ConfigError);
    await expect(call).rejects.toMatchObject({ attribute: "clusterId" });
    await expect(call).rejects.toThrow(/^dbutils\.fs\.mounts runs on a cluster: set `clusterId`/);
    expect(served.server.seen).toEqual([]);
  });

  it.each([
    ["no text", { resultType: "image", data: "x" }, /of the kind "image"$/],
    ["no JSON", { resultType: "text", data: "s3cr3t" }, /not JSON$/],
    ["half of it", { resultType: "text", data: "[]", truncated: true }, /cut it short$/],
    ["no results", undefined, /of the kind "undefined"$/],
  ])("does not take %s for a result", async (_name, results, message) => {
    served = await serveCluster();
    served.cluster.onCall = () => ({ status: "Finished", results });
    const call = served.remote.call("a.b", {});
    await expect(call).rejects.toThrow(InvalidResponseError);
    await expect(call).rejects.toThrow(message);
    await expect(call).rejects.not.toThrow("s3cr3t");
  });
});

describe("a remote failure", () => {
  it("is a RemoteError with the exception and the trace", async () => {
    served = await serveCluster();
    const trace = "\u001b[0;31mPy4JJavaError\u001b[0m: at line 3";
    served.cluster.onCall = () =>
      failed("<b>java.rmi.RemoteException</b>: no &quot;x&quot;", trace);
    const error = await served.remote.call("fs.mount", {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({
      name: "RemoteError",
      message: 'dbutils.fs.mount failed: RemoteException: no "x"',
      method: "fs.mount",
      exception: "RemoteException",
      trace: "Py4JJavaError: at line 3",
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "RemoteError",
      message: 'dbutils.fs.mount failed: RemoteException: no "x"',
      method: "fs.mount",
      exception: "RemoteException",
    });
  });

  it("does not show what was secret among the arguments", async () => {
    served = await serveCluster();
    served.cluster.onCall = () => failed("KeyException: hunter22 is wrong", "line: 'hunter22'");
    const call = { kwargs: { extra_configs: { key: "hunter22" } }, secrets: ["hunter22"] };
    const error = await served.remote.call("fs.mount", call).catch((thrown: unknown) => thrown);
    expect((error as RemoteError).message).toMatch(/KeyException: \*\*REDACTED\*\* is wrong$/);
    expect((error as RemoteError).trace).not.toContain("hunter22");
  });

  it("leaves no secret in the log, whatever is logged", async () => {
    const lines: string[] = [];
    const note = (line: string): void => void lines.push(line);
    const logger = { debug: note, info: note, warn: note, error: note };
    served = await serveCluster({ logger, debugTruncateBytes: 100_000 });
    served.cluster.onCall = () => failed("Exception: no");
    const call = { kwargs: { extra_configs: { key: "hunter22" } }, secrets: ["hunter22"] };
    await served.remote.call("fs.mount", call).catch(() => undefined);
    expect(served.cluster.scripts).toEqual([expect.stringContaining("hunter22")]);
    expect(lines.join("\n")).toContain("commands/execute");
    expect(lines.join("\n")).not.toContain("hunter22");
  });

  it("is one, too, when the command as such failed", async () => {
    served = await serveCluster();
    served.cluster.onCall = () => ({ status: "Error", results: { summary: "driver died" } });
    await expect(served.remote.call("a.b", {})).rejects.toThrow("dbutils.a.b failed: driver died");
  });

  it("leaves the context as it is", async () => {
    served = await serveCluster();
    served.cluster.onCall = ({ method }) => (method === "a.b" ? failed("x") : returned(1));
    await served.remote.call("a.b", {}).catch(() => undefined);
    expect(await served.remote.call("c.d", {})).toBe(1);
    expect(count("contexts/create")).toBe(1);
  });
});

describe("a context that is gone", () => {
  it.each([
    "ContextNotFound: context-1",
    "ContextNotFoundException",
    "Execution context context-1 does not exist",
  ])("is replaced once: %s", async (text) => {
    served = await serveCluster();
    const { cluster, remote } = served;
    await remote.call("a.b", {});
    cluster.stop();
    cluster.failures.set("commands/execute", text);
    expect(await remote.call("a.b", { args: [2] })).toEqual([2]);
    expect(cluster.events.slice(2)).toEqual([
      "commands/execute",
      "clusters/start",
      "contexts/create",
      "commands/execute",
    ]);
  });

  it("is replaced by one, however many calls notice", async () => {
    served = await serveCluster();
    const { cluster, remote } = served;
    await remote.call("a.b", {});
    cluster.contexts.clear();
    const calls = [1, 2, 3].map((n) => remote.call("a.b", { args: [n] }));
    expect(await Promise.all(calls)).toEqual([[1], [2], [3]]);
    expect(count("contexts/create")).toBe(2);
  });

  it("is not replaced for ever", async () => {
    served = await serveCluster();
    served.cluster.loseContexts = true;
    await expect(served.remote.call("a.b", {})).rejects.toThrow(ApiError);
    expect(count("contexts/create")).toBe(2);
  });

  it("is not replaced under a command that may have begun", async () => {
    served = await serveCluster();
    const { cluster, remote } = served;
    cluster.failures.set("commands/status", "ContextNotFound: gone");
    await expect(remote.call("a.b", {})).rejects.toThrow("ContextNotFound");
    expect(count("commands/execute")).toBe(1);
    expect(await remote.call("a.b", { args: [2] })).toEqual([2]);
    expect(count("contexts/create")).toBe(2);
  });

  it("is told from other errors, which leave it alone", async () => {
    served = await serveCluster();
    const { cluster, remote } = served;
    cluster.failures.set("commands/execute", "requirement failed: no");
    await expect(remote.call("a.b", {})).rejects.toThrow("requirement failed");
    expect(await remote.call("a.b", { args: [2] })).toEqual([2]);
    expect(count("contexts/create")).toBe(1);
  });

  it("that could not be opened is opened by the next call", async () => {
    served = await serveCluster();
    served.cluster.failures.set("contexts/create", "too many execution contexts");
    const first = [1, 2].map((n) => served.remote.call("a.b", { args: [n] }));
    for (const call of first) await expect(call).rejects.toThrow("too many");
    expect(await served.remote.call("a.b", { args: [3] })).toEqual([3]);
  });

  it("that fails to start is ended, and tells so", async () => {
    served = await serveCluster();
    served.cluster.contextStatus = "Error";
    await expect(served.remote.call("a.b", {})).rejects.toThrow(OperationFailed);
    expect(count("contexts/destroy")).toBe(1);
  });
});

describe("giving up", () => {
  it("cancels the command", async () => {
    served = await serveCluster();
    const { cluster, remote } = served;
    const caller = new AbortController();
    cluster.onCall = () => never;
    const call = remote.call("a.b", {}, { signal: caller.signal });
    await vi.waitFor(() => expect(count("commands/execute")).toBe(1));
    caller.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
    await vi.waitFor(() => expect(count("commands/cancel")).toBe(1));
    cluster.onCall = () => returned(1);
    expect(await remote.call("a.b", {})).toBe(1);
    expect(count("contexts/create")).toBe(1);
  });

  it("cancels a command whose start was not answered yet", async () => {
    served = await serveCluster();
    const { cluster, remote } = served;
    await remote.call("a.b", {});
    const caller = new AbortController();
    cluster.onCall = () => {
      caller.abort(new Error("enough"));
      return never;
    };
    await expect(remote.call("a.b", {}, { signal: caller.signal })).rejects.toThrow("enough");
    await vi.waitFor(() => expect(count("commands/cancel")).toBe(1));
  });

  it("of one caller leaves the start to the others", async () => {
    served = await serveCluster();
    const { cluster, remote } = served;
    cluster.contextStatus = "Pending";
    const caller = new AbortController();
    const first = remote.call("a.b", { args: [1] }, { signal: caller.signal });
    const second = remote.call("a.b", { args: [2] });
    await vi.waitFor(() => expect(count("contexts/create")).toBe(1));
    caller.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    cluster.contextStatus = "Running";
    expect(await second).toEqual([2]);
    expect(count("contexts/create")).toBe(1);
    expect(count("contexts/destroy")).toBe(0);
  });

  it("of all callers gives the start up, and leaves no context", async () => {
    served = await serveCluster();
    const { cluster, remote } = served;
    cluster.contextStatus = "Pending";
    const caller = new AbortController();
    const call = remote.call("a.b", {}, { signal: caller.signal });
    await vi.waitFor(() => expect(count("contexts/create")).toBe(1));
    caller.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
    await vi.waitFor(() => expect(cluster.contexts.size).toBe(0));
    cluster.contextStatus = "Running";
    expect(await remote.call("a.b", { args: [2] })).toEqual([2]);
  });

  it("happens when the time is up", async () => {
    served = await serveCluster();
    served.cluster.onCall = () => never;
    const call = served.remote.call("a.b", {}, { timeout: 60_000 });
    await vi.waitFor(() => expect(count("commands/execute")).toBe(1));
    served.clock.advance(60_000);
    await expect(call).rejects.toThrow(TimeoutError);
    await expect(call).rejects.toThrow("dbutils.a.b took longer than 60000 ms");
    await vi.waitFor(() => expect(count("commands/cancel")).toBe(1));
  });

  it("before the beginning sends nothing", async () => {
    served = await serveCluster();
    const signal = AbortSignal.abort(new Error("no"));
    await expect(served.remote.call("a.b", {}, { signal })).rejects.toThrow("no");
    const bad = served.remote.call("a.b", {}, { timeout: -1 });
    await expect(bad).rejects.toThrow(InvalidRequestError);
    expect(served.server.seen).toEqual([]);
  });
});

describe("close", () => {
  it("ends the context; the next call opens a new one", async () => {
    served = await serveCluster();
    const { cluster, remote } = served;
    await remote.close();
    await remote.call("a.b", {});
    await remote.close();
    await remote.close();
    expect(cluster.contexts.size).toBe(0);
    expect(count("contexts/destroy")).toBe(1);
    expect(await remote.call("a.b", { args: [2] })).toEqual([2]);
  });

  it("waits for a context that is being opened", async () => {
    served = await serveCluster();
    const { cluster, remote } = served;
    const call = remote.call("a.b", {}).catch(() => undefined);
    await vi.waitFor(() => expect(count("contexts/create")).toBe(1));
    await remote.close();
    await call;
    expect(cluster.contexts.size).toBe(0);
  });

  it("does not mind a service that has forgotten the context", async () => {
    served = await serveCluster();
    await served.remote.call("a.b", {});
    served.cluster.failures.set("contexts/destroy", "ContextNotFound: gone");
    await served.remote.close();
    expect(count("contexts/destroy")).toBe(1);
  });
});
