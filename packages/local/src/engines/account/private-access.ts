import { randomUUID } from "node:crypto";
import type { AccountContext } from "./account-context.js";
import { invalid, required } from "./account-errors.js";
import { Registry } from "./registry.js";
import type { VpcEndpoints } from "./vpc-endpoints.js";
import { workspacesUsing } from "./workspace-record.js";

/** Who may reach workspaces, and through which endpoints. */
export interface PrivateAccessSettings {
  readonly account_id: string;
  readonly private_access_settings_id: string;
  readonly private_access_settings_name: string;
  readonly region: string;
  readonly public_access_enabled: boolean;
  readonly private_access_level: string;
  readonly allowed_vpc_endpoint_ids: string[];
}

/** What a caller says of private access settings. */
export interface PrivateAccessRequest {
  readonly private_access_settings_name?: string | undefined;
  readonly region?: string | undefined;
  /** Default false. */
  readonly public_access_enabled?: boolean | undefined;
  /** `ACCOUNT` (default): through any endpoint of the account; `ENDPOINT`: through those named. */
  readonly private_access_level?: string | undefined;
  readonly allowed_vpc_endpoint_ids?: string[] | undefined;
}

/** The private access settings of an account. */
export class PrivateAccess {
  readonly #context: AccountContext;
  readonly #endpoints: VpcEndpoints;
  readonly #registry: Registry<PrivateAccessSettings>;

  constructor(context: AccountContext, endpoints: VpcEndpoints) {
    this.#context = context;
    this.#endpoints = endpoints;
    this.#registry = new Registry<PrivateAccessSettings>({
      collection: context.store.collection("private-access-settings"),
      noun: "Private access settings",
      idOf: ({ private_access_settings_id }) => private_access_settings_id,
      uniqueField: "private_access_settings_name",
      usersOf: (id) => workspacesUsing(context.workspaces, id, ["private_access_settings_id"]),
    });
  }

  /**
   * Keeps new settings.
   *
   * @throws WorkspaceError `INVALID_PARAMETER_VALUE` naming the field, `RESOURCE_DOES_NOT_EXIST` for
   *   an unknown endpoint, `ALREADY_EXISTS` for a name that is taken
   */
  create(request: PrivateAccessRequest): PrivateAccessSettings {
    return this.#registry.put(this.#settings(randomUUID(), request));
  }

  get(id: string): PrivateAccessSettings {
    return this.#registry.require(id);
  }

  list(): PrivateAccessSettings[] {
    return this.#registry.list();
  }

  /** Replaces all but the region, which cannot change; what is left out gets its default. */
  replace(id: string, request: PrivateAccessRequest): PrivateAccessSettings {
    const { region } = this.#registry.require(id);
    if (request.region && request.region !== region) {
      throw invalid(`The region of private access settings ${id} cannot change from ${region}.`);
    }
    return this.#registry.put(this.#settings(id, { ...request, region }));
  }

  /** Removes settings; refused while a workspace uses them. */
  delete(id: string): PrivateAccessSettings {
    return this.#registry.remove(id);
  }

  /** Names of the settings that allow a VPC endpoint. */
  using(endpointId: string): string[] {
    return this.#registry
      .list()
      .filter(({ allowed_vpc_endpoint_ids: allowed }) => allowed.includes(endpointId))
      .map(
        ({ private_access_settings_name: name, private_access_settings_id: id }) =>
          `private access settings "${name}" (${id})`,
      );
  }

  #settings(id: string, request: PrivateAccessRequest): PrivateAccessSettings {
    const allowed = request.allowed_vpc_endpoint_ids ?? [];
    for (const endpoint of allowed) this.#endpoints.get(endpoint);
    return {
      account_id: this.#context.accountId,
      private_access_settings_id: id,
      private_access_settings_name: required(
        request.private_access_settings_name,
        "private_access_settings_name",
      ),
      region: required(request.region, "region"),
      public_access_enabled: request.public_access_enabled ?? false,
      private_access_level: request.private_access_level ?? "ACCOUNT",
      allowed_vpc_endpoint_ids: [...allowed],
    };
  }
}
