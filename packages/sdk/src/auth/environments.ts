import type { AzureEnvironment, Cloud } from "./attributes.js";

/** One place that Databricks runs in, recognised by the end of its host names. */
export interface CloudEnvironment {
  readonly cloud: Cloud;
  /** The end of the host names, from the dot on. */
  readonly zone: string;
  /** The Entra application that Azure tokens are asked for. */
  readonly azureApplicationId?: string;
  readonly azureEnvironment?: AzureEnvironment;
}

/** The addresses of one Azure cloud, each with its closing slash. */
export interface AzureEndpoints {
  /** Resource that management tokens are asked for. */
  readonly serviceManagement: string;
  readonly resourceManager: string;
  /** The Entra login service. */
  readonly login: string;
}

/** The Azure clouds' addresses. */
export const azureEndpoints: Readonly<Record<AzureEnvironment, AzureEndpoints>> = {
  PUBLIC: {
    serviceManagement: "https://management.core.windows.net/",
    resourceManager: "https://management.azure.com/",
    login: "https://login.microsoftonline.com/",
  },
  USGOVERNMENT: {
    serviceManagement: "https://management.core.usgovcloudapi.net/",
    resourceManager: "https://management.usgovcloudapi.net/",
    login: "https://login.microsoftonline.us/",
  },
  CHINA: {
    serviceManagement: "https://management.core.chinacloudapi.cn/",
    resourceManager: "https://management.chinacloudapi.cn/",
    login: "https://login.chinacloudapi.cn/",
  },
};

const production = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
const fallback: CloudEnvironment = { cloud: "AWS", zone: ".cloud.databricks.com" };
const azureProduction: readonly CloudEnvironment[] = [
  azure(".azuredatabricks.net", production, "PUBLIC"),
  azure(".databricks.azure.us", production, "USGOVERNMENT"),
  azure(".databricks.azure.cn", production, "CHINA"),
];

/** Every known environment. */
export const environments: readonly CloudEnvironment[] = [
  fallback,
  { cloud: "AWS", zone: ".dev.databricks.com" },
  { cloud: "AWS", zone: ".staging.cloud.databricks.com" },
  { cloud: "AWS", zone: ".cloud.databricks.us" },
  ...azureProduction,
  azure(".dev.azuredatabricks.net", "62a912ac-b58e-4c1d-89ea-b2dbfc7358fc", "PUBLIC"),
  azure(".staging.azuredatabricks.net", "4a67d088-db5c-48f1-9ff2-0aace800ae68", "PUBLIC"),
  { cloud: "GCP", zone: ".gcp.databricks.com" },
  { cloud: "GCP", zone: ".dev.gcp.databricks.com" },
  { cloud: "GCP", zone: ".staging.gcp.databricks.com" },
];

/** What tells an environment. */
export interface EnvironmentClues {
  readonly host?: string | undefined;
  readonly cloud?: Cloud | undefined;
  readonly azureEnvironment?: AzureEnvironment | undefined;
  readonly azureWorkspaceResourceId?: string | undefined;
}

/**
 * The environment of a host: the longest zone it ends in, else the production environment of
 * `cloud`, else AWS. Without a host, an Azure resource id leads to `azureEnvironment`'s production.
 */
export function environmentOf(clues: EnvironmentClues): CloudEnvironment {
  const hostname = clues.host === undefined ? "" : new URL(clues.host).hostname;
  const known = environments
    .filter(({ zone }) => hostname.endsWith(zone))
    .reduce<CloudEnvironment | undefined>((best, next) => {
      return best === undefined || next.zone.length > best.zone.length ? next : best;
    }, undefined);
  if (known !== undefined) return known;
  const onAzure = clues.azureWorkspaceResourceId !== undefined && hostname === "";
  if (onAzure || clues.cloud === "AZURE") {
    const wanted = clues.azureEnvironment ?? "PUBLIC";
    return azureProduction.find((each) => each.azureEnvironment === wanted) ?? fallback;
  }
  return environments.find(({ cloud }) => cloud === clues.cloud) ?? fallback;
}

/**
 * Whether a normalised host serves an account, judged by its name. Unified hosts serve accounts and
 * workspaces alike and are not recognised here.
 */
export function isAccountHost(host: string | undefined): boolean {
  return /^https:\/\/accounts(-dod)?\./.test(host ?? "");
}

function azure(zone: string, id: string, azureEnvironment: AzureEnvironment): CloudEnvironment {
  return { cloud: "AZURE", zone, azureApplicationId: id, azureEnvironment };
}
