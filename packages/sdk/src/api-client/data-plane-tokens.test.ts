import { describe, expect, it } from "vitest";
import type { CredentialsStrategy } from "../auth/index.js";
import { recording, type Respond, tokenAnswer } from "../oauth/testing/recording-transport.js";
import { ApiClient } from "./index.js";
import type { DataPlaneOperation } from "./operation.js";

const host = "https://w.example.com";
const operation: DataPlaneOperation = {
  verb: "POST",
  body: "*",
  lookup: ["name"],
  info: ["data_plane_info", "query_info"],
  url: "endpoint_url",
  authorization: "authorization_details",
};
const discovery = {
  authorization_endpoint: `${host}/oidc/v1/authorize`,
  token_endpoint: `${host}/oidc/v1/token`,
};

/** Somebody who is signed in with OAuth. */
const signedIn: CredentialsStrategy = {
  name: "test",
  configure: async () => ({
    headers: async () => ({ authorization: "Bearer own" }),
    token: async () => ({ accessToken: "own", tokenType: "Bearer" }),
  }),
};

function client(query: Respond, credentials: CredentialsStrategy = signedIn) {
  let tokens = 0;
  const context = recording((request, count) => {
    if (request.url.startsWith("https://plane.example.com/")) return query(request, count);
    if (request.url === discovery.token_endpoint) return tokenAnswer(`plane-${++tokens}`);
    if (request.url.endsWith("/oidc/.well-known/oauth-authorization-server")) {
      return { body: discovery };
    }
    return { status: 404 };
  });
  const { clock, transport } = context;
  const api = new ApiClient({ host, credentials, transport, clock, env: {} });
  const call = (name: string): Promise<unknown> =>
    api.dataPlane(operation, { name }, async () => ({
      data_plane_info: {
        query_info: {
          endpoint_url: `https://plane.example.com/${name}`,
          authorization_details: `["${name}"]`,
        },
      },
    }));
  const to = (url: string) => transport.sent.filter((request) => request.url.startsWith(url));
  return { api, call, transport, clock, to };
}

describe("a call to the data plane", () => {
  it("is signed with a token that the client's own was exchanged for, once per address", async () => {
    const { call, to } = client(() => ({ body: { ok: true } }));
    expect(await call("a")).toEqual({ ok: true });
    await Promise.all([call("a"), call("a"), call("b")]);
    const forms = to(discovery.token_endpoint).map(({ body }) =>
      Object.fromEntries(new URLSearchParams(String(body))),
    );
    expect(forms).toEqual(
      ["a", "b"].map((name) => ({
        grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
        assertion: "own",
        authorization_details: `["${name}"]`,
      })),
    );
    const signed = (name: string): unknown[] =>
      to(`https://plane.example.com/${name}`).map(({ headers }) => headers["authorization"]);
    expect(signed("a")).toEqual(["Bearer plane-1", "Bearer plane-1", "Bearer plane-1"]);
    expect(signed("b")).toEqual(["Bearer plane-2"]);
  });

  it("gets another token when it is refused, and when it has ended", async () => {
    let good = "Bearer plane-2";
    const { call, clock, to } = client(({ headers }) =>
      headers["authorization"] === good ? { body: {} } : { status: 401, body: { message: "no" } },
    );
    await call("a");
    expect(to("https://plane.example.com/")).toHaveLength(2);
    clock.advance(3_600_000);
    good = "Bearer plane-3";
    await call("a");
    expect(to("https://plane.example.com/")).toHaveLength(3);
    expect(to(discovery.token_endpoint)).toHaveLength(3);
  });

  it("says that it needs OAuth where there is none", async () => {
    const context = recording(() => ({ status: 404 }));
    const api = new ApiClient({ host, token: "dapi-1", ...context, env: {} });
    const info = { endpoint_url: "https://plane.example.com/a", authorization_details: "[]" };
    const call = api.dataPlane(operation, { name: "a" }, async () => ({
      data_plane_info: { query_info: info },
    }));
    await expect(call).rejects.toMatchObject({
      name: "ConfigError",
      message: expect.stringMatching(/the data plane needs OAuth.*not available for pat/) as string,
    });
  });
});
