import { describe, expect, expectTypeOf, it } from "vitest";
import { ApiClient, type Int64 } from "../api-client/index.js";
import { ConfigError } from "../errors/index.js";
import type { Paged } from "../paging/index.js";
import {
  AccountClient,
  type compute,
  type jobs,
  type provisioning,
  WorkspaceClient,
} from "./index.gen.js";

const options = { host: "https://fake.cloud.databricks.com", token: "secret-token", env: {} };

describe("a client", () => {
  it("makes a service when it is first asked for, once", () => {
    const client = new WorkspaceClient(options);
    expect(client.warehouses).toBe(client.warehouses);
    expect(client.settings.defaultNamespace).toBe(client.settings.defaultNamespace);
  });

  it("offers the methods of hand-written classes where there are any", () => {
    const client = new WorkspaceClient(options);
    expect(client.clusters.selectSparkVersion).toBeTypeOf("function");
    expect(client.dbfs.open).toBeTypeOf("function");
  });

  it("shares an existing ApiClient", () => {
    const apiClient = new ApiClient({ ...options, accountId: "a" });
    const client = new AccountClient(apiClient);
    expect(client.apiClient).toBe(apiClient);
    expect(client.config).toBe(apiClient.config);
    expect(client.config.accountId).toBe("a");
  });

  it("throws at once when its configuration contradicts itself", () => {
    expect(() => new WorkspaceClient({ ...options, username: "u", password: "p" })).toThrow(
      ConfigError,
    );
  });

  it("closes its connections, by hand and by `await using`", async () => {
    let closed = 0;
    class Watched extends ApiClient {
      override close(): Promise<void> {
        closed++;
        return super.close();
      }
    }
    await new WorkspaceClient(new Watched(options)).close();
    await new AccountClient(new Watched(options))[Symbol.asyncDispose]();
    expect(closed).toBe(2);
  });

  it("shows no secret", () => {
    expect(JSON.stringify(new WorkspaceClient(options))).not.toContain("secret-token");
  });
});

describe("the types of a client", () => {
  const workspace = (): WorkspaceClient => new WorkspaceClient(options);

  it("let a list be read without a request, and a run be submitted with its tasks", () => {
    expectTypeOf(() => workspace().clusters.list()).returns.toEqualTypeOf<
      Paged<compute.ClusterDetails>
    >();
    expectTypeOf<jobs.RunNow["job_id"]>().toEqualTypeOf<Int64>();
    expectTypeOf<jobs.SubmitRun["run_name"]>().toEqualTypeOf<string | undefined>();
  });

  it("tell what a wait ends in", () => {
    type Create = AccountClient["workspaces"]["createAndWait"];
    expectTypeOf<Awaited<ReturnType<Create>>>().toEqualTypeOf<provisioning.Workspace>();
    type Started = Awaited<ReturnType<WorkspaceClient["clusters"]["create"]>>;
    expectTypeOf<Started["response"]>().toEqualTypeOf<compute.CreateClusterResponse>();
  });

  it("know the values of an enum and take others", () => {
    expectTypeOf<"RUNNING">().toExtend<compute.State>();
    expectTypeOf<string>().toExtend<compute.State>();
    expectTypeOf<number>().not.toExtend<compute.State>();
  });
});
