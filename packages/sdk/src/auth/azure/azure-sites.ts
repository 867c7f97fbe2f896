import type { AuthAttributes } from "../attributes.js";
import { azureEndpoints, environmentOf } from "../environments.js";
import type { AzureEndpoints } from "../environments.js";

/** Whom tokens are asked for, and where. */
export interface AzureSites extends AzureEndpoints {
  /** The Entra application id of Databricks: the resource of the tokens that it accepts. */
  readonly application: string;
}

const production = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

/**
 * The Azure addresses for a configuration. What the host's name says wins over `azureEnvironment`,
 * which speaks for hosts with names of their own.
 */
export function azureSites(config: AuthAttributes): AzureSites {
  const environment = environmentOf(config);
  const cloud = environment.azureEnvironment ?? config.azureEnvironment ?? "PUBLIC";
  const application = environment.azureApplicationId ?? production;
  return { application, ...azureEndpoints[cloud] };
}

/** Whether a configuration is for Azure, by its resource id, its host or the host's metadata. */
export function isAzure(config: AuthAttributes): boolean {
  const { azureWorkspaceResourceId } = config;
  return azureWorkspaceResourceId !== undefined || environmentOf(config).cloud === "AZURE";
}

/** Why a method for Azure does not apply elsewhere. */
export const notOnAzure = { skipped: "the host is not on Azure, or cloud is not AZURE" } as const;
