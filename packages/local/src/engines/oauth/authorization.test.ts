import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Parameters, returnUrl } from "./index.js";
import {
  ADA,
  authorizeQuery,
  CHALLENGE,
  CLI_REDIRECT,
  failure,
  oauthWorld,
  params,
} from "./testing/oauth-world.js";

describe("where the browser goes back to", () => {
  it.each([
    [{ client_id: undefined }, "invalid_request: client_id is missing"],
    [{ client_id: "nobody" }, "invalid_client: There is no application 'nobody'"],
    [{ redirect_uri: undefined }, "invalid_request: redirect_uri is missing"],
    [{ redirect_uri: "http://evil.example" }, "is not registered"],
    [{ redirect_uri: "http://localhost:8020/callback" }, "is not registered"],
    [{ redirect_uri: "https://localhost:8020" }, "is not registered"],
    [{ redirect_uri: "http://localhost:8020@evil.example" }, "is not registered"],
    [{ redirect_uri: "http://localhost.evil.example:8020" }, "is not registered"],
    [{ redirect_uri: "http://localhost:123456" }, "is not registered"],
    [{ redirect_uri: "http://localhost:99999" }, "is not registered"],
  ])("is nowhere for %j", async (change, text) => {
    const { engine } = oauthWorld();
    const query = params({ ...authorizeQuery(), ...change });
    expect(await failure(() => engine.authorization.returnOf(query))).toContain(text);
  });

  it.each(["http://localhost", "http://localhost:1", "http://127.0.0.1:65535/", "http://[::1]:9"])(
    "is %s for the CLI",
    (redirect_uri) => {
      const { engine } = oauthWorld();
      const query = params({ ...authorizeQuery(), redirect_uri });
      expect(engine.authorization.returnOf(query)).toMatchObject({
        redirectUri: redirect_uri,
        state: "state-1",
      });
    },
  );

  it("is letter for letter what a custom application registered", async () => {
    const { engine } = oauthWorld();
    const { client_id } = engine.customApps.create(
      { name: "web", redirect_urls: ["http://localhost:3000/cb"] },
      ADA,
    );
    const at = (redirect_uri: string) =>
      failure(() => engine.authorization.returnOf(params({ client_id, redirect_uri })));
    expect(await at("http://localhost:3000/cb")).toBe("none");
    for (const other of ["http://localhost:3001/cb", "http://localhost:3000/cb/", "x"]) {
      expect(await at(other)).toContain("is not registered for 'web'");
    }
  });

  it("has the answer in its query, beside what was there", () => {
    const { engine } = oauthWorld();
    const back = engine.authorization.returnOf(params(authorizeQuery()));
    expect(returnUrl(back, { code: "a&b" })).toBe(`${CLI_REDIRECT}/?code=a%26b&state=state-1`);
    const own = { ...back, redirectUri: "http://h/cb?tab=1", state: undefined };
    expect(returnUrl(own, { error: "e" })).toBe("http://h/cb?tab=1&error=e");
  });

  it("keeps any state as it is", () => {
    const { engine } = oauthWorld();
    const back = engine.authorization.returnOf(params(authorizeQuery()));
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (state) => {
        const url = new URL(returnUrl({ ...back, state }, { code: "c" }));
        expect(url.searchParams.get("state")).toBe(state);
      }),
    );
  });
});

describe("a request for authorization", () => {
  it.each([
    [{ response_type: undefined }, "invalid_request: response_type is missing"],
    [{ response_type: "token" }, "unsupported_response_type: "],
    [{ code_challenge_method: undefined }, "invalid_request: PKCE is required"],
    [{ code_challenge_method: "plain" }, "invalid_request: PKCE is required"],
    [{ code_challenge: undefined }, "invalid_request: code_challenge is missing"],
    [{ code_challenge: "short" }, "invalid_request: code_challenge must be"],
    [{ code_challenge: `${CHALLENGE}=` }, "invalid_request: code_challenge must be"],
    [{ scope: "all-apis nothing" }, "invalid_scope: Scope 'nothing' does not exist"],
  ])("is refused with %j", async (change, text) => {
    const { engine } = oauthWorld();
    const query = params({ ...authorizeQuery(), ...change });
    const back = engine.authorization.returnOf(query);
    expect(await failure(() => engine.authorization.requestOf(query, back))).toContain(text);
  });

  it("is refused with a parameter that is there twice", async () => {
    const { engine } = oauthWorld();
    for (const [name, value] of Object.entries(authorizeQuery())) {
      const values = new URLSearchParams(authorizeQuery());
      values.append(name, value);
      const query = new Parameters(values);
      const text = await failure(() => {
        engine.authorization.requestOf(query, engine.authorization.returnOf(query));
      });
      expect(text).toBe(`invalid_request: ${name} is given more than once`);
    }
  });

  it("is for the whole API when it names no scope, and for no scope twice", () => {
    const { engine } = oauthWorld();
    const scopes = (scope: string | undefined) => {
      const query = params({ ...authorizeQuery(), scope });
      return engine.authorization.requestOf(query, engine.authorization.returnOf(query)).scopes;
    };
    expect(scopes(undefined)).toEqual(["all-apis"]);
    expect(scopes(" sql  sql jobs ")).toEqual(["sql", "jobs"]);
  });

  it("stays within what the application may ask for", async () => {
    const { engine } = oauthWorld();
    const redirect_uri = "https://app.example/cb";
    const { client_id } = engine.customApps.create(
      { name: "web", redirect_urls: [redirect_uri], scopes: ["sql"] },
      ADA,
    );
    const query = params({ ...authorizeQuery(), client_id, redirect_uri, scope: "sql jobs" });
    const back = engine.authorization.returnOf(query);
    expect(await failure(() => engine.authorization.requestOf(query, back))).toBe(
      "invalid_scope: Scope 'jobs' is not granted to this client",
    );
  });
});
