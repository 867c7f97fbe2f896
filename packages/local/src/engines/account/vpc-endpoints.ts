import { createHash, randomUUID } from "node:crypto";
import type { AccountContext } from "./account-context.js";
import { invalid, required, taken } from "./account-errors.js";
import { Registry } from "./registry.js";

/** An endpoint of Google Cloud. */
export interface GcpVpcEndpointInfo {
  readonly endpoint_region: string;
  readonly project_id: string;
  readonly psc_endpoint_name: string;
  readonly psc_connection_id?: string | undefined;
  readonly service_attachment_id?: string | undefined;
}

/** An endpoint in a customer's network that leads to the platform. */
export interface VpcEndpoint {
  readonly account_id: string;
  readonly vpc_endpoint_id: string;
  readonly vpc_endpoint_name: string;
  readonly region?: string;
  readonly aws_vpc_endpoint_id?: string;
  readonly aws_account_id?: string;
  readonly aws_endpoint_service_id?: string;
  readonly gcp_vpc_endpoint_info?: GcpVpcEndpointInfo;
  readonly use_case: "DATAPLANE_RELAY_ACCESS" | "GENERAL_ACCESS" | "WORKSPACE_ACCESS";
  readonly state: "available";
}

/** What a caller says of a new endpoint: `gcp_vpc_endpoint_info`, or the fields of AWS. */
export interface VpcEndpointRequest {
  readonly vpc_endpoint_name?: string | undefined;
  readonly region?: string | undefined;
  readonly aws_vpc_endpoint_id?: string | undefined;
  readonly gcp_vpc_endpoint_info?: GcpVpcEndpointInfo | undefined;
}

/** The VPC endpoints of an account. */
export class VpcEndpoints {
  readonly #context: AccountContext;
  readonly #registry: Registry<VpcEndpoint>;

  /** @param usersOf what uses the endpoint of an id, as error texts name it */
  constructor(context: AccountContext, usersOf: (id: string) => readonly string[]) {
    this.#context = context;
    this.#registry = new Registry<VpcEndpoint>({
      collection: context.store.collection("vpc-endpoints"),
      noun: "VPC endpoint",
      idOf: ({ vpc_endpoint_id }) => vpc_endpoint_id,
      uniqueField: "vpc_endpoint_name",
      usersOf,
    });
  }

  /**
   * Keeps a new endpoint.
   *
   * @throws WorkspaceError `INVALID_PARAMETER_VALUE` naming the field, `ALREADY_EXISTS` for a name
   *   or an endpoint that is registered
   */
  create(request: VpcEndpointRequest): VpcEndpoint {
    const name = required(request.vpc_endpoint_name, "vpc_endpoint_name");
    const place = request.gcp_vpc_endpoint_info ? gcpPlace(request) : this.#awsPlace(request);
    return this.#registry.put({
      account_id: this.#context.accountId,
      vpc_endpoint_id: randomUUID(),
      vpc_endpoint_name: name,
      ...place,
      // Why: the cloud knows what an endpoint leads to; here what it is called has to tell.
      use_case: /relay|scc/i.test(`${name} ${place.aws_vpc_endpoint_id}`)
        ? "DATAPLANE_RELAY_ACCESS"
        : "WORKSPACE_ACCESS",
      state: "available",
    });
  }

  get(id: string): VpcEndpoint {
    return this.#registry.require(id);
  }

  list(): VpcEndpoint[] {
    return this.#registry.list();
  }

  /** Removes an endpoint; refused while networks or private access settings use it. */
  delete(id: string): VpcEndpoint {
    return this.#registry.remove(id);
  }

  #awsPlace(request: VpcEndpointRequest): Partial<VpcEndpoint> {
    const id = required(request.aws_vpc_endpoint_id, "aws_vpc_endpoint_id");
    if (!/^vpce-./.test(id)) {
      throw invalid(`Invalid aws_vpc_endpoint_id "${id}": it must begin with vpce-.`);
    }
    if (this.#registry.list().some((endpoint) => endpoint.aws_vpc_endpoint_id === id)) {
      throw taken("VPC endpoint", "aws_vpc_endpoint_id", id);
    }
    const region = required(request.region, "region");
    const digest = createHash("sha256").update(region).digest("hex");
    return {
      region,
      aws_vpc_endpoint_id: id,
      aws_account_id: "414351767826",
      aws_endpoint_service_id: `vpce-svc-${digest.slice(0, 17)}`,
    };
  }
}

function gcpPlace(request: VpcEndpointRequest): Partial<VpcEndpoint> {
  const { gcp_vpc_endpoint_info: info, aws_vpc_endpoint_id: aws } = request;
  if (aws) throw invalid("aws_vpc_endpoint_id cannot be given with gcp_vpc_endpoint_info.");
  return info ? { gcp_vpc_endpoint_info: info, region: info.endpoint_region } : {};
}
