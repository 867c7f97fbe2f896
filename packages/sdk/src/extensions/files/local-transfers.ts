import type { ServiceClient } from "../../api-client/index.js";
import { ConfigError } from "../../errors/index.js";

const attribute = "disableExperimentalFilesApiClient";

/**
 * Throws a {@link ConfigError} where the configuration allows plain requests only: as in the other
 * SDKs, these go from and to streams, and not from and to local files.
 *
 * @param instead What to call.
 */
export function expectLocalTransfers(api: ServiceClient, call: string, instead: string): void {
  if (!api.config[attribute]) return;
  const message = `${call} needs \`${attribute}\` to be false; with it, call ${instead}`;
  throw new ConfigError(message, { attribute });
}
