import { describe, expect, it } from "vitest";
import { routes } from "../contract/index.js";
import { operationsOf, type Operation } from "./operation.js";
import { Resolver } from "./resolve.js";
import { nounMatches } from "./resource-noun.js";

const operations = operationsOf(routes);

function resolver(...implemented: readonly string[]): Resolver {
  return new Resolver(operations, ({ id }) => implemented.includes(id));
}

function ids(found: readonly Operation[] | undefined): readonly string[] | undefined {
  return found?.map(({ id }) => id);
}

describe("Resolver", () => {
  it.each([
    ["GET", "/api/2.1/clusters/get", "compute.ClustersAPI.get"],
    ["GET", "/api/2.0/clusters/get", "compute.ClustersAPI.get"],
    ["GET", "/api/2.2/clusters/get", "compute.ClustersAPI.get"],
    ["POST", "/api/2.1/jobs/create", "jobs.JobsAPI.create"],
    ["GET", "/api/2.1/jobs/list", "jobs.JobsAPI.list"],
    ["GET", "/api/2.0/fs/files/Volumes/a/b/c/d.txt", "files.FilesAPI.download"],
    ["HEAD", "/api/2.0/fs/files/Volumes/a", "files.FilesAPI.getMetadata"],
    ["HEAD", "/api/2.1/clusters/get", "compute.ClustersAPI.get"],
    ["POST", "/api/2.0/serving-endpoints/", "serving.ServingEndpointsAPI.create"],
    ["GET", "/api/1.2/contexts/status", "compute.CommandExecutionAPI.contextStatus"],
    ["GET", "/api/2.0/postgres/projects/p/branches/b", "postgres.PostgresAPI.getBranch"],
    ["DELETE", "/api/2.0/postgres/projects/p", "postgres.PostgresAPI.deleteProject"],
    [
      "GET",
      "/api/2.1/knowledge-assistants/k/knowledge-sources/s",
      "knowledgeassistants.KnowledgeAssistantsAPI.getKnowledgeSource",
    ],
    ["POST", "/api/2.0/ai-search/a/indexes/i:query", "aisearch.AiSearchAPI.queryIndex"],
  ])("%s %s is %s", (verb, path, id) => {
    expect(ids(resolver().resolve(verb, path)?.operations)).toContain(id);
    expect(resolver().resolve(verb, path)?.operation.id).toBe(id);
  });

  it.each([
    ["GET", "/api/2.0/not/there"],
    ["GET", "/api/2.1/not/there"],
    ["PATCH", "/api/2.1/clusters/get"],
    ["GET", "/api/3.0/clusters/get"],
    ["GET", "/"],
    ["POST", "/api/2.0/serving-endpoints//"],
  ])("knows nothing at %s %s", (verb, path) => {
    expect(resolver().resolve(verb, path)).toBeUndefined();
  });

  it("names the values of the holes, decoded", () => {
    expect(resolver().resolve("GET", "/api/2.0/fs/files/a%20b/c%2Fd")?.values).toEqual({
      file_path: "/a b/c/d",
    });
    const found = resolver().resolve("GET", "/api/2.0/mlflow/logged-models/x%2Fy%25");
    expect(found?.values).toEqual({ model_id: "x/y%" });
  });

  it("finds paths whose slashes within a value were encoded", () => {
    const found = resolver().resolve("GET", "/api/2.0/postgres/projects%2Fp%2Fbranches%2Fb");
    expect(found?.operation.id).toBe("postgres.PostgresAPI.getBranch");
    expect(found?.values).toEqual({ name: "projects/p/branches/b" });
  });

  it("refuses a path that is not percent-encoded", () => {
    expect(() => resolver().resolve("GET", "/api/2.0/%zz")).toThrow("not percent-encoded");
  });

  it("lists all operations that a request cannot tell apart, and takes the served one", () => {
    const found = resolver("iam.UsersV2API.create").resolve(
      "POST",
      "/api/2.0/preview/scim/v2/Users",
    );
    expect(ids(found?.operations)).toEqual(["iam.UsersAPI.create", "iam.UsersV2API.create"]);
    expect(found?.operation.id).toBe("iam.UsersV2API.create");
    expect(found?.implemented).toBe(true);
  });

  it("has the general permissions operation answer for the special ones", () => {
    const path = "/api/2.0/permissions/clusters/c1";
    const found = resolver("iam.PermissionsAPI.get").resolve("GET", path);
    expect(found?.operation.id).toBe("iam.PermissionsAPI.get");
    expect(ids(found?.operations)).toEqual([
      "compute.ClustersAPI.getPermissions",
      "iam.PermissionsAPI.get",
      "workspace.WorkspaceAPI.getPermissions",
    ]);
    expect(found?.values).toEqual({
      request_object_type: "clusters",
      request_object_id: "c1",
    });
    const special = resolver("iam.PermissionsAPI.get", "compute.ClustersAPI.getPermissions");
    expect(special.resolve("GET", path)?.operation.id).toBe("compute.ClustersAPI.getPermissions");
  });

  it("finds every operation of the API at its own path", () => {
    const all = resolver();
    const lost = operations.filter((operation) => {
      const path = exampleOf(operation);
      return !ids(all.resolve(operation.verb, path)?.operations)?.includes(operation.id);
    });
    expect(ids(lost)).toEqual([]);
  });
});

/** A path with values that are of the operation's kind. */
function exampleOf({ method, path }: Operation): string {
  const noun = method.replace(/^[a-z0-9]+/, "").replace(/(?:Preview|Proxy)$/, "");
  return path.replace(/(\{\+?\w+\})/g, (hole) => {
    if (!hole.startsWith("{+")) return "v1";
    return /[a-z]\{\+/.test(path) ? "/v1" : `${noun.toLowerCase()}s/v1`;
  });
}

describe("nounMatches", () => {
  it.each([
    ["getBranch", "projects/p/branches/b", true],
    ["getProject", "projects/p/branches/b", false],
    ["getProject", "projects/p", true],
    ["getSnapshotSchedule", "projects/p/branches/b/snapshot-schedule", true],
    ["deleteAttributeControlEntry", "accounts/a/attribute-control-entries/e", true],
    ["deleteRecoveryBranchPreview", "recovery_branches/b", true],
    ["get", "projects/p", false],
  ])("%s of %s: %s", (method, name, fits) => {
    expect(nounMatches(method, name)).toBe(fits);
  });
});
