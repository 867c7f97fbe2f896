import { describe, expect, it } from "vitest";
import { discoverAzureEndpoints, discoverEndpoints } from "./index.js";
import { type Answer, recording } from "./testing/recording-transport.js";

const host = "https://w.example.com";
const document = "/.well-known/oauth-authorization-server";
const body = {
  authorization_endpoint: "https://w.example.com/oidc/v1/authorize",
  token_endpoint: "https://w.example.com/oidc/v1/token",
};

/** A server that has documents at some URLs. */
function serving(documents: Readonly<Record<string, Answer>>): ReturnType<typeof recording> {
  return recording(({ url }) => documents[url] ?? { status: 404 });
}

describe("discovery", () => {
  const accounts = "https://accounts.cloud.databricks.com";
  it.each([
    ["a workspace", host, {}, [`${host}/oidc${document}`]],
    ["a workspace, account id known", host, { accountId: "a" }, [`${host}/oidc${document}`]],
    ["an account", accounts, { accountId: "a" }, [`${accounts}/oidc/accounts/a${document}`]],
    [
      "an account for government",
      "https://accounts-dod.cloud.databricks.us",
      { accountId: "a" },
      [`https://accounts-dod.cloud.databricks.us/oidc/accounts/a${document}`],
    ],
    [
      "a document that the metadata names",
      host,
      { accountId: "a", discoveryUrl: "https://u.example.com/d" },
      ["https://u.example.com/d"],
    ],
  ])("asks %s", async (_name, address, options, urls) => {
    const context = serving(Object.fromEntries(urls.map((url) => [url, { body }])));
    expect(await discoverEndpoints(address, options, context)).toEqual({
      authorizationEndpoint: body.authorization_endpoint,
      tokenEndpoint: body.token_endpoint,
    });
    expect(context.transport.sent.map(({ url }) => url)).toEqual(urls);
    expect(context.transport.sent[0]).toMatchObject({ method: "GET" });
  });

  it("asks a unified host for its account when it knows no workspace", async () => {
    const account = `${host}/oidc/accounts/a${document}`;
    const context = serving({ [account]: { body } });
    await discoverEndpoints(host, { accountId: "a" }, context);
    expect(context.transport.sent.map(({ url }) => url)).toEqual([
      `${host}/oidc${document}`,
      account,
    ]);
  });

  it("says that there is no OAuth, and where it looked", async () => {
    await expect(discoverEndpoints(host, {}, serving({}))).rejects.toMatchObject({
      error: "not_supported",
      message: expect.stringContaining(`${host}/oidc${document}`) as string,
    });
  });

  it("says that an account needs its id, without asking", async () => {
    const context = serving({});
    await expect(discoverEndpoints(accounts, {}, context)).rejects.toThrow(/accountId/);
    expect(context.transport.sent).toEqual([]);
  });

  it.each([
    ["HTML", "<html>", /no authorization_endpoint/],
    ["null", "null", /no authorization_endpoint/],
    ["no token endpoint", { ...body, token_endpoint: undefined }, /no token_endpoint/],
    ["an endpoint that is no URL", { ...body, token_endpoint: "/token" }, /no token_endpoint/],
    ["an endpoint without TLS", { ...body, token_endpoint: "http://w.example.com/t" }, /not https/],
  ])("refuses a document that is %s", async (_name, wrong, message) => {
    const context = serving({ [`${host}/oidc${document}`]: { body: wrong } });
    await expect(discoverEndpoints(host, {}, context)).rejects.toThrow(message);
  });

  it("takes plain http from a host that is reached so itself", async () => {
    const plain = JSON.parse(JSON.stringify(body).replaceAll("https:", "http:")) as typeof body;
    const local = "http://127.0.0.1:8080";
    const context = serving({ [`${local}/oidc${document}`]: { body: plain } });
    expect(await discoverEndpoints(local, {}, context)).toMatchObject({
      tokenEndpoint: "http://w.example.com/oidc/v1/token",
    });
  });

  it("does not take a refusal for a missing document", async () => {
    const context = serving({ [`${host}/oidc${document}`]: { status: 403 } });
    await expect(discoverEndpoints(host, { accountId: "a" }, context)).rejects.toThrow(
      /status 403/,
    );
    expect(context.transport.sent).toHaveLength(1);
  });

  it("waits for a busy host", async () => {
    const context = recording((_, count) => (count === 1 ? { status: 503 } : { body }));
    await discoverEndpoints(host, {}, context);
    expect(context.transport.sent).toHaveLength(2);
  });
});

describe("discovery on Azure", () => {
  const login = "https://login.microsoftonline.com/t-1/oauth2/v2.0/authorize";

  it("follows the workspace's redirect by name only", async () => {
    const context = recording(() => ({ status: 302, headers: { location: `${login}?x=1` } }));
    expect(await discoverAzureEndpoints(host, context)).toEqual({
      authorizationEndpoint: login,
      tokenEndpoint: "https://login.microsoftonline.com/t-1/oauth2/v2.0/token",
    });
    expect(context.transport.sent.map(({ url }) => url)).toEqual([
      `${host}/oidc/oauth2/v2.0/authorize`,
    ]);
  });

  it.each([
    [{ status: 200 }],
    [{ status: 302 }],
    [{ status: 302, headers: { location: "https://w.example.com/login.html" } }],
    [{ status: 302, headers: { location: "http://login.example.com/authorize" } }],
    [{ status: 404 }],
  ])("refuses %j", async (answer) => {
    await expect(
      discoverAzureEndpoints(
        host,
        recording(() => answer),
      ),
    ).rejects.toMatchObject({
      error: "invalid_response",
    });
  });
});
