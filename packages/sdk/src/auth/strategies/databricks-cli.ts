import { ConfigError } from "../../errors/index.js";
import { builtin } from "../../internal/index.js";
import { decodeJwtClaims } from "../../oauth/index.js";
import type { OAuthToken } from "../../oauth/index.js";
import { complaintOf } from "../complaint-of.js";
import { loginCommand, tokenArguments } from "../databricks-cli/cli-arguments.js";
import { cliVersion } from "../databricks-cli/cli-version.js";
import { readCliToken } from "../databricks-cli/read-cli-token.js";
import { findExecutable } from "../find-executable.js";
import { keepToken } from "../keep-token.js";
import { runExecutable } from "../run-executable.js";
import type { Credentials, Skipped, StrategyInput } from "../strategy.js";
import { bearer } from "../tokens/index.js";

const timeout = 30_000;
/** The CLI before version 0.100 was a Python script, which knows no OAuth. */
const smallest = 2 ** 20;

/** A person who signed in with the Databricks CLI, which keeps and refreshes the tokens. */
export async function databricksCli(input: StrategyInput): Promise<Credentials | Skipped> {
  const { config, env } = input;
  const path = findExecutable(config.databricksCliPath ?? "databricks", env);
  if (path === undefined) {
    const where = config.databricksCliPath ?? "on the PATH";
    return {
      skipped: `there is no Databricks CLI ${where}; databricksCliPath tells another place`,
    };
  }
  if ((builtin("node:fs")?.statSync(path).size ?? 0) < smallest) {
    return { skipped: `${path} is the legacy Databricks CLI; install version 0.205 or later` };
  }
  const tokens = keepToken(input, (previous, signal) =>
    fetchToken(path, input, previous !== undefined, signal),
  );
  try {
    const unwanted = wrongScopes(await tokens.token(input.context.signal), input);
    if (unwanted !== undefined) return unwanted;
  } catch (error) {
    if (error instanceof NotSignedIn) return { skipped: error.message };
    throw error;
  }
  return bearer(tokens);
}

/** The CLI knows no sign-in for this host: in the chain no failure, but another method's turn. */
class NotSignedIn extends ConfigError {}

async function fetchToken(
  path: string,
  input: StrategyInput,
  isRefresh: boolean,
  signal: AbortSignal | undefined,
): Promise<OAuthToken> {
  const { config, env, context } = input;
  const { clock } = context;
  const args = tokenArguments(config, await cliVersion(path, input), isRefresh);
  const finished = await runExecutable({ path, args, env, clock, timeout, signal });
  if (finished.exitCode === 0) return readCliToken(finished.stdout);
  const complaint = complaintOf(finished);
  const advice = `sign in with \`${loginCommand(config)}\``;
  if (/databricks oauth is not/i.test(complaint)) {
    throw new NotSignedIn(`the Databricks CLI is not signed in to ${config.host}: ${advice}`);
  }
  throw new ConfigError(`databricks auth token failed: ${complaint}; ${advice}`);
}

/** The CLI signs in with scopes of its own, which a program that asks for fewer must not get. */
function wrongScopes({ accessToken }: OAuthToken, input: StrategyInput): Skipped | undefined {
  const { scopes = [], authType } = input.config;
  const wanted = scopes
    .filter((scope) => scope !== "offline_access")
    .sort()
    .join(" ");
  if (wanted === "" || wanted === "all-apis") return undefined;
  const claim = decodeJwtClaims(accessToken)?.["scope"];
  if (claim === undefined) return undefined;
  const given = (Array.isArray(claim) ? claim.map(String) : String(claim).split(" "))
    .filter((scope) => scope !== "offline_access" && scope !== "")
    .sort()
    .join(" ");
  if (given === wanted) return undefined;
  const reason = `the Databricks CLI has a token for the scopes ${given}, not ${wanted}`;
  if (authType !== undefined) throw new ConfigError(reason, { attribute: "scopes" });
  input.context.logger?.warn(`databricks-cli is not used: ${reason}`);
  return { skipped: reason };
}
