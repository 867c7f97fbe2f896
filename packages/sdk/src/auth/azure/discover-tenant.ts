import { combineSignals, maskSecrets } from "../../internal/index.js";
import { sendPatiently } from "../../oauth/index.js";
import type { StrategyInput } from "../strategy.js";

const timeout = 10_000;

/**
 * The Entra tenant of the workspace: where its own sign-in redirects to. Best effort: `undefined`
 * when no host is known, it does not redirect, or the address has another shape.
 */
export async function discoverTenant({
  config: { host },
  context,
}: Pick<StrategyInput, "config" | "context">): Promise<string | undefined> {
  if (host === undefined) return undefined;
  const url = `${host}/aad/auth`;
  const limit = combineSignals({
    signals: [context.signal],
    timeout: {
      clock: context.clock,
      milliseconds: timeout,
      reason: () => new Error(`no answer within ${timeout / 1000} s`),
    },
  });
  try {
    const request = { method: "GET", url, headers: {} } as const;
    const answer = await sendPatiently(request, { ...context, signal: limit.signal });
    const tenant = tenantIn(answer.headers["location"] ?? "", url);
    if (tenant === undefined) context.logger?.debug(`${url} does not tell the Entra tenant`);
    return tenant;
  } catch (error) {
    const reason = maskSecrets(error instanceof Error ? error.message : String(error), []);
    context.logger?.debug(`${url} does not tell the Entra tenant: ${reason}`);
    return undefined;
  } finally {
    limit.dispose();
  }
}

/** The first part of the path, if it is a tenant: its id or one of its domains. */
function tenantIn(location: string, base: string): string | undefined {
  if (!URL.canParse(location)) return undefined; // not an address of somebody else
  const { origin, pathname } = new URL(location);
  const [, first = ""] = origin === new URL(base).origin ? [] : pathname.split("/");
  return /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]+(\.[\w-]+)+)$/i.test(first)
    ? first
    : undefined;
}
