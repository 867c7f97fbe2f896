import { afterEach, describe, expect, it } from "vitest";
import { WorkspaceError } from "../errors/index.js";
import { Reply, type RequestContext } from "./context.js";
import { startLab, type Lab, type LabHandlers } from "./testing/lab.js";

let lab: Lab;
afterEach(() => lab.close());

async function start(handlers: LabHandlers = {}): Promise<void> {
  lab = await startLab(handlers);
}

async function error(response: Response): Promise<{ status: number } & Record<string, unknown>> {
  return { ...((await response.json()) as Record<string, unknown>), status: response.status };
}

describe("who asks", () => {
  it.each([
    [{ authorization: "" }, 401, "UNAUTHENTICATED", /^Credential was not sent or was of an unsup/],
    [{ authorization: "Digest x" }, 401, "UNAUTHENTICATED", /^Credential was not sent/],
    [{ authorization: "Bearer bad" }, 403, "PERMISSION_DENIED", /^Invalid access token\.$/],
    [{ authorization: `Basic ${btoa("me:pw")}` }, 403, "PERMISSION_DENIED", /^Invalid access/],
  ])("%j is answered with %i", async (headers, status, code, message) => {
    await start({ get: () => ({}) });
    const response = await lab.fetch("GET", "/api/2.0/things/1", { headers });
    expect(response.headers.get("x-databricks-reason-phrase")).toMatch(message);
    expect(await error(response)).toMatchObject({ status, error_code: code });
    expect(lab.journal.entries()[0]).toMatchObject({ status, errorCode: code });
    expect(lab.journal.entries()[0]?.principal).toBeUndefined();
  });

  it("takes a token as the password of the user `token`, and any case of the scheme", async () => {
    await start({ get: (_request, { principal }) => ({ principal }) });
    for (const authorization of [`Basic ${btoa("token:good")}`, "bearer good"]) {
      const response = await lab.fetch("GET", "/api/2.0/things/1", { headers: { authorization } });
      expect(await response.json()).toEqual({ principal: { id: "1", userName: "me@example.com" } });
    }
  });
});

describe("which workspace", () => {
  it.each(["x-databricks-workspace-id", "x-databricks-org-id"])("is named by %s", async (name) => {
    await start({ get: (_request, { workspaceId }) => ({ workspaceId }) });
    const ask = (id: string): Promise<Response> =>
      lab.fetch("GET", "/api/2.0/things/1", { headers: { [name]: id } });
    expect(await (await ask("1234567890123456")).json()).toEqual({ workspaceId: 1234567890123456 });
    expect(await error(await ask("77"))).toMatchObject({
      status: 404,
      error_code: "RESOURCE_DOES_NOT_EXIST",
      message: "Workspace 77 does not exist; this server's own is 1234567890123456",
    });
    expect(await error(await ask("x"))).toMatchObject({
      status: 400,
      error_code: "INVALID_PARAMETER_VALUE",
    });
  });

  it("is named by ?o= too, and its id is on every answer", async () => {
    await start();
    expect((await lab.fetch("GET", "/api/2.0/things/1?o=77")).status).toBe(404);
    const response = await lab.fetch("GET", "/nothing/here?o=1234567890123456");
    expect(response.headers.get("x-databricks-org-id")).toBe("1234567890123456");
    expect(response.headers.get("x-databricks-local")).toBe("9.9.9");
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is part of the account that the path names", async () => {
    await start({ ofAccount: () => ({ ok: true }) });
    expect((await lab.fetch("GET", "/api/2.0/accounts/acc/things")).status).toBe(200);
    expect(await error(await lab.fetch("GET", "/api/2.0/accounts/x/things"))).toMatchObject({
      status: 404,
      error_code: "NOT_FOUND",
      message: "Account x does not exist; this server's account is acc",
    });
  });
});

describe("what is asked for", () => {
  it("is unknown", async () => {
    await start();
    const response = await lab.fetch("DELETE", "/api/2.0/not/there?x=1");
    const body = await error(response);
    expect(body).toEqual({
      status: 404,
      error_code: "ENDPOINT_NOT_FOUND",
      message: "No API found for 'DELETE /api/2.0/not/there'",
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.ErrorInfo",
          reason: "ENDPOINT_NOT_FOUND",
          domain: "databricks.com",
          metadata: {},
        },
        {
          "@type": "type.googleapis.com/google.rpc.RequestInfo",
          request_id: response.headers.get("x-request-id"),
          serving_data: "",
        },
      ],
    });
    expect(lab.journal.unimplemented()).toEqual([
      { request: "DELETE /api/2.0/not/there", count: 1 },
    ]);
  });

  it("is known but not served", async () => {
    await start();
    const unserved = await lab.fetch("POST", "/api/2.0/unserved");
    const ids = "lab.ThingsAPI.unserved, lab.ThingsAPI.alsoUnserved";
    expect(unserved.headers.get("x-databricks-local-operation")).toBe(ids);
    expect(await error(unserved)).toMatchObject({
      status: 501,
      error_code: "NOT_IMPLEMENTED",
      message: expect.stringContaining(ids),
    });
    expect(lab.journal.unimplemented()).toHaveLength(1);
  });

  it("is in the journal, with its fields but without secrets", async () => {
    await start({ create: () => ({ id: 1 }) });
    await lab.fetch("POST", "/api/2.0/things?page_token=s3cret", {
      body: JSON.stringify({ name: "a", box: { label: "s3cret" } }),
      headers: { "user-agent": "tester/1" },
    });
    const [entry] = lab.journal.entries();
    expect(entry).toMatchObject({
      id: 1,
      time: 1000,
      verb: "POST",
      path: "/api/2.0/things",
      query: ["page_token"],
      operation: "lab.ThingsAPI.create",
      operations: ["lab.ThingsAPI.create"],
      status: 200,
      userAgent: "tester/1",
      principal: "me@example.com",
      workspaceId: 1234567890123456,
      request: { name: "a", "box.label": "<string of 6>" },
    });
    expect(JSON.stringify(entry)).not.toMatch(/s3cret|good/);
  });
});

describe("answers", () => {
  it("are {} where there is nothing to return, and the status that a Reply names", async () => {
    await start({
      delete: () => undefined,
      create: () => new Reply(201, { id: 1 }, { Location: "/things/1" }),
      get: () => new Reply(204),
    });
    const body = JSON.stringify({ id: "1", name: "a" });
    const deleted = await lab.fetch("POST", "/api/2.0/things/delete", { body });
    expect([deleted.status, await deleted.text()]).toEqual([200, "{}"]);
    expect(deleted.headers.get("content-type")).toBe("application/json");
    const created = await lab.fetch("POST", "/api/2.0/things", { body });
    expect([created.status, created.headers.get("location")]).toEqual([201, "/things/1"]);
    const got = await lab.fetch("GET", "/api/2.0/things/1");
    expect([got.status, await got.text()]).toEqual([204, ""]);
  });

  it("write integers exactly", async () => {
    await start({ get: ({ id }: { id: unknown }) => ({ id, type: typeof id }) });
    const response = await lab.fetch("GET", "/api/2.0/things/9007199254740993");
    expect(await response.text()).toBe('{"id":9007199254740993,"type":"bigint"}');
  });

  it("carry header fields as headers and bytes as the body", async () => {
    await start({
      download: ({ path }: { path: string }) => ({
        contents: new Blob([`bytes of ${path}`]).stream(),
        "content-type": "text/x-lab",
        "last-modified": "Thu, 01 Jan 2026 00:00:00 GMT",
      }),
    });
    const response = await lab.fetch("GET", "/api/2.0/files/a/b%20c");
    expect(await response.text()).toBe("bytes of /a/b c");
    expect(response.headers.get("content-type")).toBe("text/x-lab");
    expect(response.headers.get("last-modified")).toBe("Thu, 01 Jan 2026 00:00:00 GMT");
  });

  it("have no body for HEAD, which GET operations answer as well", async () => {
    await start({ get: () => ({ id: 1 }) });
    const response = await lab.fetch("HEAD", "/api/2.0/things/1");
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(response.headers.get("content-length")).toBe("8");
  });

  it("end the connection, and are reported, where they cannot be written", async () => {
    await start({ get: () => new Reply(200, {}, { "x-bad": "a\nb" }) });
    await expect(lab.fetch("GET", "/api/2.0/things/1")).rejects.toThrow("fetch failed");
    expect(String(lab.errors[0])).toContain("Invalid character in header content");
  });

  it("tell the clock of reads that were answered, not of writes and failures", async () => {
    await start({ get: () => ({}), create: () => ({}) });
    await lab.fetch("GET", "/api/2.0/things/none");
    await lab.fetch("GET", "/not/there");
    await (await lab.fetch("GET", "/api/2.0/things/1")).text();
    await lab.fetch("POST", "/api/2.0/things", { body: '{"name":"a"}' });
    expect(lab.reads).toEqual({ begun: 3, answered: 1 });
  });
});

describe("errors", () => {
  it("of engines have the status of their code, or the one they name", async () => {
    const info = { reason: "R", domain: "lab", metadata: { etag: "e" } };
    await start({
      get: () => {
        throw new WorkspaceError("RESOURCE_CONFLICT", "changed", info);
      },
      delete: () => {
        throw new WorkspaceError("RESOURCE_ALREADY_EXISTS", "twice", undefined, 409);
      },
    });
    expect(await error(await lab.fetch("GET", "/api/2.0/things/1"))).toMatchObject({
      status: 409,
      error_code: "RESOURCE_CONFLICT",
      details: [info, {}],
    });
    const deleted = await lab.fetch("POST", "/api/2.0/things/delete", { body: '{"id":"1"}' });
    expect(deleted.status).toBe(409);
  });

  it("of the disk say what to do", async () => {
    const full = Object.assign(new Error("ENOSPC: no space left, write"), { code: "ENOSPC" });
    await start({
      get: () => {
        throw full;
      },
    });
    const answer = await error(await lab.fetch("GET", "/api/2.0/things/1"));
    expect(answer.status).toBe(500);
    expect(answer["message"]).toMatch(/disk is full\. Make room \(ENOSPC/);
  });

  it("nobody meant to throw are INTERNAL_ERROR, and are reported", async () => {
    const failure = new TypeError("oops");
    await start({
      get: async () => {
        throw failure;
      },
    });
    expect(await error(await lab.fetch("GET", "/api/2.0/things/1"))).toMatchObject({
      status: 500,
      error_code: "INTERNAL_ERROR",
      message: "The local workspace failed: oops",
    });
    expect(lab.errors).toEqual([failure]);
  });

  it("have the envelope of SCIM and of API 1.2 under their paths", async () => {
    const fail = (code: string) => (): never => {
      throw new WorkspaceError(code, "no");
    };
    await start({ user: fail("ALREADY_EXISTS"), context: fail("INVALID_PARAMETER_VALUE") });
    expect(await (await lab.fetch("GET", "/api/2.0/preview/scim/v2/Users/1")).json()).toEqual({
      schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
      detail: "no",
      status: "409",
      scimType: "uniqueness",
    });
    const legacy = await lab.fetch("GET", "/api/1.2/contexts/status");
    expect([legacy.status, await legacy.json()]).toEqual([400, { error: "no" }]);
  });
});

describe("a client that is gone", () => {
  it("aborts the handler's signal", async () => {
    let seen: (context: RequestContext) => void;
    const asked = new Promise<RequestContext>((resolve) => (seen = resolve));
    await start({
      get: (_request, context) => {
        seen(context);
        return new Promise(() => {});
      },
    });
    const controller = new AbortController();
    const request = lab.fetch("GET", "/api/2.0/things/1", { signal: controller.signal });
    const { signal } = await asked;
    const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve));
    controller.abort();
    await expect(request).rejects.toThrow();
    await aborted;
  });

  it("does not keep the server from closing, which aborts what is under way", async () => {
    let seen: (context: RequestContext) => void;
    const asked = new Promise<RequestContext>((resolve) => (seen = resolve));
    await start({
      get: (_request, context) => {
        seen(context);
        return new Promise(() => {});
      },
    });
    const request = lab.fetch("GET", "/api/2.0/things/1").catch((failure: unknown) => failure);
    const { signal } = await asked;
    await lab.close();
    expect(signal.aborted).toBe(true);
    expect(await request).toBeInstanceOf(Error);
  });
});
