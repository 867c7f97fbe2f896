import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { ApiModel, Operation, TypeRef } from "../model/index.js";
import { readImportedFacts, readSpec } from "./index.js";

const folder = fileURLToPath(new URL("../../../../spec", import.meta.url));
let model: ApiModel;
let operations: ReadonlyMap<string, Operation>;

beforeAll(() => {
  model = readSpec(folder);
  const services = model.packages.flatMap((content) => content.services);
  operations = new Map(services.flatMap((s) => s.operations).map((o) => [o.id, o]));
});

const operation = (id: string): Operation => {
  const found = operations.get(id);
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
};

const string: TypeRef = { kind: "primitive", name: "string" };
const named = (name: string): TypeRef => {
  const [home = "", type = ""] = name.split(".");
  return { kind: "named", package: home, name: type };
};

describe("readSpec", () => {
  it("finds every operation under an id of its own", () => {
    expect(operations.size).toBe(1361);
  });

  it("reads a waiting operation, by names on the wire", () => {
    expect(operation("compute.CommandExecutionAPI.execute").waiting).toEqual({
      pollMethod: "command_status",
      pollArguments: {
        clusterId: { from: "request", field: "clusterId" },
        commandId: { from: "response", field: "id" },
        contextId: { from: "request", field: "contextId" },
      },
      waitMethod: "wait_command_status_command_execution_finished_or_error",
      status: ["status"],
      message: null,
      success: ["Finished", "Error"],
      failure: ["Cancelled", "Cancelling"],
      minutes: 20,
      result: named("compute.CommandStatusResponse"),
    });
  });

  it("reads waiters that take ids alone", () => {
    const clusters = model.packages
      .find(({ name }) => name === "compute")
      ?.services.find(({ name }) => name === "ClustersAPI");
    const waiters = clusters?.waiters.map(({ name, waiting }) => [name, waiting.pollArguments]);
    const id = { cluster_id: { from: "request", field: "cluster_id" } };
    expect(waiters).toEqual([
      ["wait_get_cluster_running", id],
      ["wait_get_cluster_terminated", id],
    ]);
  });

  it("reads operation objects", () => {
    expect(operation("postgres.PostgresAPI.deleteBranch").longRunning).toEqual({
      pollMethod: "get_operation",
      operationType: named("postgres.Operation"),
      result: null,
      metadata: named("postgres.BranchOperationMetadata"),
    });
  });

  it.each([
    ["token", "jobs.JobsAPI.list", { request: "page_token", response: "next_page_token" }],
    ["token", "ml.ExperimentsAPI.searchRuns", { requestIn: "body", items: "runs" }],
    [
      "offset",
      "iam.UsersAPI.list",
      { offset: "startIndex", dedupe: "id", preset: { startIndex: 1 }, defaults: { count: 10000 } },
    ],
    ["page", "sql.QueriesLegacyAPI.list", { page: "page", preset: { page: 1 } }],
    ["next_request", "compute.ClustersAPI.events", { next: "next_page", requestIn: "body" }],
    ["single", "workspace.WorkspaceAPI.list", { items: "objects", requestIn: null }],
  ])("reads the paging %s of %s", (kind, id, expected) => {
    expect(operation(id).paging).toMatchObject({ kind, ...expected });
  });

  it("reads streams, headers and multi-segment paths", () => {
    expect(operation("files.FilesAPI.upload")).toMatchObject({
      path: "/api/2.0/fs/files{file_path}",
      body: { kind: "stream", parameter: "contents" },
      headers: { "Content-Type": "application/octet-stream" },
    });
    expect(
      operation("files.FilesAPI.upload").parameters.map((p) => [p.wire, p.multiSegment]),
    ).toEqual([
      ["file_path", true],
      ["contents", false],
      ["overwrite", false],
    ]);
    expect(operation("files.FilesAPI.download").response).toEqual({
      kind: "stream",
      type: named("files.DownloadResponse"),
      headers: ["content-length", "content-type", "last-modified"],
      streamField: "contents",
    });
    expect(operation("files.FilesAPI.getMetadata").response.kind).toBe("headers");
  });

  it("reads the data plane", () => {
    const query = operation("serving.ServingEndpointsDataPlaneAPI.query");
    expect(query.path).toBeNull();
    expect(query.parameters[0]).toMatchObject({ wire: "name", in: "lookup", required: true });
    expect(query.dataPlane).toEqual({
      infoMethod: "get",
      infoArguments: ["name"],
      infoPath: ["data_plane_info", "query_info"],
      urlField: "endpoint_url",
      authorizationField: "authorization_details",
    });
  });

  it("reads bodies that are one parameter", () => {
    const create = operation("postgres.PostgresAPI.createProject");
    expect(create.body).toEqual({
      kind: "whole",
      parameter: "project",
      type: named("postgres.Project"),
    });
  });

  it("reads a value that travels twice", () => {
    const { parameters } = operation("sql.QueryVisualizationsLegacyAPI.update");
    const twice = parameters.filter((parameter) => parameter.alsoInBody);
    expect(twice).toEqual([expect.objectContaining({ wire: "id", in: "path", type: string })]);
  });

  it("reads lists, account paths and names that Python can't say", () => {
    const list = operation("provisioning.CredentialsAPI.list");
    expect(list.level).toBe("account");
    expect(list.configParameters).toEqual(["account_id"]);
    expect(list.response.kind).toBe("list");
    expect(operation("workspace.WorkspaceAPI.import").name).toBe("import");
  });

  it("nests the properties of the clients", () => {
    const [workspace, account] = model.clients;
    const settings = workspace?.properties.find(({ name }) => name === "settings");
    expect([workspace?.properties.length, account?.properties.length]).toEqual([134, 39]);
    expect(settings?.children).toContainEqual({
      name: "default_namespace",
      package: "settings",
      service: "DefaultNamespaceAPI",
      children: [],
    });
    expect(settings?.children).toHaveLength(16);
  });

  it("names the page of the REST reference", () => {
    const pages = [
      "compute.ClustersAPI.create",
      "jobs.JobsAPI.runNow",
      "provisioning.WorkspacesAPI.get",
    ];
    expect(pages.map((id) => operation(id).reference)).toEqual([
      "https://docs.databricks.com/api/workspace/clusters/create",
      "https://docs.databricks.com/api/workspace/jobs/runnow",
      "https://docs.databricks.com/api/account/workspaces/get",
    ]);
  });
});

describe("the corrections in spec/overlays", () => {
  it("give every idempotency token a UUID, and leave the imported facts alone", () => {
    const tokens = [...operations.values()].flatMap(({ id, parameters }) =>
      parameters
        .filter(({ wire }) => wire === "idempotency_token")
        .map((parameter) => [id, parameter.generatedUuid]),
    );
    expect(tokens).toEqual([
      ["jobs.JobsAPI.runNow", true],
      ["jobs.JobsAPI.submit", true],
    ]);
    const facts = readImportedFacts(folder).packages["jobs"]?.services["JobsAPI"]?.methods;
    expect(facts?.["submit"]?.params["idempotency_token"]?.generated_uuid).toBeUndefined();
  });
});
