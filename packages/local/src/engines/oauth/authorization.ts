import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import type { Collection, Store } from "../../state/index.js";
import type { Clients, OAuthApplication } from "./clients.js";
import { OAuthError } from "./oauth-error.js";
import type { Parameters } from "./parameters.js";
import { isChallenge } from "./pkce.js";
import { isRegistered } from "./redirect-uri.js";
import { ALL_APIS, chosenScopes } from "./scopes.js";
import { hashOf } from "./secret.js";

/** Where the user's browser is sent back to, once client and address are known to go together. */
export interface Return {
  readonly client: OAuthApplication;
  readonly redirectUri: string;
  readonly state: string | undefined;
}

/** A request for authorization that is in order (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
export interface AuthorizationRequest extends Return {
  readonly scopes: readonly string[];
  readonly challenge: string;
  readonly nonce: string | undefined;
}

/** A code as it is kept: by its hash. */
export interface CodeRecord {
  readonly hash: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly scopes: readonly string[];
  readonly userId: string;
  readonly nonce?: string;
  /** Milliseconds since the Unix epoch. */
  readonly endsAt: number;
  /** The session that it was redeemed for. */
  readonly sessionId?: string;
}

const CODE_LIFETIME = 60_000;
/** How long a code is remembered, so that a second use of it is noticed. */
const CODE_MEMORY = 24 * 3_600_000;

/** The first half of the authorization code flow: requests, and the codes that answer them. */
export class Authorization {
  readonly #codes: Collection<CodeRecord>;
  readonly #clock: Clock;
  readonly #clients: Clients;

  constructor(store: Store, clock: Clock, clients: Clients) {
    this.#codes = store.collection("oauth-codes");
    this.#clock = clock;
    this.#clients = clients;
  }

  /**
   * The client, and its address, to which anything else that is wrong can be reported.
   *
   * @throws OAuthError to be shown to the user: a browser is never sent to an unknown address
   */
  returnOf(parameters: Parameters): Return {
    const clientId = parameters.require("client_id");
    const client = this.#clients.find(clientId);
    if (!client) throw new OAuthError("invalid_client", `There is no application '${clientId}'`);
    const redirectUri = parameters.require("redirect_uri");
    if (!isRegistered(redirectUri, client.redirectUrls, client.anyPort)) {
      const text = `redirect_uri '${redirectUri}' is not registered for '${client.name}'`;
      throw new OAuthError("invalid_request", text);
    }
    return { client, redirectUri, state: parameters.get("state") };
  }

  /**
   * The rest of a request.
   *
   * @throws OAuthError to be reported to the client
   */
  requestOf(parameters: Parameters, back: Return): AuthorizationRequest {
    const responseType = parameters.require("response_type");
    if (responseType !== "code") {
      const text = `response_type must be 'code', not '${responseType}'`;
      throw new OAuthError("unsupported_response_type", text);
    }
    if (parameters.get("code_challenge_method") !== "S256") {
      throw new OAuthError("invalid_request", "PKCE is required: code_challenge_method=S256");
    }
    const challenge = parameters.require("code_challenge");
    if (!isChallenge(challenge)) {
      const text = "code_challenge must be a SHA-256 in base64url without padding";
      throw new OAuthError("invalid_request", text);
    }
    const scopes = chosenScopes(parameters.get("scope"), back.client.scopes, [ALL_APIS]);
    return { ...back, scopes, challenge, nonce: parameters.get("nonce") };
  }

  /** A code for what a user allowed. It is good for a minute, and once. */
  createCode(request: AuthorizationRequest, userId: string): string {
    const now = this.#clock.now();
    for (const { hash, endsAt } of this.#codes.values()) {
      if (endsAt + CODE_MEMORY <= now) this.#codes.delete(hash);
    }
    const code = randomBytes(32).toString("base64url");
    const hash = hashOf(code);
    this.#codes.put(hash, {
      hash,
      clientId: request.client.clientId,
      redirectUri: request.redirectUri,
      challenge: request.challenge,
      scopes: request.scopes,
      userId,
      ...(request.nonce !== undefined && { nonce: request.nonce }),
      endsAt: now + CODE_LIFETIME,
    });
    return code;
  }

  /** What is known of a code, whether it is still good or not. */
  codeRecord(code: string): CodeRecord | undefined {
    return this.#codes.get(hashOf(code));
  }

  /** Whether a code may still be redeemed, as far as time goes. */
  isInTime({ endsAt }: CodeRecord): boolean {
    return endsAt > this.#clock.now();
  }

  /** Notes that a code was redeemed. */
  redeem(record: CodeRecord, sessionId: string): void {
    this.#codes.put(record.hash, { ...record, sessionId });
  }
}

/** The client's address with the answer in its query (RFC 6749 sections 4.1.2 and 4.1.2.1). */
export function returnUrl(
  { redirectUri, state }: Return,
  answer: Readonly<Record<string, string>>,
): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (state !== undefined) url.searchParams.set("state", state);
  return url.href;
}
