import { describe, expect } from "vitest";
import { hasPython } from "../python/testing/has-python.js";
import { proof, type Proof } from "../testing/proof.js";
import { startedCluster, until } from "./testing/running-cluster.js";

const API = "/api/1.2";

interface Status {
  readonly id: string;
  readonly status: string;
  readonly results?: Record<string, unknown>;
}

/** A context on a cluster, and what runs commands in it. */
async function openContext(
  { call }: Proof,
  clusterId: string,
  language = "python",
): Promise<{ contextId: string; run(command: string): Promise<Status> }> {
  const { id: contextId } = await call<{ id: string }>("POST", `${API}/contexts/create`, {
    clusterId,
    language,
  });
  const query = `clusterId=${clusterId}&contextId=${contextId}`;
  await until(
    () => call<Status>("GET", `${API}/contexts/status?${query}`),
    ({ status }) => status === "Running",
  );
  const run = async (command: string): Promise<Status> => {
    const body = { clusterId, contextId, language, command };
    const { id } = await call<{ id: string }>("POST", `${API}/commands/execute`, body);
    return until(
      () => call<Status>("GET", `${API}/commands/status?${query}&commandId=${id}`),
      ({ results }) => results !== undefined,
    );
  };
  return { contextId, run };
}

describe.runIf(hasPython)("compute.CommandExecutionAPI", () => {
  proof(
    [
      "compute.CommandExecutionAPI.create",
      "compute.CommandExecutionAPI.contextStatus",
      "compute.CommandExecutionAPI.execute",
      "compute.CommandExecutionAPI.commandStatus",
      "compute.CommandExecutionAPI.cancel",
      "compute.CommandExecutionAPI.destroy",
    ],
    "runs commands in a context that keeps its state",
    async (proof) => {
      const { call, error } = proof;
      const clusterId = await startedCluster(proof);
      const { contextId, run } = await openContext(proof, clusterId);
      expect(contextId).toMatch(/^\d{19}$/);
      expect(await run("x = 1\nprint(x)")).toMatchObject({
        status: "Finished",
        results: { resultType: "text", data: "1" },
      });
      expect((await run("x / 0")).results).toMatchObject({
        resultType: "error",
        summary: "<span class='ansi-red-fg'>ZeroDivisionError</span>: division by zero",
      });
      expect((await run("display([{'a': 1}])")).results).toMatchObject({
        resultType: "table",
        data: [[1]],
        schema: [{ name: "a", type: '"long"' }],
      });
      const body = { clusterId, contextId, command: "import time; time.sleep(60)" };
      const { id } = await call<{ id: string }>("POST", `${API}/commands/execute`, body);
      expect(id).toMatch(/^[0-9a-f]{32}$/);
      const command = { clusterId, contextId, commandId: id };
      expect(await call("POST", `${API}/commands/cancel`, command)).toEqual({});
      const query = new URLSearchParams(command).toString();
      await until(
        () => call<Status>("GET", `${API}/commands/status?${query}`),
        ({ status }) => status === "Cancelled",
      );
      const context = { clusterId, contextId };
      expect(await call("POST", `${API}/contexts/destroy`, context)).toEqual({});
      const gone = await error("POST", `${API}/contexts/destroy`, context);
      expect(gone.status).toBe(400);
      expect(gone.body).toEqual({ error: expect.stringMatching(/^ContextNotFound: /) as string });
    },
    { timeout: 60_000 },
  );

  proof(
    ["compute.CommandExecutionAPI.execute"],
    "lets programs use the workspace with their own credentials",
    async (proof) => {
      const { call, workspace } = proof;
      const post = (path: string, body: object): Promise<unknown> => call("POST", path, body);
      const clusterId = await startedCluster(proof);
      const { run } = await openContext(proof, clusterId);
      const put = { path: "/seen/from/outside.txt", contents: btoa("hello") };
      await post("/api/2.0/dbfs/put", put);
      expect(
        (await run("print(open('/dbfs/seen/from/outside.txt').read())")).results,
      ).toMatchObject({ data: "hello" });
      const files = await run(
        [
          "fs = dbutils.fs",
          "fs.put('dbfs:/a/b.txt', 'text')",
          "fs.cp('/a', '/c', True)",
          "fs.mv('/c/b.txt', '/c/d.txt')",
          "[(f.path, f.name, f.size) for f in fs.ls('/c')], fs.head('/c/d.txt', 2), fs.rm('/a', True), fs.rm('/a')",
        ].join("\n"),
      );
      expect(files.results).toMatchObject({
        data: "Wrote 4 bytes.\nOut[2]: ([('dbfs:/c/d.txt', 'd.txt', 4)], 'te', True, False)",
      });
      await post("/api/2.0/secrets/scopes/create", { scope: "s" });
      await post("/api/2.0/secrets/put", { scope: "s", key: "k", string_value: "hunter2" });
      const secret = await run(
        "v = dbutils.secrets.get('s', 'k')\nprint(v, len(v), dbutils.secrets.list('s'))\ndisplay([[v]])",
      );
      expect(secret.results).toMatchObject({ resultType: "table", data: [["[REDACTED]"]] });
      expect((await run("raise ValueError(v)")).results?.["cause"]).not.toContain("hunter2");
      await post("/api/2.0/secrets/put", { scope: "s", key: "lines", string_value: "top\nsecret" });
      expect((await run("[dbutils.secrets.get('s', 'lines')]")).results).toMatchObject({
        data: expect.stringMatching(/^Out\[\d\]: \['\[REDACTED\]'\]$/) as string,
      });
      const absent = await run("dbutils.secrets.get('s', 'none')");
      expect(absent.results?.["summary"]).toMatch(
        /IllegalArgumentException: Secret does not exist with scope: s and key: none$/,
      );
      const seen = await run(
        "import os; print(os.environ['DATABRICKS_HOST'], os.environ['DATABRICKS_CLUSTER_ID'])",
      );
      expect(seen.results).toMatchObject({ data: `${workspace.host} ${clusterId}` });
    },
    { timeout: 60_000 },
  );

  proof(
    ["compute.CommandExecutionAPI.execute"],
    "runs notebooks from notebooks",
    async (proof) => {
      const { run } = await openContext(proof, await startedCluster(proof));
      const source = (lines: string[]): string => btoa(lines.join("\n"));
      const notebook = async (
        path: string,
        language: string,
        ...lines: string[]
      ): Promise<void> => {
        const body = { path, language, format: "SOURCE", content: source(lines) };
        await proof.call("POST", "/api/2.0/workspace/import", body);
      };
      await proof.call("POST", "/api/2.0/workspace/mkdirs", { path: "/Shared/inner" });
      await notebook("/Shared/outer", "PYTHON", "%run ./inner/first $who='you' $n=2");
      await notebook("/Shared/inner/first", "PYTHON", "%run ./second");
      const greeting = "greeting = dbutils.widgets.get('who') + dbutils.widgets.get('n')";
      await notebook("/Shared/inner/second", "PYTHON", greeting);
      await notebook("/Shared/query", "SQL", "select 1");
      expect((await run('%run "/Shared/outer"\n# nothing more')).results).toMatchObject({
        resultType: "text",
      });
      expect((await run("greeting")).results).toMatchObject({ data: "Out[2]: 'you2'" });
      for (const command of ["%run /Shared/query", "dbutils.notebook.run('/Shared/query')"]) {
        expect((await run(command)).results?.["summary"]).toContain(
          "Cannot run /Shared/query, which is SQL: it has to be a notebook in PYTHON",
        );
      }
    },
    { timeout: 60_000 },
  );

  proof(
    ["compute.CommandExecutionAPI.execute"],
    "lets programs look around, and refuses what would lose files",
    async (proof) => {
      const clusterId = await startedCluster(proof);
      const { run } = await openContext(proof, clusterId);
      const shown = async (command: string): Promise<unknown> =>
        String((await run(command)).results?.["data"]).replace(/^Out\[\d+\]: /, "");
      const names =
        "[[f.name for f in dbutils.fs.ls(p)] for p in ('/Volumes/main', '/Volumes/main/default')]";
      expect(await shown(names)).toBe("[['default/', 'information_schema/'], []]");
      expect((await run("dbutils.fs.ls('/Volumes/none')")).results?.["summary"]).toContain(
        "No such file or directory: /Volumes/none",
      );
      await run("dbutils.fs.put('/a/b/c.txt', 'kept')");
      const refused = [
        "dbutils.fs.mv('/a/b/c.txt', '/a/b/c.txt')",
        "dbutils.fs.cp('/a/b/c.txt', 'dbfs:/a/b')",
        "dbutils.fs.mv('/a', '/a/b/', True)",
        "dbutils.fs.cp('/', '/a', True)",
      ];
      for (const call of refused) {
        expect((await run(call)).results?.["summary"]).toMatch(
          /IOException: .* cannot go to .*: (they are the same|one is in the other)$/,
        );
      }
      expect(await shown("dbutils.fs.head('/a/b/c.txt')")).toBe("'kept'");
      expect((await run("%fs rm -r /a")).results).toMatchObject({ data: "True" });
      const tags = "dbutils.notebook.entry_point.getDbutils().notebook().getContext().tags()";
      expect(await shown(`t = ${tags}; t.get('clusterId').get(), t.contains('jobId')`)).toBe(
        `('${clusterId}', False)`,
      );
      const runtime = "from dbruntime import UserNamespaceInitializer as U\n";
      expect(
        await shown(`${runtime}U.getOrCreate().get_namespace_globals()['dbutils'] is dbutils`),
      ).toBe("True");
    },
    { timeout: 60_000 },
  );

  proof(
    ["compute.CommandExecutionAPI.execute"],
    "keeps mounts as remote clients of dbutils ask for them",
    async (proof) => {
      const { run } = await openContext(proof, await startedCluster(proof));
      /** As the SDKs send it: indented, and with an exit. */
      const remote = async (call: string): Promise<Record<string, unknown> | undefined> => {
        const lines = ["", "import json", `result = dbutils.fs.${call}`];
        lines.push("dbutils.notebook.exit(json.dumps(result))", "");
        return (await run(lines.map((line) => `        ${line}`).join("\n"))).results;
      };
      const mounted = async (): Promise<unknown[]> =>
        JSON.parse(String((await remote("mounts()"))?.["data"])) as unknown[];
      const builtIn = await mounted();
      expect(builtIn).toContainEqual(["/", "DatabricksRoot", ""]);
      expect(await remote("mount('s3a://bucket', '/mnt/a')")).toMatchObject({ data: "true" });
      expect(await mounted()).toEqual([["/mnt/a", "s3a://bucket", ""], ...builtIn]);
      expect((await remote("mount('s3a://other', '/mnt/a/')"))?.["summary"]).toMatch(
        /RemoteException: .*requirement failed: Directory already mounted: \/mnt\/a; nested exception is: $/,
      );
      expect(await remote("updateMount('s3a://other', '/mnt/a')")).toMatchObject({ data: "true" });
      expect(await remote("refreshMounts()")).toMatchObject({ data: "true" });
      expect((await mounted())[0]).toEqual(["/mnt/a", "s3a://other", ""]);
      expect(await remote("unmount('/mnt/a')")).toMatchObject({ data: "true" });
      expect((await remote("unmount('/mnt/a')"))?.["summary"]).toContain(
        "requirement failed: Directory not mounted: /mnt/a",
      );
      expect((await remote("unmount('/')"))?.["resultType"]).toBe("error");
    },
    { timeout: 60_000 },
  );
});

describe("compute.CommandExecutionAPI", () => {
  proof([], "refuses in the words of API 1.2", async (proof) => {
    const { call, error } = proof;
    const clusterId = await startedCluster(proof);
    const said = async (path: string, body: object): Promise<unknown> => {
      const { status, body: answer } = await error("POST", API + path, body);
      expect(status).toBe(400);
      return (answer as { error: string }).error;
    };
    expect(await said("/commands/execute", { clusterId, language: "python", command: "1" })).toBe(
      "requirement failed: missing contextId",
    );
    const unknown = { clusterId, contextId: "1", command: "1" };
    expect(await said("/commands/execute", unknown)).toMatch(/^ContextNotFound: /);
    expect(await said("/contexts/create", { clusterId: "none", language: "sql" })).toBe(
      "ClusterNotFoundException: Cluster none does not exist",
    );
    const { contextId, run } = await openContext(proof, clusterId, "sql");
    expect((await run("select 1")).results?.["summary"]).toContain("no engine for SQL");
    await call("POST", "/api/2.1/clusters/delete", { cluster_id: clusterId });
    expect(await said("/contexts/destroy", { clusterId, contextId })).toMatch(
      /^ClusterNotReadyException: /,
    );
  });

  proof([], "is for those who may attach to the cluster", async (proof) => {
    const { call, error } = proof;
    const clusterId = await startedCluster(proof);
    const { token_value: token } = await call<{ token_value: string }>(
      "POST",
      "/api/2.0/token-management/on-behalf-of/tokens",
      { application_id: await servicePrincipal(proof) },
    );
    const body = { clusterId, language: "sql" };
    const denied = await error("POST", `${API}/contexts/create`, body, { token });
    expect(denied.status).toBe(403);
    const { contextId } = await openContext(proof, clusterId, "sql");
    const others = await error(
      "GET",
      `${API}/contexts/status?clusterId=${clusterId}&contextId=${contextId}`,
      undefined,
      { token },
    );
    expect(others.status).toBe(403);
  });
});

async function servicePrincipal({ call }: Proof): Promise<string> {
  const { applicationId } = await call<{ applicationId: string }>(
    "POST",
    "/api/2.0/preview/scim/v2/ServicePrincipals",
    { displayName: "robot" },
  );
  return applicationId;
}
