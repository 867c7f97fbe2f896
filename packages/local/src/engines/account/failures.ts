import type { Network, NetworkFindings } from "./network.js";
import type { Workspace } from "./workspace-record.js";

/** Decides what goes wrong in an account that has no cloud behind it. */
export interface Failures {
  /** Whether the cloud refuses to let this role be assumed. */
  refusesRole(roleArn: string): boolean;
  /** Why a workspace can't be provisioned; undefined: it can. */
  provisioning(workspace: Workspace, roleArn: string | undefined): string | undefined;
  /** What is wrong with a network, once a workspace is put into it. */
  network(network: Network): NetworkFindings;
}

/**
 * Failures on request: a role whose ARN has `fail-validation` or `fail-provisioning` in it, a network
 * with `broken` or `warned` in the id of its VPC, a subnet or a security group.
 */
export const markedFailures: Failures = {
  refusesRole: (roleArn) => roleArn.includes("fail-validation"),

  provisioning: (_workspace, roleArn) =>
    roleArn?.includes("fail-provisioning")
      ? `The role ${roleArn} is marked to fail: use other credentials, and update the workspace.`
      : undefined,

  network(network) {
    const places = [
      { type: "vpc", ids: [network.vpc_id ?? ""] },
      { type: "subnet", ids: network.subnet_ids ?? [] },
      { type: "securityGroup", ids: network.security_group_ids ?? [] },
    ];
    const marked = (marker: string): { type: string; id: string }[] =>
      places.flatMap(({ type, ids }) =>
        ids.filter((id) => id.includes(marker)).map((id) => ({ type, id })),
      );
    return {
      error_messages: marked("broken").map(({ type, id }) => ({
        error_type: type,
        error_message: `${id} is marked as broken.`,
      })),
      warning_messages: marked("warned").map(({ type, id }) => ({
        warning_type: type === "vpc" ? "subnet" : type,
        warning_message: `${id} is marked with a warning.`,
      })),
    };
  },
};
