import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { manualClock, type ControlledClock } from "../../../clock/index.js";
import { memoryStore, type Store } from "../../../state/index.js";
import {
  OAuthEngine,
  Parameters,
  type BasicCredentials,
  type OAuthEngineOptions,
  type OAuthIdentity,
  type OAuthPrincipal,
  type Realm,
} from "../index.js";
import type { TokenAnswer } from "../access-tokens.js";

/** The account of these tests. */
export const ACCOUNT = "11111111-2222-3333-4444-555555555555";
/** The people of these tests: two users and two service principals. */
export const ADA = person("100", "ada@example.com", "Ada");
export const BOB = person("101", "bob@example.com", "Bob");
export const ROBOT = person("200", "aaaaaaaa-0000-0000-0000-000000000001", "Robot");
export const DROID = person("201", "aaaaaaaa-0000-0000-0000-000000000002", "Droid");
export const PAT = "dapi0123456789abcdef0123456789abcdef";
export const VERIFIER = "v".repeat(64);
export const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");
export const REALM: Realm = { issuer: "http://local/oidc", audience: "42", workspaceId: 42 };
export const CLI = "databricks-cli";
export const CLI_REDIRECT = "http://localhost:8020";

/** An OAuth server with its own time, and people who can be put away. */
export interface OAuthWorld {
  readonly clock: ControlledClock;
  readonly store: Store;
  readonly engine: OAuthEngine;
  /** Who is not active any more. */
  readonly away: Set<string>;
  /** What the issuers of this machine serve, by URL. */
  readonly documents: Map<string, string>;
  /** Asks for a token. */
  token(form: Record<string, string>, basic?: BasicCredentials): Promise<TokenAnswer>;
  /** Has a user let an application in; returns the code. */
  code(request?: Record<string, string | undefined>, user?: OAuthPrincipal): string;
  /** Has a user let the CLI in, and redeems the code. */
  signIn(scope?: string): Promise<TokenAnswer>;
}

/** Makes one. */
export function oauthWorld(options: Partial<OAuthEngineOptions> = {}): OAuthWorld {
  const clock = options.clock
    ? (options.clock as ControlledClock)
    : manualClock(Date.UTC(2026, 0, 1));
  const store = options.store ?? withKey(memoryStore());
  const away = new Set<string>();
  const documents = new Map<string, string>();
  const engine = new OAuthEngine({
    store,
    clock,
    accountId: ACCOUNT,
    identity: directory(away),
    fetchDocument: async (url) => {
      const text = documents.get(url);
      if (text === undefined) throw new Error(`${url} answered 404`);
      return text;
    },
    ...options,
  });
  const token: OAuthWorld["token"] = (form, basic) =>
    engine.token({ parameters: params(form), basic, realm: REALM });
  const code: OAuthWorld["code"] = (request = {}, user = ADA) => {
    const parameters = params({ ...authorizeQuery(), ...request });
    const back = engine.authorization.returnOf(parameters);
    return engine.authorization.createCode(
      engine.authorization.requestOf(parameters, back),
      user.id,
    );
  };
  const signIn: OAuthWorld["signIn"] = (scope = "all-apis offline_access") =>
    token(codeForm(code({ scope })));
  return { clock, store, engine, away, documents, token, code, signIn };
}

/** A request for authorization that is in order. */
export function authorizeQuery(): Record<string, string> {
  return {
    client_id: CLI,
    redirect_uri: CLI_REDIRECT,
    response_type: "code",
    scope: "all-apis offline_access",
    state: "state-1",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
  };
}

/** The form with which the CLI redeems a code. */
export function codeForm(code: string): Record<string, string> {
  return {
    grant_type: "authorization_code",
    client_id: CLI,
    code,
    redirect_uri: CLI_REDIRECT,
    code_verifier: VERIFIER,
  };
}

/** The form with which the CLI refreshes a token. */
export function refreshForm({ refresh_token = "" }: TokenAnswer): Record<string, string> {
  return { grant_type: "refresh_token", client_id: CLI, refresh_token };
}

/** Parameters without those that are undefined. */
export function params(values: Record<string, string | undefined>): Parameters {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return new Parameters(new URLSearchParams(given as [string, string][]));
}

/** What `work` fails with: code and text. */
export async function failure(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code}: ${message}`;
  }
  return "none";
}

/** The claims of a JWT. */
export function claimsOf(token = ""): Record<string, unknown> {
  const [, payload = ""] = token.split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
}

/** Somebody else who issues tokens. */
export class Issuer {
  readonly url: string;
  readonly #key: KeyObject;
  readonly #algorithm: "ES256" | "RS256";
  readonly #jwk: object;

  constructor(url: string, algorithm: "ES256" | "RS256") {
    this.url = url;
    this.#algorithm = algorithm;
    const { privateKey, publicKey } =
      algorithm === "ES256"
        ? generateKeyPairSync("ec", { namedCurve: "P-256" })
        : generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.#key = privateKey;
    this.#jwk = { ...publicKey.export({ format: "jwk" }), kid: "k1" };
  }

  get jwks(): string {
    return JSON.stringify({ keys: [this.#jwk] });
  }

  token(claims: object, header: object = {}): string {
    const part = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString("base64url");
    const head = { alg: this.#algorithm, kid: "k1", ...header };
    const signed = `${part(head)}.${part({ iss: this.url, ...claims })}`;
    const key = { key: this.#key, dsaEncoding: "ieee-p1363" } as const;
    return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
  }
}

let pem: string | undefined;

/** Why: to make a key takes longer than all else in a test. */
function withKey(store: Store): Store {
  pem ??= generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  }).privateKey;
  store.collection("oauth-keys").put("k", { kid: "k", private_key: pem });
  return store;
}

function person(id: string, userName: string, displayName: string): OAuthPrincipal {
  return { id, userName, displayName };
}

function directory(away: Set<string>): OAuthIdentity {
  const here = (one: OAuthPrincipal | undefined): OAuthPrincipal | undefined =>
    one && !away.has(one.id) ? one : undefined;
  const users = [ADA, BOB];
  const robots = [ROBOT, DROID];
  return {
    users: () => users.filter(here),
    user: (id) => here(users.find((user) => user.id === id)),
    servicePrincipal: (id) => here(robots.find((robot) => robot.id === id)),
    servicePrincipalByClientId: (id) => here(robots.find((robot) => robot.userName === id)),
    byName: (name) => here([...users, ...robots].find((one) => one.userName === name)),
    tokenOwner: (token, workspace) => (token === PAT && workspace === 42 ? here(BOB) : undefined),
  };
}
