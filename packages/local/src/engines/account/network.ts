/** What a look at a network found. */
export interface NetworkFindings {
  readonly error_messages?: { error_type: string; error_message: string }[];
  readonly warning_messages?: { warning_type: string; warning_message: string }[];
}

/** The endpoints through which a network reaches the platform. */
export interface NetworkEndpoints {
  readonly rest_api?: string[] | undefined;
  readonly dataplane_relay?: string[] | undefined;
}

/** A network that workspaces' machines can be in. */
export interface Network extends NetworkFindings {
  readonly account_id: string;
  readonly network_id: string;
  readonly network_name: string;
  readonly vpc_id?: string;
  readonly subnet_ids?: string[];
  readonly security_group_ids?: string[];
  readonly gcp_network_info?: GcpNetworkInfo;
  readonly vpc_endpoints?: NetworkEndpoints;
  readonly vpc_status: "BROKEN" | "UNATTACHED" | "VALID" | "WARNED";
  /** The workspace that it is attached to. */
  readonly workspace_id?: number;
  /** Milliseconds since the Unix epoch. */
  readonly creation_time: number;
}

/** A network of Google Cloud. */
export interface GcpNetworkInfo {
  readonly network_project_id: string;
  readonly pod_ip_range_name: string;
  readonly service_ip_range_name: string;
  readonly subnet_id: string;
  readonly subnet_region: string;
  readonly vpc_id: string;
}
