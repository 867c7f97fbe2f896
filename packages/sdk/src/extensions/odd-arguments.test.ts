import { describe, expect, it } from "vitest";
import { ApiClient } from "../api-client/index.js";
import { InvalidRequestError } from "../errors/index.js";
import { Paged } from "../paging/index.js";
import {
  Clusters,
  Jobs,
  Permissions,
  ServingEndpoints,
  ServingEndpointsDataPlane,
  Workspace,
  workspaceClientConfig,
} from "./index.js";

type Method = (...args: readonly unknown[]) => unknown;

const sent = new Error("sent");
const api = new ApiClient({
  host: "https://example.test",
  token: "t",
  retryTimeoutSeconds: 0,
  transport: { send: () => Promise.reject(sent) },
  env: {},
});
const services: Readonly<Record<string, object>> = {
  clusters: new Clusters(api),
  jobs: new Jobs(api),
  permissions: new Permissions(api),
  servingEndpoints: new ServingEndpoints(api),
  servingEndpointsDataPlane: new ServingEndpointsDataPlane(api),
  workspace: new Workspace(api),
};

/** Nothing that a program could have meant as the first argument of any of the methods. */
const odd = [undefined, null, 42, true, [], [{}], () => {}];
const withoutArguments = new Set(["servingEndpoints.openAiOptions"]);
/** Numbers are right, and what they get is what another method says. */
const takesId = new Set(["jobs.waitGetRunJobTerminatedOrSkipped"]);
const optional = new Set([
  "clusters.selectNodeType",
  "clusters.selectSparkVersion",
  "jobs.list",
  "jobs.listRuns",
  "jobs.submit",
]);

const methods = Object.entries(services).flatMap(([name, service]) =>
  Object.getOwnPropertyNames(Object.getPrototypeOf(service))
    .filter((method) => method !== "constructor")
    .map((method): [string, Method] => {
      const call = (service as Record<string, Method>)[method]!;
      return [`${name}.${method}`, call.bind(service)];
    })
    .filter(([call]) => !withoutArguments.has(call)),
);

/** What a call throws or rejects with, at once or when its list is read. */
async function failure(call: () => unknown): Promise<unknown> {
  try {
    const result = call();
    await (result instanceof Paged ? result.toArray() : result);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("methods written by hand", () => {
  it("are all here", () => expect(methods.length).toBeGreaterThan(18));

  it.each(methods.filter(([name]) => !takesId.has(name)))(
    "%s names itself and the field that is wrong",
    async (name, method) => {
      for (const argument of odd) {
        if (argument === undefined && optional.has(name)) continue;
        const error = await failure(() => method(argument));
        expect(error).toBeInstanceOf(InvalidRequestError);
        const named = name.replace("AndWait", ""); // which stands on the other
        expect(error).toMatchObject({ field: expect.any(String) });
        expect((error as Error).message.startsWith(named), String(error)).toBe(true);
      }
    },
  );

  it.each<[string, string, readonly unknown[]]>([
    ["clusters.ensureClusterIsRunning", "cluster_id", [{ cluster_id: "1-a" }]],
    ["clusters.selectNodeType", "min_cores", [{ min_cores: 8 }]],
    ["clusters.selectNodeType", "minCores", [{ minCores: "8" }]],
    ["clusters.selectNodeType", "fleet", [{ fleet: "rd-fleet" }]],
    ["clusters.selectSparkVersion", "long_term_support", [{ long_term_support: true }]],
    ["clusters.selectSparkVersion", "sparkVersion", [{ sparkVersion: 3.5 }]],
    ["jobs.waitGetRunJobTerminatedOrSkipped", "run_id", []],
    ["jobs.getRun", "run_id", ["7"]],
    ["jobs.getRun", "run_id", [{ runId: 7 }]],
    ["jobs.repairFailed", "run_id", [{}]],
    ["permissions.remove", "request_object_id", [{ request_object_type: "jobs" }]],
    [
      "permissions.remove",
      "access_control_list",
      [{ request_object_type: "jobs", request_object_id: "7" }],
    ],
    [
      "permissions.remove",
      "access_control_list",
      [{ request_object_type: "jobs", request_object_id: "7", access_control_list: {} }],
    ],
    [
      "permissions.remove",
      "access_control_list[0]",
      [{ request_object_type: "jobs", request_object_id: "7", access_control_list: [null] }],
    ],
    ["servingEndpoints.queryStream", "options", [{ name: "e" }, null]],
    ["servingEndpoints.httpRequest", "method", [{ connection_name: "c", path: "/" }]],
    ["workspace.list", "path", ["/Users"]],
    ["workspace.upload", "path", ["Users/a.py", "1"]],
    ["workspace.upload", "content", ["/a.py"]],
    ["workspace.upload", "content", ["/a.py", 42]],
    ["workspace.upload", "content", ["/a.py", null]],
    ["workspace.upload", "options", ["/a.py", "1", null]],
    ["workspace.upload", "options", ["/a.py", "1", "AUTO"]],
    ["workspace.download", "options", ["/a.py", "SOURCE"]],
  ])("%s refuses a wrong %s", async (name, field, args) => {
    const [, method] = methods.find(([call]) => call === name)!;
    const error = await failure(() => method(...args));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ field });
  });

  it.each([...optional])("%s goes without arguments", async (name) => {
    const [, method] = methods.find(([call]) => call === name)!;
    expect(await failure(() => method())).not.toBeInstanceOf(InvalidRequestError);
  });

  it.each(odd)("getWorkspaceClient refuses %s", (workspace) => {
    const run = (): unknown => workspaceClientConfig(api.config, workspace as never);
    expect(run).toThrow(InvalidRequestError);
    expect(run).toThrow(/^getWorkspaceClient takes an object/);
  });
});
