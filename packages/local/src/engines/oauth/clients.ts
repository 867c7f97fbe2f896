import type { TokenAccessPolicy } from "./access-policy.js";
import type { CustomAppRecord, CustomApps } from "./custom-apps.js";
import { invalidClient, OAuthError } from "./oauth-error.js";
import type { Parameters } from "./parameters.js";
import type { PublishedApps } from "./published-apps.js";
import { knownScopes } from "./scopes.js";
import { isSecretOf } from "./secret.js";

/** An application that signs users in. */
export interface OAuthApplication {
  readonly clientId: string;
  readonly name: string;
  readonly redirectUrls: readonly string[];
  /** Whether loopback addresses of it are good with any port. */
  readonly anyPort: boolean;
  /** What it may ask for. */
  readonly scopes: ReadonlySet<string>;
  /** Of the secret that it must show; undefined: it is a public client. */
  readonly secretHash: string | undefined;
  readonly policy: TokenAccessPolicy;
}

/** What a client showed in a Basic `Authorization` header, decoded (RFC 6749 section 2.3.1). */
export interface BasicCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The applications that sign users in: the account's own ones and the published ones. */
export class Clients {
  readonly #custom: CustomApps;
  readonly #published: PublishedApps;

  constructor(custom: CustomApps, published: PublishedApps) {
    this.#custom = custom;
    this.#published = published;
  }

  /** The application of that client id. */
  find(clientId: string): OAuthApplication | undefined {
    const custom = this.#custom.byClientId(clientId);
    if (custom) return fromCustom(custom);
    const published = this.#published.byClientId(clientId);
    if (!published) return undefined;
    return {
      clientId,
      name: published.app.name,
      redirectUrls: published.app.redirect_urls,
      anyPort: true,
      scopes: knownScopes,
      secretHash: undefined,
      policy: published.policy ?? {},
    };
  }

  /**
   * The application that makes a request, once it proved who it is.
   *
   * @throws OAuthError `invalid_client`
   */
  authenticate(parameters: Parameters, basic: BasicCredentials | undefined): OAuthApplication {
    const { clientId, clientSecret } = shownCredentials(parameters, basic);
    const client = this.find(clientId);
    if (!client) throw invalidClient();
    if (client.secretHash === undefined) return client;
    if (clientSecret !== undefined && isSecretOf(clientSecret, client.secretHash)) return client;
    throw invalidClient();
  }
}

/**
 * What a client says it is: in the header, or in the body, and not in both (RFC 6749 section 2.3).
 *
 * @throws OAuthError `invalid_client` when it says nothing
 */
export function shownCredentials(
  parameters: Parameters,
  basic: BasicCredentials | undefined,
): { readonly clientId: string; readonly clientSecret: string | undefined } {
  const clientId = parameters.get("client_id");
  const clientSecret = parameters.get("client_secret");
  if (basic && clientSecret !== undefined) {
    const text = "The client authenticates by header and by body; use one of them";
    throw new OAuthError("invalid_request", text);
  }
  if (basic && clientId !== undefined && clientId !== basic.clientId) throw invalidClient();
  if (basic) return basic;
  if (clientId === undefined) throw invalidClient();
  return { clientId, clientSecret };
}

function fromCustom(app: CustomAppRecord): OAuthApplication {
  return {
    clientId: app.client_id,
    name: app.name,
    redirectUrls: app.redirect_urls ?? [],
    anyPort: false,
    scopes: app.scopes?.length ? new Set(app.scopes) : knownScopes,
    secretHash: app.secret_hash,
    policy: app.token_access_policy ?? {},
  };
}
