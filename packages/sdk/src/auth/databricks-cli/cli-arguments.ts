import { isAccountHost } from "../environments.js";
import type { AuthAttributes } from "../attributes.js";

/** A version of the Databricks CLI. */
export type CliVersion = readonly [major: number, minor: number, patch: number];

const knowsProfile: CliVersion = [0, 207, 1];
const knowsForceRefresh: CliVersion = [0, 296, 0];

/**
 * The arguments that make the CLI print a token.
 *
 * @param version `undefined` when the CLI does not tell; then it is taken for an old one.
 * @param isRefresh Whether the token that the CLI keeps was used already.
 */
export function tokenArguments(
  config: AuthAttributes,
  version: CliVersion | undefined,
  isRefresh: boolean,
): readonly string[] {
  const useProfile = config.profile !== undefined && isAtLeast(version, knowsProfile);
  const force = isRefresh && isAtLeast(version, knowsForceRefresh) ? ["--force-refresh"] : [];
  return [
    "auth",
    "token",
    ...(useProfile ? ["--profile", config.profile] : hostOf(config)),
    ...force,
  ];
}

/** The command with which a person signs in anew. */
export function loginCommand(config: AuthAttributes): string {
  const { profile } = config;
  const target = profile === undefined ? hostOf(config) : ["--profile", profile];
  return ["databricks", "auth", "login", ...target].map(quote).join(" ");
}

function hostOf({ host = "", accountId }: AuthAttributes): readonly string[] {
  const account = isAccountHost(host) && accountId !== undefined ? ["--account-id", accountId] : [];
  return ["--host", host, ...account];
}

function isAtLeast(version: CliVersion | undefined, wanted: CliVersion): boolean {
  if (version === undefined) return false;
  const at = wanted.findIndex((part, index) => part !== version[index]);
  return at === -1 || (version[at] ?? 0) > (wanted[at] ?? 0);
}

function quote(text: string): string {
  return /^[\w:/.@=-]+$/.test(text) ? text : JSON.stringify(text);
}
