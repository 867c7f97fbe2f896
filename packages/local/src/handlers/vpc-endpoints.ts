import type { Handlers } from "../contract/index.js";
import type { AccountEngine } from "../engines/account/index.js";
import { Reply } from "../http/context.js";

/** Serves `provisioning.VpcEndpointsAPI`. */
export function vpcEndpointsHandlers({
  vpcEndpoints,
}: AccountEngine): Handlers["provisioning.VpcEndpointsAPI"] {
  return {
    create: (request) => new Reply(201, vpcEndpoints.create(request)),
    get: ({ vpc_endpoint_id }) => vpcEndpoints.get(vpc_endpoint_id),
    list: () => vpcEndpoints.list(),
    delete: ({ vpc_endpoint_id }) => vpcEndpoints.delete(vpc_endpoint_id),
  };
}
