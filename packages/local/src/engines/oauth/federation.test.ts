import { beforeAll, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  ADA,
  claimsOf,
  DROID,
  failure,
  Issuer,
  oauthWorld,
  ROBOT,
} from "./testing/oauth-world.js";

const GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
const JWT = "urn:ietf:params:oauth:token-type:jwt";
const NOW = Date.UTC(2026, 0, 1) / 1000;
const CLAIMS = { aud: ACCOUNT, sub: "repo:acme/app", exp: NOW + 300 };

let rsa: Issuer;
let ec: Issuer;
beforeAll(() => {
  rsa = new Issuer("https://rsa.example", "RS256");
  ec = new Issuer("https://ec.example", "ES256");
});

const form = (subject_token: string, client_id?: string): Record<string, string> => ({
  grant_type: GRANT,
  subject_token,
  subject_token_type: JWT,
  scope: "all-apis",
  ...(client_id !== undefined && { client_id }),
});

/** A world in which the robot is whoever `issuer` says is `repo:acme/app`. */
function robotWorld(issuer: Issuer, policy: object = {}) {
  const world = oauthWorld();
  world.engine.federationPolicies.create(
    ROBOT.id,
    {
      oidc_policy: {
        issuer: issuer.url,
        subject: CLAIMS.sub,
        jwks_json: issuer.jwks,
        ...policy,
      },
    },
    "ci",
  );
  return world;
}

describe("a service principal's policy", () => {
  it.each(["RS256", "ES256"])("takes its issuer's tokens, signed by %s", async (algorithm) => {
    const issuer = algorithm === "RS256" ? rsa : ec;
    const { engine, token } = robotWorld(issuer);
    const answer = await token(form(issuer.token(CLAIMS), ROBOT.userName));
    expect(claimsOf(answer.access_token)).toMatchObject({
      sub: ROBOT.userName,
      client_id: ROBOT.userName,
      scope: "all-apis",
    });
    expect(engine.authenticate(answer.access_token, undefined)).toEqual(ROBOT);
  });

  it.each([
    [{ iss: "https://other.example" }, "its issuer is 'https://other.example'"],
    [{ aud: "other" }, `its audience is 'other', not '${ACCOUNT}'`],
    [{ aud: undefined }, "its audience is ''"],
    [{ sub: "repo:evil/app" }, "its sub is 'repo:evil/app', not 'repo:acme/app'"],
    [{ sub: undefined }, "its claim 'sub' is missing"],
    [{ exp: NOW }, "it has expired"],
    [{ exp: undefined }, "it does not say when it expires"],
    [{ nbf: NOW + 120 }, "it is not good yet"],
  ])("refuses a token with %j", async (change, text) => {
    const { token } = robotWorld(ec);
    const subject = ec.token({ ...CLAIMS, ...change });
    expect(await failure(() => token(form(subject, ROBOT.userName)))).toMatch(
      `invalid_request: subject_token is not accepted: ci: ${text}`,
    );
  });

  it("refuses a token that its issuer did not sign", async () => {
    const { token } = robotWorld(ec);
    const forger = new Issuer(ec.url, "ES256");
    const unsigned = `${forger.token(CLAIMS, { alg: "none" }).split(".").slice(0, 2).join(".")}.`;
    const tampered = ec
      .token(CLAIMS)
      .replace(/\.[^.]+\./, `.${claimsPart({ ...CLAIMS, iss: ec.url, x: 1 })}.`);
    for (const subject of [
      forger.token(CLAIMS),
      unsigned,
      tampered,
      ec.token(CLAIMS, { alg: "RS256" }),
    ]) {
      expect(await failure(() => token(form(subject, ROBOT.userName)))).toContain(
        "its signature is not valid",
      );
    }
    expect(
      await failure(() => token(form(ec.token(CLAIMS, { kid: "k2" }), ROBOT.userName))),
    ).toContain("its issuer has no key 'k2'");
    expect(await failure(() => token(form("no jwt", ROBOT.userName)))).toContain("it is not a JWT");
  });

  it("is nobody else's", async () => {
    const { token, away } = robotWorld(ec);
    const subject = ec.token(CLAIMS);
    expect(await failure(() => token(form(subject, DROID.userName)))).toContain(
      "there is no federation policy",
    );
    expect(await failure(() => token(form(subject)))).toContain("there is no federation policy");
    expect(await failure(() => token(form(subject, "nobody")))).toBe(
      "invalid_client: Client authentication failed",
    );
    away.add(ROBOT.id);
    expect(await failure(() => token(form(subject, ROBOT.userName)))).toMatch(/^invalid_client/);
  });

  it("names audiences and the claim of the subject", async () => {
    const { token } = robotWorld(ec, {
      audiences: ["a", "b"],
      subject_claim: "workflow",
      subject: "deploy",
    });
    const claims = { ...CLAIMS, aud: ["x", "b"], workflow: "deploy" };
    await token(form(ec.token(claims), ROBOT.userName));
    expect(await failure(() => token(form(ec.token(CLAIMS), ROBOT.userName)))).toContain(
      "not 'a' or 'b'",
    );
  });
});

describe("an account's policy", () => {
  it("takes tokens of users and of service principals by their names", async () => {
    const { engine, token } = oauthWorld();
    engine.federationPolicies.create(undefined, {
      oidc_policy: { issuer: ec.url, jwks_json: ec.jwks, subject_claim: "email" },
    });
    const claims = { ...CLAIMS, email: ADA.userName };
    const { access_token } = await token(form(ec.token(claims)));
    expect(claimsOf(access_token)).toMatchObject({ sub: ADA.userName, client_id: ADA.userName });
    await token(form(ec.token({ ...CLAIMS, email: ROBOT.userName }), ROBOT.userName));
    expect(await failure(() => token(form(ec.token(claims), ROBOT.userName)))).toContain(
      `it is the token of '${ADA.userName}'`,
    );
    expect(await failure(() => token(form(ec.token({ ...CLAIMS, email: "x" }))))).toContain(
      "there is no user 'x'",
    );
  });
});

describe("an issuer's keys", () => {
  it("are where the policy says, or where the issuer says", async () => {
    const world = robotWorld(ec, { jwks_json: undefined, jwks_uri: "https://keys.example/jwks" });
    const subject = form(ec.token(CLAIMS), ROBOT.userName);
    expect(await failure(() => world.token(subject))).toContain(
      "its issuer's keys can't be had: https://keys.example/jwks answered 404",
    );
    world.documents.set("https://keys.example/jwks", ec.jwks);
    await world.token(subject);

    const other = robotWorld(ec, { jwks_json: undefined });
    const discovery = `${ec.url}/.well-known/openid-configuration`;
    other.documents.set(discovery, JSON.stringify({ jwks_uri: "https://ec.example/jwks" }));
    other.documents.set("https://ec.example/jwks", "no JSON");
    expect(await failure(() => other.token(subject))).toContain("its issuer has no key 'k1'");
    other.documents.set("https://ec.example/jwks", ec.jwks);
    await other.token(subject);
  });
});

function claimsPart(claims: object): string {
  return Buffer.from(JSON.stringify(claims)).toString("base64url");
}
