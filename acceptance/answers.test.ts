import {
  ApiError,
  BadRequest,
  InvalidResponseError,
  PermissionDenied,
  WorkspaceClient,
} from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { clientOptions, failure, Lab } from "./support/lab.js";
import { json, type RawServer, serve } from "./support/raw-server.js";
import { StillTime } from "./support/still-time.js";

const me = "iam.CurrentUserAPI.me";
const page = "<html><head><title>Down for a moment</title></head><body>Sorry</body></html>";

describe("an HTML page", () => {
  it("in place of an error becomes the error of its status, with the page's text", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, status: 502, html: page });
    const error = (await failure(lab.w.currentUser.me())) as ApiError;
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 502, errorCode: "BAD_GATEWAY", attempts: 1 });
    expect(error.message).toMatch(/^Down for a moment \(GET .*Me: 502 BAD_GATEWAY, request id /);
  });

  it("with status 503 is asked for again", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, status: 503, html: page, times: 2 });
    await lab.w.currentUser.me();
    expect(lab.statuses(me)).toEqual([503, 503, 200]);
  });

  it("with status 400 and a stack in it keeps what the server says, without the tags", async () => {
    await using lab = await Lab.open();
    const html = "<html><body><pre>\njava.lang.Fail: &lt;x&gt; <b>no</b>\n</pre></body></html>";
    lab.local.faults.add({ match: me, status: 400, html });
    const error = (await failure(lab.w.currentUser.me())) as ApiError;
    expect(error).toBeInstanceOf(BadRequest);
    expect(error.message).toMatch(/^java\.lang\.Fail: <x> no \(/);
  });

  it("with status 200 is no answer, and the message asks for the host", async () => {
    await using lab = await Lab.open();
    lab.local.faults.add({ match: me, status: 200, html: page });
    const error = await failure(lab.w.currentUser.me());
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect(String(error)).toContain("an HTML page. Is `host` (DATABRICKS_HOST) the address");
    expect(lab.statuses(me)).toEqual([200]);
  });
});

describe("a success that can't be read", () => {
  async function answering(body: string): Promise<{ server: RawServer; w: WorkspaceClient }> {
    const server = await serve((response) => json(response, body));
    const options = { ...clientOptions(new StillTime()), host: server.host, token: "t" };
    return { server, w: new WorkspaceClient(options) };
  }

  it.each(['{"userName":"m', '{"a":1}}', "nothing", "[1,2", '{"a":"\\'])(
    "is an error, and not asked for again: %s",
    async (body) => {
      const { server, w } = await answering(body);
      await using _ = server;
      const error = await failure(w.currentUser.me());
      expect(error).toBeInstanceOf(InvalidResponseError);
      expect(String(error)).toContain(`breaks off after ${body.length} characters`);
      expect(String(error)).toContain("GET /api/2.0/preview/scim/v2/Me");
      expect(server.received).toHaveLength(1);
    },
  );

  it("is none if there is nothing to read", async () => {
    const { server, w } = await answering("");
    await using _ = server;
    expect(await w.jobs.delete({ job_id: 1 })).toBeUndefined();
  });
});

describe("a redirect", () => {
  const token = "dapi00112233445566778899aabbccddeeff";

  function client(server: RawServer): WorkspaceClient {
    const options = { ...clientOptions(new StillTime()), host: server.host, token };
    return new WorkspaceClient({ ...options, workspaceId: "42" });
  }

  it("within the origin is followed with credentials, method and body", async () => {
    await using server = await serve((response, { target }) => {
      if (target.endsWith("/moved")) return json(response, { job_id: 7 });
      return response.writeHead(308, { location: "/api/2.2/jobs/moved" }).end();
    });
    expect(await client(server).jobs.create({ name: "x" })).toEqual({ job_id: 7 });
    const [first, second] = server.received;
    expect(second).toMatchObject({ method: "POST", body: first?.body });
    expect(second?.headers.authorization).toBe(`Bearer ${token}`);
  });

  it.each([301, 302, 303])("turns a POST into a GET without a body: %i", async (status) => {
    await using server = await serve((response, { target }) => {
      if (target === "/there") return json(response, { job_id: 7 });
      return response.writeHead(status, { location: "/there" }).end();
    });
    await client(server).jobs.create({ name: "x" });
    expect(server.received[1]).toMatchObject({ method: "GET", body: "" });
    expect(server.received[1]?.headers["content-type"]).toBeUndefined();
  });

  it.each([302, 307])("to another origin takes no credentials along: %i", async (status) => {
    await using other = await serve((response) => json(response, { id: "5" }));
    await using server = await serve((response) => {
      response.writeHead(status, { location: `${other.host}/elsewhere?q=1` }).end();
    });
    expect((await client(server).currentUser.me()).id).toBe("5");
    const [request] = other.received;
    expect(request?.target).toBe("/elsewhere?q=1");
    expect(JSON.stringify(request)).not.toContain(token);
    for (const name of ["authorization", "cookie", "x-databricks-workspace-id"]) {
      expect(request?.headers).not.toHaveProperty(name);
    }
  });

  it("and back again does not bring them back", async () => {
    await using other = await serve((response, { target }) => {
      response.writeHead(307, { location: target.slice("/to/".length) }).end();
    });
    await using server = await serve((response, { target }) => {
      if (target === "/landed") return json(response, {});
      const back = `${server.host}/landed`;
      return response.writeHead(307, { location: `${other.host}/to/${back}` }).end();
    });
    await client(server).currentUser.me();
    expect(server.received[1]?.headers.authorization).toBeUndefined();
  });

  it("without end is refused after five", async () => {
    await using server = await serve((response) => {
      response.writeHead(302, { location: "/again" }).end();
    });
    const error = await failure(client(server).currentUser.me());
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect(String(error)).toContain("there were five before it");
    expect(server.received).toHaveLength(6);
  });

  it.each([["ftp://127.0.0.1/x"], ["http://"]])("to %s is refused", async (location) => {
    await using server = await serve((response) => response.writeHead(302, { location }).end());
    expect(await failure(client(server).currentUser.me())).toBeInstanceOf(InvalidResponseError);
  });

  it("to the login page of a private link is a denied permission", async () => {
    await using server = await serve((response) => {
      const location = "/login.html?error=private-link-validation-error&next_url=%2F";
      response.writeHead(302, { location }).end();
    });
    const error = (await failure(client(server).currentUser.me())) as PermissionDenied;
    expect(error).toBeInstanceOf(PermissionDenied);
    expect(error).toMatchObject({ name: "PrivateLinkValidationError", status: 403 });
    expect(server.received).toHaveLength(1);
  });
});
