import { afterEach, describe, expect, it, vi } from "vitest";
import { ConfigError, InvalidRequestError, InvalidResponseError } from "../errors/index.js";
import { JobRunFailed } from "../extensions/index.js";
import { fakeServiceClient } from "../extensions/testing/fake-service-client.js";
import type { FakeServiceClient, Handler } from "../extensions/testing/fake-service-client.js";
import { DBUtils } from "./dbutils.js";
import { NotebookExit } from "./notebook-exit.js";
import { notebookPath } from "./notebook-path.js";

const runs = "/api/2.2/jobs/runs";

/** A service whose runs end at once, in a result and with an exit value. */
function service(
  handlers: Record<string, Handler> = {},
  config: FakeServiceClient["config"] | object = { clusterId: "c-1" },
): FakeServiceClient {
  return fakeServiceClient(
    {
      [`${runs}/submit`]: () => ({ run_id: 7 }),
      [`${runs}/get`]: () => run("TERMINATED", "SUCCESS"),
      [`${runs}/get-output`]: ({ run_id }) => ({ notebook_output: { result: `out of ${run_id}` } }),
      [`${runs}/cancel`]: () => undefined,
      ...handlers,
    },
    { config },
  );
}

function run(life_cycle_state: string, result_state?: string): object {
  const state = { life_cycle_state, result_state };
  return { run_id: 7, state, tasks: [{ run_id: 8, task_key: "notebook", state }] };
}

function called(api: FakeServiceClient, name: string): readonly unknown[] {
  return api.calls.filter(({ path }) => path === `${runs}/${name}`).map(({ request }) => request);
}

afterEach(() => vi.unstubAllEnvs());

describe("notebook.run", () => {
  it("runs it on the cluster and resolves to what it exits with", async () => {
    const api = service();
    const { notebook } = new DBUtils(() => api);
    expect(await notebook.run("/Users/me/a", 60, { day: "today" })).toBe("out of 8");
    expect(called(api, "submit")).toEqual([
      {
        run_name: "dbutils.notebook.run /Users/me/a",
        timeout_seconds: 60,
        tasks: [
          {
            task_key: "notebook",
            existing_cluster_id: "c-1",
            notebook_task: { notebook_path: "/Users/me/a", base_parameters: { day: "today" } },
          },
        ],
      },
    ]);
  });

  it("runs on serverless compute where that is configured instead", async () => {
    const api = service({}, { serverlessComputeId: "auto" });
    await new DBUtils(() => api).notebook.run("/a");
    expect(called(api, "submit")).toEqual([
      expect.objectContaining({
        tasks: [expect.not.objectContaining({ existing_cluster_id: expect.anything() })],
      }),
    ]);
  });

  it("names the field when neither is configured", async () => {
    const api = service({}, {});
    const call = new DBUtils(() => api).notebook.run("/a");
    await expect(call).rejects.toThrow(ConfigError);
    await expect(call).rejects.toMatchObject({ attribute: "clusterId" });
    expect(api.calls).toEqual([]);
  });

  it("resolves to nothing for a notebook that does not exit", async () => {
    const api = service({ [`${runs}/get-output`]: () => ({}) });
    expect(await new DBUtils(() => api).notebook.run("/a")).toBe("");
  });

  it("does not pass off half a value", async () => {
    const output = { notebook_output: { result: "x", truncated: true } };
    const api = service({ [`${runs}/get-output`]: () => output });
    await expect(new DBUtils(() => api).notebook.run("/a")).rejects.toThrow(InvalidResponseError);
  });

  it.each(["FAILED", "TIMEDOUT", "CANCELED"])("throws when the run is %s", async (result) => {
    const api = service({
      [`${runs}/get`]: () => run("TERMINATED", result),
      [`${runs}/get-output`]: () => ({ error: "ValueError: no" }),
    });
    const call = new DBUtils(() => api).notebook.run("/a", 1);
    await expect(call).rejects.toThrow(JobRunFailed);
    await expect(call).rejects.toMatchObject({ state: result });
    await expect(call).rejects.toThrow("ValueError: no");
    expect(called(api, "cancel")).toEqual([]);
  });

  it("cancels the run when the caller gives up", async () => {
    const caller = new AbortController();
    const api = service({
      [`${runs}/get`]: () => {
        caller.abort(new Error("enough"));
        return run("RUNNING");
      },
    });
    const call = new DBUtils(() => api).notebook.run("/a", 0, {}, { signal: caller.signal });
    await expect(call).rejects.toThrow("enough");
    await vi.waitFor(() => expect(called(api, "cancel")).toEqual([{ run_id: 7 }]));
  });

  it("cancels a run whose submission was under way", async () => {
    const caller = new AbortController();
    const api = service({
      [`${runs}/submit`]: () => {
        caller.abort(new Error("enough"));
        return { run_id: 7 };
      },
    });
    const call = new DBUtils(() => api).notebook.run("/a", 0, {}, { signal: caller.signal });
    await expect(call).rejects.toThrow("enough");
    await vi.waitFor(() => expect(called(api, "cancel")).toEqual([{ run_id: 7 }]));
    expect(called(api, "get")).toEqual([]);
  });

  it("takes relative paths from the program's own", async () => {
    vi.stubEnv("DATABRICKS_SOURCE_FILE", "/Users/me/project/main.ts");
    const api = service();
    await new DBUtils(() => api).notebook.run("../other/etl");
    expect(called(api, "submit")).toMatchObject([
      { tasks: [{ notebook_task: { notebook_path: "/Users/me/other/etl" } }] },
    ]);
  });
});

describe("notebookPath", () => {
  it.each([
    ["/a/b", undefined, "/a/b"],
    ["c", "/a/b.ts", "/a/c"],
    ["./c", "/a/b.ts", "/a/c"],
    ["../c/./d", "/x/a/b.ts", "/x/c/d"],
    ["../../../c", "/a/b.ts", "/c"],
  ])("%s from %s: %s", (path, source, expected) => {
    expect(notebookPath(path, source)).toBe(expected);
  });

  it("says what is missing for a relative one", () => {
    expect(() => notebookPath("c", undefined)).toThrow(InvalidRequestError);
    expect(() => notebookPath("c", undefined)).toThrow(/DATABRICKS_SOURCE_FILE/);
  });
});

describe("notebook.exit", () => {
  it("throws the value", async () => {
    const { notebook } = new DBUtils(() => fakeServiceClient({}));
    const error = await notebook.exit("done").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotebookExit);
    expect(error).toMatchObject({ name: "NotebookExit", value: "done" });
    expect(await notebook.exit().catch((thrown: NotebookExit) => thrown.value)).toBe("");
  });
});

describe("notebook.getContext", () => {
  it("leaves out what is not known", async () => {
    vi.stubEnv("DATABRICKS_SOURCE_FILE", "");
    const api = service({}, { host: "https://x.test", workspaceId: "12" });
    expect(await new DBUtils(() => api).notebook.getContext()).toEqual({
      apiUrl: "https://x.test",
      workspaceId: "12",
    });
  });
});
