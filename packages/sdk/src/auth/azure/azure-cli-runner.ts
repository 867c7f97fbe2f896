import { ConfigError } from "../../errors/index.js";
import { parseJson } from "../../internal/index.js";
import type { OAuthToken } from "../../oauth/index.js";
import { complaintOf } from "../complaint-of.js";
import { runExecutable } from "../run-executable.js";
import type { StrategyInput } from "../strategy.js";

const timeout = 60_000;

/** Nobody is signed in to the Azure CLI. */
export class NotSignedIn extends ConfigError {}

/** The account that a token is asked for with. */
export interface AzureAccount {
  readonly subscription: string | undefined;
  readonly tenant: string | undefined;
}

/** Runs `az` with JSON output. Throws a {@link ConfigError} with what it said when it fails. */
export async function runAz(
  path: string,
  args: readonly string[],
  { env, context }: StrategyInput,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const { clock } = context;
  const all = [...args, "--output", "json"];
  const finished = await runExecutable({ path, args: all, env, clock, timeout, signal });
  if (finished.exitCode === 0) return fieldsOf(finished.stdout);
  const complaint = complaintOf(finished);
  if (/no subscription found|az login' to setup account/i.test(complaint)) {
    throw new NotSignedIn("nobody is signed in to the Azure CLI: run `az login`");
  }
  throw new ConfigError(`az ${args.slice(0, 2).join(" ")} failed: ${complaint}`);
}

/**
 * A token for a resource. Managed identities refuse a tenant, and a subscription may be one that
 * the CLI does not know: then it is asked without.
 */
export async function azToken(
  path: string,
  resource: string,
  account: AzureAccount,
  input: StrategyInput,
  signal: AbortSignal | undefined,
): Promise<OAuthToken> {
  const { subscription, tenant } = account;
  const args = ["account", "get-access-token", "--resource", resource];
  if (subscription !== undefined) args.push("--subscription", subscription);
  if (tenant !== undefined) args.push("--tenant", tenant);
  try {
    return readToken(await runAz(path, args, input, signal));
  } catch (error) {
    if (!(error instanceof ConfigError) || error instanceof NotSignedIn) throw error;
    const refusesTenant = /tenant shouldn't be specified/i.test(error.message);
    const rest = refusesTenant
      ? { subscription, tenant: undefined }
      : { subscription: undefined, tenant };
    if (rest.subscription === subscription && rest.tenant === tenant) throw advised(error);
    input.context.logger?.debug(
      `${error.message}; asking without ${refusesTenant ? "tenant" : "subscription"}`,
    );
    return azToken(path, resource, rest, input, signal);
  }
}

/** `expires_on` is in seconds; versions before 2.54 tell only `expiresOn`, in local time. */
function readToken(fields: Readonly<Record<string, unknown>>): OAuthToken {
  const { accessToken, tokenType, expires_on: seconds, expiresOn } = fields;
  const end =
    seconds === undefined
      ? Date.parse(
          String(expiresOn)
            .replace(" ", "T")
            .replace(/(\.\d{3})\d+/, "$1"),
        )
      : Number(seconds) * 1000;
  if (typeof accessToken !== "string" || accessToken === "" || Number.isNaN(end)) {
    throw new ConfigError("az account get-access-token printed no token: update the Azure CLI");
  }
  return {
    accessToken,
    tokenType: typeof tokenType === "string" ? tokenType : "Bearer",
    expiry: end,
  };
}

function advised(error: ConfigError): ConfigError {
  return /AADSTS|az login|refresh token|expired/i.test(error.message)
    ? new ConfigError(`${error.message}; sign in again with \`az login\``)
    : error;
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const json = parseJson(text);
    return typeof json === "object" && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
