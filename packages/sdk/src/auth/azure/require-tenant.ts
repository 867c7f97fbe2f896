import { ConfigError } from "../../errors/index.js";
import type { StrategyInput } from "../strategy.js";
import { discoverTenant } from "./discover-tenant.js";

/**
 * The tenant to sign in to: the configured one, else the workspace's.
 * Throws a {@link ConfigError} when neither is known.
 */
export async function requireTenant(input: StrategyInput): Promise<string> {
  const tenant = input.config.azureTenantId ?? (await discoverTenant(input));
  if (tenant !== undefined) return tenant;
  const { host } = input.config;
  const why = host === undefined ? "no host is set that could tell it" : `${host} does not tell it`;
  throw new ConfigError(`azureTenantId (ARM_TENANT_ID) is not set, and ${why}`, {
    attribute: "azureTenantId",
  });
}
