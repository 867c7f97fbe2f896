import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";
import { pageOf, type Page, type PageRequest } from "./page.js";
import type { OAuthIdentity } from "./ports.js";
import { ALL_APIS, knownScopes } from "./scopes.js";
import { hashOf, isSecretOf, newSecret } from "./secret.js";

/** A secret of a service principal, without its value. */
export interface SecretInfo {
  readonly id: string;
  readonly secret_hash: string;
  readonly status: "ACTIVE" | "EXPIRED";
  /** RFC 3339, as are the other times. */
  readonly create_time: string;
  readonly update_time: string;
  readonly expire_time: string;
  readonly scopes?: string[];
}

/** What a new secret is to be. */
export interface SecretRequest {
  /** Seconds with an `s`: `3600s`. Default and most: two years. */
  readonly lifetime?: string | undefined;
  /** What tokens had by it may be used for. Default: everything. */
  readonly scopes?: readonly string[] | undefined;
}

type SecretRecord = Omit<SecretInfo, "status"> & { readonly service_principal_id: string };

const LONGEST_LIFETIME = 63_072_000;
const LIMIT = 5;

/** The secrets with which service principals get tokens. */
export class ServicePrincipalSecrets {
  readonly #secrets: Collection<SecretRecord>;
  readonly #clock: Clock;
  readonly #identity: OAuthIdentity;

  constructor(store: Store, clock: Clock, identity: OAuthIdentity) {
    this.#secrets = store.collection("oauth-secrets");
    this.#clock = clock;
    this.#identity = identity;
  }

  /**
   * Makes a secret. Its value is in this answer and nowhere else.
   *
   * @throws WorkspaceError `QUOTA_EXCEEDED` for a sixth one, `INVALID_PARAMETER_VALUE` for a lifetime
   *   or scope that is none
   */
  create(servicePrincipalId: string, request: SecretRequest): SecretInfo & { secret: string } {
    const { id: owner } = this.#require(servicePrincipalId);
    const lifetime = secondsOf(request.lifetime);
    const unknown = request.scopes?.find((scope) => !knownScopes.has(scope));
    if (unknown !== undefined) throw invalid(`scopes: there is no scope '${unknown}'`);
    if (this.#owned(owner).length >= LIMIT) {
      throw new WorkspaceError(
        "QUOTA_EXCEEDED",
        `Service principal ${owner} has ${LIMIT} secrets, which is the limit: delete one first.`,
      );
    }
    const now = this.#clock.now();
    const secret = newSecret();
    const record: SecretRecord = {
      id: randomUUID(),
      service_principal_id: owner,
      secret_hash: hashOf(secret),
      create_time: new Date(now).toISOString(),
      update_time: new Date(now).toISOString(),
      expire_time: new Date(now + lifetime * 1000).toISOString(),
      ...(request.scopes?.length && { scopes: [...request.scopes] }),
    };
    this.#secrets.put(record.id, record);
    return { ...this.#info(record), secret };
  }

  /** The secrets of a service principal, expired ones too. */
  list(servicePrincipalId: string, page: PageRequest = {}): Page<SecretInfo> {
    const { id } = this.#require(servicePrincipalId);
    return pageOf(
      this.#owned(id).map((record) => this.#info(record)),
      page,
    );
  }

  /** @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` when it is none of that service principal's */
  delete(servicePrincipalId: string, secretId: string): void {
    const { id } = this.#require(servicePrincipalId);
    const owned = this.#secrets.get(secretId)?.service_principal_id === id;
    if (owned && this.#secrets.delete(secretId)) return;
    throw missing(`Service principal ${id} has no secret ${secretId}.`);
  }

  /** The scopes that a secret opens; undefined: it is none, or no longer one. */
  scopesOf(servicePrincipalId: string, secret: string): readonly string[] | undefined {
    const found = this.#owned(servicePrincipalId).find(
      (record) => !this.#isExpired(record) && isSecretOf(secret, record.secret_hash),
    );
    return found && (found.scopes ?? [ALL_APIS]);
  }

  #require(id: string): { readonly id: string } {
    const found = this.#identity.servicePrincipal(id);
    if (found) return found;
    throw missing(`Service principal with id ${id} not found.`);
  }

  #owned(id: string): SecretRecord[] {
    return this.#secrets.values().filter((record) => record.service_principal_id === id);
  }

  #isExpired({ expire_time }: SecretRecord): boolean {
    return Date.parse(expire_time) <= this.#clock.now();
  }

  #info(record: SecretRecord): SecretInfo {
    const { service_principal_id: _owner, ...info } = record;
    return { ...info, status: this.#isExpired(record) ? "EXPIRED" : "ACTIVE" };
  }
}

function secondsOf(lifetime: string | undefined): number {
  if (lifetime === undefined || lifetime === "") return LONGEST_LIFETIME;
  const seconds = Number(/^(\d+(?:\.\d+)?)s$/.exec(lifetime)?.[1] ?? 0);
  if (seconds > 0 && seconds <= LONGEST_LIFETIME) return seconds;
  throw invalid(`lifetime '${lifetime}' must be seconds up to ${LONGEST_LIFETIME}s, e.g. 3600s`);
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}

function missing(message: string): WorkspaceError {
  return new WorkspaceError("RESOURCE_DOES_NOT_EXIST", message);
}
