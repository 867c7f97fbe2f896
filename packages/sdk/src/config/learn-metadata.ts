import type { AuthContext } from "../auth/index.js";
import { maskSecrets } from "../internal/index.js";
import { fetchHostMetadata, metadataValues } from "./host-metadata.js";
import type { AttributeName } from "./options.js";
import { absorb } from "./resolve.js";
import type { Setting } from "./setting.js";

const learned = ["accountId", "workspaceId", "cloud", "discoveryUrl", "tokenAudience"] as const;

/**
 * Sets what the host tells of itself and nobody else did. Best effort: a host that does not answer,
 * or answers something else, leaves everything as it was and a line in the debug log.
 */
export async function learnMetadata(
  settings: Map<AttributeName, Setting>,
  context: AuthContext,
): Promise<void> {
  const host = settings.get("host")?.value as string | undefined;
  if (host === undefined || learned.every((name) => settings.has(name))) return;
  try {
    const metadata = await fetchHostMetadata(host, context);
    const accountId = settings.get("accountId")?.value as string | undefined;
    const { values, warning } = metadataValues(metadata, accountId);
    if (warning !== undefined) context.logger?.warn(`host metadata of ${host}: ${warning}`);
    const known: Partial<Record<AttributeName, string>> = values;
    absorb(settings, ({ name }) => {
      const raw = known[name];
      return raw === undefined ? undefined : { raw, origin: { kind: "metadata" } };
    });
  } catch (error) {
    const reason = maskSecrets(error instanceof Error ? error.message : String(error), []);
    context.logger?.debug(`host metadata of ${host} not used: ${reason}`);
  }
}
