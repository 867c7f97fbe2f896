import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";
import { checkPolicy, type TokenAccessPolicy } from "./access-policy.js";
import { pageOf, type Page, type PageRequest } from "./page.js";
import { checkRedirectUrls } from "./redirect-uri.js";
import { knownScopes } from "./scopes.js";
import { hashOf, newSecret } from "./secret.js";

/** What can be changed of a custom application. */
export interface CustomAppSettings {
  readonly redirect_urls?: string[] | undefined;
  /** What it may ask for. Default: any scope. */
  readonly scopes?: string[] | undefined;
  readonly user_authorized_scopes?: string[] | undefined;
  readonly token_access_policy?: TokenAccessPolicy | undefined;
}

/** What a new custom application is to be. */
export interface NewCustomApp extends CustomAppSettings {
  readonly name?: string | undefined;
  /** Whether it gets a secret. Default false: a public client. */
  readonly confidential?: boolean | undefined;
  readonly is_agent?: boolean | undefined;
}

/** A custom application as its administrators see it. */
export interface CustomApp extends CustomAppSettings {
  readonly integration_id: string;
  readonly client_id: string;
  readonly name: string;
  readonly confidential: boolean;
  readonly is_agent?: boolean | undefined;
  /** SCIM id of who made it, as a number. */
  readonly created_by: number;
  readonly creator_username: string;
  /** RFC 3339. */
  readonly create_time: string;
}

/** A custom application, and what is kept of its secret. */
export interface CustomAppRecord extends CustomApp {
  readonly secret_hash?: string;
}

/** Applications that the account's administrators registered to sign users in. */
export class CustomApps {
  readonly #apps: Collection<CustomAppRecord>;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#apps = store.collection("oauth-custom-apps");
    this.#clock = clock;
  }

  /**
   * Registers one. Its secret is in this answer and nowhere else.
   *
   * @throws WorkspaceError `INVALID_PARAMETER_VALUE` without a name or redirect URL, or with settings
   *   that make no sense
   */
  create(
    request: NewCustomApp,
    creator: { readonly id: string; readonly userName: string },
  ): CustomApp & { client_secret?: string } {
    if (!request.name) throw invalid("name is missing");
    if (!request.redirect_urls?.length) throw invalid("redirect_urls is missing");
    checkSettings(request);
    const { confidential = false, ...settings } = request;
    const secret = confidential ? newSecret() : undefined;
    const record: CustomAppRecord = {
      ...settings,
      name: request.name,
      confidential,
      integration_id: randomUUID(),
      client_id: randomUUID(),
      created_by: Number(creator.id),
      creator_username: creator.userName,
      create_time: new Date(this.#clock.now()).toISOString(),
      ...(secret !== undefined && { secret_hash: hashOf(secret) }),
    };
    this.#apps.put(record.integration_id, record);
    return { ...infoOf(record), ...(secret !== undefined && { client_secret: secret }) };
  }

  /** @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
  get(integrationId: string): CustomApp {
    return infoOf(this.#require(integrationId));
  }

  /** @param keyword part of a name, in any case */
  list(page: PageRequest = {}, keyword = ""): Page<CustomApp> {
    const wanted = keyword.toLowerCase();
    const apps = this.#apps.values().filter(({ name }) => name.toLowerCase().includes(wanted));
    return pageOf(apps.map(infoOf), page);
  }

  /** Replaces the settings that are given. */
  update(integrationId: string, settings: CustomAppSettings): void {
    const record = this.#require(integrationId);
    checkSettings(settings);
    this.#apps.put(integrationId, { ...record, ...settings });
  }

  /** Removes one; its tokens end with it. */
  delete(integrationId: string): void {
    this.#require(integrationId);
    this.#apps.delete(integrationId);
  }

  /** The application of that client id. */
  byClientId(clientId: string): CustomAppRecord | undefined {
    return this.#apps.values().find((app) => app.client_id === clientId);
  }

  #require(integrationId: string): CustomAppRecord {
    const record = this.#apps.get(integrationId);
    if (record) return record;
    const text = `OAuth custom app integration ${integrationId} does not exist.`;
    throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
  }
}

function checkSettings(settings: CustomAppSettings): void {
  const { redirect_urls: urls, scopes = [], user_authorized_scopes: authorized = [] } = settings;
  if (urls) checkRedirectUrls(urls);
  const unknown = [...scopes, ...authorized].find((scope) => !knownScopes.has(scope));
  if (unknown !== undefined) throw invalid(`scopes: there is no scope '${unknown}'`);
  checkPolicy(settings.token_access_policy);
}

function infoOf({ secret_hash: _hash, ...app }: CustomAppRecord): CustomApp {
  return app;
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
