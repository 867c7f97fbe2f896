import {
  ApiError,
  BadRequest,
  DatabricksError,
  DefaultCredentialsError,
  InternalError,
  InvalidParameterValue,
  InvalidState,
  isDatabricksError,
  NotFound,
  NotImplemented,
  PermissionDenied,
  RequestLimitExceeded,
  ResourceAlreadyExists,
  ResourceConflict,
  ResourceDoesNotExist,
  Unauthenticated,
  type WorkspaceClient,
} from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { failure, Lab } from "./support/lab.js";

type Call = (w: WorkspaceClient) => Promise<unknown>;

describe("what is missing", () => {
  const missing: readonly [string, Call, string, RegExp][] = [
    [
      "a cluster",
      (w) => w.clusters.get({ cluster_id: "0101-000000-missing1" }),
      "INVALID_PARAMETER_VALUE",
      /^Cluster 0101-000000-missing1 does not exist/,
    ],
    [
      "a job",
      (w) => w.jobs.get({ job_id: 404 }),
      "INVALID_PARAMETER_VALUE",
      /^Job 404 does not exist/,
    ],
    [
      "a run",
      (w) => w.jobs.getRun({ run_id: 404 }),
      "INVALID_PARAMETER_VALUE",
      /^Run 404 does not exist/,
    ],
    [
      "a file",
      (w) => w.dbfs.getStatus({ path: "/no/such/file" }),
      "RESOURCE_DOES_NOT_EXIST",
      /no\/such\/file/,
    ],
  ];

  it.each(missing)("%s: ResourceDoesNotExist", async (_what, call, errorCode, text) => {
    await using lab = await Lab.open();
    const error = (await failure(call(lab.w))) as ApiError;
    expect(error).toBeInstanceOf(ResourceDoesNotExist);
    expect(error).toBeInstanceOf(NotFound);
    expect(error).toBeInstanceOf(DatabricksError);
    expect(error).toMatchObject({ name: "ResourceDoesNotExist", errorCode, attempts: 1 });
    expect(error.message).toMatch(text);
  });

  it("in the account: NotFound", async () => {
    await using lab = await Lab.open();
    const error = await failure(lab.account().workspaces.get({ workspace_id: 404 }));
    expect(error).toBeInstanceOf(NotFound);
    const other = lab.account({ accountId: "00000000-0000-0000-0000-000000000000" });
    expect(await failure(other.workspaces.list().toArray())).toBeInstanceOf(NotFound);
  });

  it("a token to delete, a Git folder: NotFound", async () => {
    await using lab = await Lab.open();
    expect(await failure(lab.w.tokens.delete({ token_id: "none" }))).toBeInstanceOf(NotFound);
    expect(await failure(lab.w.repos.get({ repo_id: 404 }))).toBeInstanceOf(NotFound);
  });
});

describe("an error tells", () => {
  it("status, code, details, request id, method, path and attempts", async () => {
    await using lab = await Lab.open();
    const error = (await failure(lab.w.jobs.get({ job_id: 404 }))) as ApiError;
    expect(error).toMatchObject({
      status: 400,
      errorCode: "INVALID_PARAMETER_VALUE",
      method: "GET",
      path: "/api/2.2/jobs/get",
      attempts: 1,
      details: { errorInfo: { reason: "INVALID_PARAMETER_VALUE", domain: "databricks.com" } },
    });
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(error.details.requestInfo?.request_id).toBe(error.requestId);
    expect(error.message).toContain(`(GET /api/2.2/jobs/get: 400 INVALID_PARAMETER_VALUE`);
    expect(error.message).toContain(`request id ${error.requestId})`);
    expect(isDatabricksError(error)).toBe(true);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      name: "ResourceDoesNotExist",
      status: 400,
      requestId: error.requestId,
    });
  });

  it("by its class what the code means, whatever the status", async () => {
    await using lab = await Lab.open();
    const match = "compute.ClustersAPI.list";
    const table: readonly [number, string, new (...args: never[]) => ApiError][] = [
      [400, "INVALID_PARAMETER_VALUE", InvalidParameterValue],
      [400, "INVALID_STATE", InvalidState],
      [400, "RESOURCE_ALREADY_EXISTS", ResourceAlreadyExists],
      [400, "SOMETHING_NEW", BadRequest],
      [403, "SOMETHING_NEW", PermissionDenied],
      [409, "SOMETHING_NEW", ResourceConflict],
      [429, "REQUEST_LIMIT_EXCEEDED", RequestLimitExceeded],
      [500, "RESOURCE_DOES_NOT_EXIST", ResourceDoesNotExist],
      [500, "SOMETHING_NEW", InternalError],
      [418, "SOMETHING_NEW", ApiError],
    ];
    for (const [status, error_code, Class] of table) {
      const { id } = lab.local.faults.add({ match, status, error_code, message: "as it is" });
      const error = await failure(lab.w.clusters.list({}, { retry: false }).toArray());
      expect(Object.getPrototypeOf(error), error_code).toBe(Class.prototype);
      expect(error).toMatchObject({ status, errorCode: error_code });
      lab.local.faults.remove(id);
    }
  });

  it("by SCIM's own form of it, too", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: "iam.CurrentUserAPI.me", status: 404, message: "no user" });
    const error = await failure(lab.w.currentUser.me());
    expect(error).toBeInstanceOf(NotFound);
    expect(error).toMatchObject({ errorCode: "SCIM_404" });
  });

  it("which field of the request is wrong before it is sent, and after", async () => {
    await using lab = await Lab.open();
    const bad = { tasks: [{ task_key: "a", timeout_seconds: Number.NaN }] };
    expect(await failure(lab.w.jobs.create(bad))).toMatchObject({
      name: "InvalidRequestError",
      field: "tasks[0].timeout_seconds",
    });
    expect(lab.statuses("jobs.JobsAPI.create")).toEqual([]);
    const wrong = { tasks: [{ task_key: "a b" }] };
    const error = await failure(lab.w.jobs.create(wrong));
    expect(error).toBeInstanceOf(InvalidParameterValue);
    expect(String(error)).toContain("task_key");
  });
});

describe("what is not implemented", () => {
  it("is loud: 501, naming the operation, at once, and noted", async () => {
    await using lab = await Lab.open();
    const missing = lab.local.coverage().find(({ implemented }) => !implemented)!;
    expect(missing.operation).toMatch(/^\w+\.\w+\.\w+$/);
    const error = await failure(lab.w.lakeview.create({ dashboard: {} }));
    expect(error).toBeInstanceOf(NotImplemented);
    expect(error).toMatchObject({ status: 501, errorCode: "NOT_IMPLEMENTED", attempts: 1 });
    expect(String(error)).toContain("does not implement dashboards.LakeviewAPI.create yet");
    expect(lab.local.journal.unimplemented()).toEqual([
      { request: "POST /api/2.0/lakeview/dashboards", count: 1 },
    ]);
  });

  it("is another matter than what nobody knows: 404 ENDPOINT_NOT_FOUND", async () => {
    await using lab = await Lab.open();
    const request = { method: "GET", path: "/api/2.0/not/there" } as const;
    const error = await failure(lab.w.apiClient.request(request));
    expect(error).toBeInstanceOf(NotFound);
    expect(error).toMatchObject({ status: 404, errorCode: "ENDPOINT_NOT_FOUND", attempts: 1 });
    expect(String(error)).toContain("No API found for 'GET /api/2.0/not/there'");
    expect(lab.local.journal.unimplemented()).toEqual([
      { request: "GET /api/2.0/not/there", count: 1 },
    ]);
  });
});

describe("credentials that are no good", () => {
  it("a wrong token ends at once, after one attempt", async () => {
    await using lab = await Lab.open();
    const started = performance.now();
    const error = (await failure(lab.client({ token: "dapiwrong" }).currentUser.me())) as ApiError;
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(error).toBeInstanceOf(PermissionDenied);
    expect(error).toMatchObject({ status: 403, attempts: 1 });
    expect(error.message).toMatch(/^Invalid access token\. .*token=\*\*\*/);
    expect(lab.statuses("iam.CurrentUserAPI.me")).toEqual([403]);
  });

  it("none that the service takes ends at once, after one attempt", async () => {
    await using lab = await Lab.open();
    const none = { name: "none", configure: async () => ({ headers: async () => ({}) }) };
    const w = lab.client({ credentials: none, token: undefined });
    const error = await failure(w.currentUser.me());
    expect(error).toBeInstanceOf(Unauthenticated);
    expect(error).toMatchObject({ status: 401, attempts: 1 });
    expect(lab.statuses("iam.CurrentUserAPI.me")).toEqual([401]);
  });

  it("none at all are missed before anything is asked for, with what would help", async () => {
    await using lab = await Lab.open();
    const w = lab.client({ token: undefined });
    const error = (await failure(w.currentUser.me())) as DefaultCredentialsError;
    expect(error).toBeInstanceOf(DefaultCredentialsError);
    expect(error.strategies.map(({ name }) => name)).toContain("pat");
    expect(error.strategies.find(({ name }) => name === "pat")?.reason).toContain("token");
    expect(lab.statuses("iam.CurrentUserAPI.me")).toEqual([]);
  });
});
