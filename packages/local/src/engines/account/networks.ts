import { randomUUID } from "node:crypto";
import type { AccountContext } from "./account-context.js";
import { invalid, missing, required } from "./account-errors.js";
import type { GcpNetworkInfo, Network, NetworkEndpoints } from "./network.js";
import { Registry } from "./registry.js";
import type { VpcEndpoints } from "./vpc-endpoints.js";
import { workspacesUsing } from "./workspace-record.js";

/** What a caller says of a new network: `gcp_network_info`, or the fields of AWS. */
export interface NetworkRequest {
  readonly network_name?: string | undefined;
  readonly vpc_id?: string | undefined;
  readonly subnet_ids?: string[] | undefined;
  readonly security_group_ids?: string[] | undefined;
  readonly gcp_network_info?: GcpNetworkInfo | undefined;
  readonly vpc_endpoints?: NetworkEndpoints | undefined;
}

const LEAST_SUBNETS = 2;
const MOST_GROUPS = 5;

/** The network configurations of an account. */
export class Networks {
  readonly #context: AccountContext;
  readonly #endpoints: VpcEndpoints;
  readonly #registry: Registry<Network>;

  constructor(context: AccountContext, endpoints: VpcEndpoints) {
    this.#context = context;
    this.#endpoints = endpoints;
    this.#registry = new Registry<Network>({
      collection: context.store.collection("networks"),
      noun: "Network",
      idOf: ({ network_id }) => network_id,
      uniqueField: "network_name",
      usersOf: (id) => workspacesUsing(context.workspaces, id, ["network_id"]),
    });
  }

  /**
   * Keeps a new network, attached to nothing.
   *
   * @throws WorkspaceError `INVALID_PARAMETER_VALUE` naming the field, `RESOURCE_DOES_NOT_EXIST` for
   *   an unknown endpoint, `ALREADY_EXISTS` for a name that is taken
   */
  create(request: NetworkRequest): Network {
    const network_name = required(request.network_name, "network_name");
    const place = request.gcp_network_info ? gcpPlace(request) : awsPlace(request);
    this.#checkEndpoints(request.vpc_endpoints);
    return this.#registry.put({
      account_id: this.#context.accountId,
      network_id: randomUUID(),
      network_name,
      ...place,
      ...(request.vpc_endpoints && { vpc_endpoints: request.vpc_endpoints }),
      vpc_status: "UNATTACHED",
      creation_time: this.#context.clock.now(),
    });
  }

  get(id: string): Network {
    return this.#registry.require(id);
  }

  list(): Network[] {
    return this.#registry.list();
  }

  /** Removes a network; refused while it is attached to a workspace. */
  delete(id: string): Network {
    return this.#registry.remove(id);
  }

  /**
   * Attaches a network to a workspace; what it is worth shows once {@link inspect} looks at it.
   *
   * @throws WorkspaceError `INVALID_PARAMETER_VALUE` when another workspace has it
   */
  attach(id: string, workspaceId: number): void {
    const network = this.#registry.require(id);
    this.expectFree(id, workspaceId);
    this.#registry.put({ ...network, workspace_id: workspaceId });
  }

  /** Throws `INVALID_PARAMETER_VALUE` when another workspace has that network. */
  expectFree(id: string, workspaceId?: number): void {
    const owner = this.#registry.require(id).workspace_id;
    if (owner === undefined || owner === workspaceId) return;
    throw invalid(
      `Network ${id} is already attached to workspace ${owner}: each workspace needs its own.`,
    );
  }

  /** Detaches a network from its workspace. */
  detach(id: string): void {
    const network = this.#registry.require(id);
    const { workspace_id: _workspace, error_messages: _e, warning_messages: _w, ...rest } = network;
    this.#registry.put({ ...rest, vpc_status: "UNATTACHED" });
  }

  /** Looks at an attached network, and says what is broken. */
  inspect(id: string): string[] {
    const network = this.#registry.require(id);
    const findings = this.#context.failures.network(network);
    const errors = findings.error_messages ?? [];
    const warnings = findings.warning_messages ?? [];
    this.#registry.put({
      ...network,
      error_messages: errors,
      warning_messages: warnings,
      vpc_status: errors.length > 0 ? "BROKEN" : warnings.length > 0 ? "WARNED" : "VALID",
    });
    return errors.map(({ error_message }) => error_message);
  }

  /** Names of the networks that use a VPC endpoint. */
  using(endpointId: string): string[] {
    return this.#registry
      .list()
      .filter(({ vpc_endpoints: used }) =>
        [...(used?.rest_api ?? []), ...(used?.dataplane_relay ?? [])].includes(endpointId),
      )
      .map(({ network_name, network_id }) => `network "${network_name}" (${network_id})`);
  }

  #checkEndpoints(endpoints: NetworkEndpoints = {}): void {
    const { rest_api: rest = [], dataplane_relay: relay = [] } = endpoints;
    for (const id of [...rest, ...relay]) this.#endpoints.get(id);
    const twice = rest.find((id) => relay.includes(id));
    if (twice === undefined) return;
    throw invalid(`VPC endpoint ${twice} cannot be in both rest_api and dataplane_relay.`);
  }
}

type Place = Pick<Network, "gcp_network_info" | "security_group_ids" | "subnet_ids" | "vpc_id">;

function gcpPlace({ gcp_network_info: info, ...request }: NetworkRequest): Place {
  for (const field of ["vpc_id", "subnet_ids", "security_group_ids"] as const) {
    if (request[field]?.length) throw invalid(`${field} cannot be given with gcp_network_info.`);
  }
  return info ? { gcp_network_info: info } : {};
}

function awsPlace(request: NetworkRequest): Place {
  const vpc_id = required(request.vpc_id, "vpc_id");
  const subnet_ids = distinct(request.subnet_ids, "subnet_ids");
  if (subnet_ids.length < LEAST_SUBNETS) {
    throw invalid(`Invalid subnet_ids: at least ${LEAST_SUBNETS} subnets are required.`);
  }
  const security_group_ids = distinct(request.security_group_ids, "security_group_ids");
  if (security_group_ids.length > MOST_GROUPS) {
    throw invalid(`Invalid security_group_ids: at most ${MOST_GROUPS} are allowed.`);
  }
  return { vpc_id, subnet_ids, security_group_ids };
}

function distinct(ids: readonly string[] | undefined, field: string): string[] {
  if (!ids?.length) throw missing(field);
  if (new Set(ids).size === ids.length && !ids.includes("")) return [...ids];
  throw invalid(`Invalid ${field}: each id must be given once, and none may be empty.`);
}
