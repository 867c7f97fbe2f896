import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";
import { checkPolicy, type TokenAccessPolicy } from "./access-policy.js";
import { pageOf, type Page, type PageRequest } from "./page.js";
import { LOOPBACK } from "./redirect-uri.js";
import { ALL_APIS, OFFLINE_ACCESS } from "./scopes.js";

/** An application that comes with the platform. */
export interface PublishedApp {
  readonly app_id: string;
  readonly client_id: string;
  readonly name: string;
  readonly description: string;
  readonly is_confidential_client: boolean;
  readonly redirect_urls: string[];
  readonly scopes: string[];
}

/** A published application that the account lets its users sign in to. */
export interface PublishedAppIntegration {
  readonly integration_id: string;
  readonly app_id: string;
  readonly name: string;
  /** SCIM id of who made it, as a number. */
  readonly created_by: number;
  /** RFC 3339. */
  readonly create_time: string;
  readonly token_access_policy?: TokenAccessPolicy | undefined;
}

/** The official CLI, and any program that signs its user in without being registered. */
export const CLI_CLIENT = "databricks-cli";

const catalogue: readonly PublishedApp[] = [
  native(CLI_CLIENT, "Databricks CLI", "The command line of the platform"),
  native("databricks-sql-python", "Databricks SQL for Python", "Queries warehouses from Python"),
  native("databricks-sql-jdbc", "Databricks JDBC driver", "Queries warehouses from Java"),
  native("dbt-databricks", "dbt adapter", "Builds tables and views with dbt"),
];

/** Published applications, and which of them the account has enabled. The CLI always is. */
export class PublishedApps {
  readonly #integrations: Collection<PublishedAppIntegration>;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#integrations = store.collection("oauth-published-apps");
    this.#clock = clock;
  }

  /** Every published application, enabled or not. */
  catalogue(page: PageRequest = {}): Page<PublishedApp> {
    return pageOf(catalogue, page);
  }

  /**
   * Enables one.
   *
   * @throws WorkspaceError `INVALID_PARAMETER_VALUE` for an application that is not published,
   *   `ALREADY_EXISTS` for one that is enabled already
   */
  create(
    request: {
      readonly app_id?: string | undefined;
      readonly token_access_policy?: TokenAccessPolicy | undefined;
    },
    creator: { readonly id: string },
  ): PublishedAppIntegration {
    const app = catalogue.find(({ app_id }) => app_id === request.app_id);
    if (!app) throw invalid(`app_id '${request.app_id ?? ""}' is not a published application`);
    if (this.#integrationOf(app.app_id)) {
      throw new WorkspaceError("ALREADY_EXISTS", `${app.app_id} is integrated already.`);
    }
    checkPolicy(request.token_access_policy);
    const integration: PublishedAppIntegration = {
      ...request,
      app_id: app.app_id,
      name: app.name,
      integration_id: randomUUID(),
      created_by: Number(creator.id),
      create_time: new Date(this.#clock.now()).toISOString(),
    };
    this.#integrations.put(integration.integration_id, integration);
    return integration;
  }

  /** @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
  get(integrationId: string): PublishedAppIntegration {
    const found = this.#integrations.get(integrationId);
    if (found) return found;
    const text = `OAuth published app integration ${integrationId} does not exist.`;
    throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
  }

  /** @param keyword part of a name, in any case */
  list(page: PageRequest = {}, keyword = ""): Page<PublishedAppIntegration> {
    const wanted = keyword.toLowerCase();
    const all = this.#integrations.values();
    return pageOf(
      all.filter(({ name }) => name.toLowerCase().includes(wanted)),
      page,
    );
  }

  /** Replaces the policy, if one is given. */
  update(integrationId: string, policy: TokenAccessPolicy | undefined): void {
    const integration = this.get(integrationId);
    checkPolicy(policy);
    if (policy) {
      this.#integrations.put(integrationId, { ...integration, token_access_policy: policy });
    }
  }

  /** Disables one. */
  delete(integrationId: string): void {
    this.get(integrationId);
    this.#integrations.delete(integrationId);
  }

  /** The enabled application of that client id, and its policy. */
  byClientId(clientId: string): { app: PublishedApp; policy?: TokenAccessPolicy } | undefined {
    const app = catalogue.find(({ client_id }) => client_id === clientId);
    const integration = app && this.#integrationOf(app.app_id);
    if (!app || (!integration && clientId !== CLI_CLIENT)) return undefined;
    const policy = integration?.token_access_policy;
    return { app, ...(policy && { policy }) };
  }

  #integrationOf(appId: string): PublishedAppIntegration | undefined {
    return this.#integrations.values().find(({ app_id }) => app_id === appId);
  }
}

/** An application on the user's machine: public, and answered on a loopback address. */
function native(id: string, name: string, description: string): PublishedApp {
  return {
    app_id: id,
    client_id: id,
    name,
    description,
    is_confidential_client: false,
    redirect_urls: [...LOOPBACK],
    scopes: [ALL_APIS, OFFLINE_ACCESS],
  };
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
