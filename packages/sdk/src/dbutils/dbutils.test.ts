import { afterEach, describe, expect, it, vi } from "vitest";
import { ConfigError, InvalidRequestError } from "../errors/index.js";
import { fakeServiceClient } from "../extensions/testing/fake-service-client.js";
import { CredentialsUtils } from "./credentials-utils.js";
import { DBUtils } from "./dbutils.js";
import { FsUtils } from "./fs-utils.js";
import { helpTexts } from "./help-texts.js";
import { dbutils } from "./index.js";
import { JobsUtils, TaskValuesUtils } from "./jobs-utils.js";
import { LibraryUtils } from "./library-utils.js";
import { methodNames } from "./method-names.js";
import { NotebookUtils } from "./notebook-utils.js";
import { SecretsUtils } from "./secrets-utils.js";
import { serveCluster } from "./testing/fake-cluster.js";
import { WidgetsUtils } from "./widgets-utils.js";

const classes: Readonly<Record<string, { readonly prototype: object }>> = {
  credentials: CredentialsUtils,
  fs: FsUtils,
  jobs: JobsUtils,
  "jobs.taskValues": TaskValuesUtils,
  library: LibraryUtils,
  notebook: NotebookUtils,
  secrets: SecretsUtils,
  widgets: WidgetsUtils,
};

function methodsOf({ prototype }: { readonly prototype: object }): string[] {
  return Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");
}

const sorted = (names: Iterable<string>): string[] => [...names].sort();

afterEach(() => vi.unstubAllEnvs());

describe("the names", () => {
  it.each(Object.entries(classes))("of %s are the methods of its class", (name, type) => {
    const names = methodNames[name as keyof typeof methodNames].split(" ");
    expect(sorted(names)).toEqual(sorted(methodsOf(type)));
  });

  it.each(Object.entries(classes))("of %s are all in the help", async (name, type) => {
    const own = name === "jobs" ? ["taskValues"] : [];
    const { methods = {} } = helpTexts[name] ?? {};
    expect(sorted(Object.keys(methods))).toEqual(sorted([...methodsOf(type), ...own]));
    for (const [method, { call }] of Object.entries(methods)) {
      expect(call.split("(")[0]).toBe(method);
    }
  });

  it("are there before anything is loaded", () => {
    const utilities = new DBUtils(() => {
      throw new Error("not needed");
    });
    for (const [name, methods] of Object.entries(methodNames)) {
      const utility = name
        .split(".")
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], utilities);
      for (const method of methods.split(" ")) {
        expect(utility).toHaveProperty(method, expect.any(Function));
      }
    }
  });
});

describe("help", () => {
  it("lists the utilities", async () => {
    const text = await dbutils.help();
    for (const name of Object.keys(classes)) expect(text).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(text).toMatch(/^ {2}call\(/m);
  });

  it.each([
    ["of a utility", () => dbutils.fs.help()],
    ["of a utility by name", () => dbutils.help("fs")],
  ])("%s lists its methods", async (_name, help) => {
    const text = await help();
    for (const method of methodsOf(FsUtils))
      expect(text).toMatch(new RegExp(`^  ${method}\\(`, "m"));
  });

  it.each([
    ["fs.cp", "dbutils.fs.cp(from, to, { recurse, overwrite })"],
    ["jobs.taskValues.get", "dbutils.jobs.taskValues.get("],
  ])("tells of %s", async (name, start) => {
    expect(await dbutils.help(name)).toContain(start);
  });

  it("of a method is the same everywhere", async () => {
    expect(await dbutils.fs.help("cp")).toBe(await dbutils.help("fs.cp"));
    expect(await dbutils.jobs.taskValues.help("get")).toBe(
      await dbutils.help("jobs.taskValues.get"),
    );
  });

  it.each(["data", "data.summarize", "api", "preview.anything"])(
    "says that %s is not here, and why",
    async (name) => {
      expect(await dbutils.help(name)).toMatch(/^dbutils\.[a-z.]+ is not here: .{40,}\.$/);
      expect(await dbutils.help()).toContain(`help("${name.split(".")[0]}")`);
    },
  );

  it.each(["nothing", "fs.nothing", "", "constructor", "fs.constructor"])(
    "does not know %j",
    async (name) => {
      const call = dbutils.help(name);
      await expect(call).rejects.toThrow(InvalidRequestError);
      await expect(call).rejects.toThrow(/^there is no help for/);
    },
  );
});

describe("DBUtils", () => {
  it("makes its client at the first call that sends, and again after a failure", async () => {
    let made = 0;
    const utilities = new DBUtils(() => {
      if (++made === 1) throw new ConfigError("no host");
      return fakeServiceClient({ "/api/2.0/secrets/scopes/list": () => ({ scopes: [] }) });
    });
    await utilities.help();
    await utilities.widgets.text("a", "b");
    expect(made).toBe(0);
    await expect(utilities.secrets.listScopes()).rejects.toThrow("no host");
    expect(await utilities.secrets.listScopes()).toEqual([]);
    await utilities.secrets.listScopes();
    expect(made).toBe(2);
  });

  it("calls reach a utility in their order, also while it is loaded", async () => {
    const { widgets } = new DBUtils(() => fakeServiceClient({}));
    void widgets.text("order", "1");
    void widgets.text("order", "2");
    expect(await widgets.get("order")).toBe("2");
  });

  it("says in the user agent who calls", async () => {
    const served = await serveCluster({ product: "tests", productVersion: "1.0.0" });
    await using utilities = new DBUtils(() => served.client);
    expect(await utilities.call("library.list", [["a"]])).toEqual([["a"]]);
    const agents = new Set(served.server.seen.map(({ headers }) => headers["user-agent"]));
    expect(agents.size).toBe(1);
    expect([...agents][0]).toMatch(/^tests\/1\.0\.0 .* auth\/pat dbutils\/remote\b/);
    expect(served.client.userAgent).not.toContain("dbutils");
    await served.close();
  });

  it("restartPython has later calls run in a new context", async () => {
    const served = await serveCluster();
    const utilities = new DBUtils(() => served.client);
    await utilities.library.restartPython();
    await utilities.call("a.b");
    await utilities.library.restartPython();
    await utilities.call("a.b");
    await utilities.close();
    const names = ["contexts/create", "commands/execute", "contexts/destroy"];
    expect(served.cluster.events).toEqual([...names, ...names]);
    await served.close();
  });

  it("of the environment reads it when it is needed", async () => {
    vi.stubEnv("DATABRICKS_HOST", "https://example.test");
    vi.stubEnv("DATABRICKS_TOKEN", "t");
    vi.stubEnv("DATABRICKS_CLUSTER_ID", "c-9");
    vi.stubEnv("DATABRICKS_SOURCE_FILE", "/Users/me/a.ts");
    expect(await dbutils.notebook.getContext()).toMatchObject({
      apiUrl: "https://example.test",
      clusterId: "c-9",
      notebookPath: "/Users/me/a.ts",
    });
  });
});
