import type { ConfigOptions } from "../config/index.js";
import { builtin, sdkVersion } from "../internal/index.js";
import { describe } from "./auth-describe.js";
import { login } from "./auth-login.js";
import { profiles } from "./auth-profiles.js";
import { token } from "./auth-token.js";
import { done } from "./command.js";
import type { Command, Outcome, Request, Surroundings } from "./command.js";

const usage = `Usage: databricks-sdk-ts auth COMMAND [options]

Commands
  describe   tell which method signs in, and where each value comes from
  login      sign a person in with the browser; the token is kept where the Databricks CLI
             keeps its own, and a new profile in the configuration file
  token      print the OAuth token that calls are sent with, as JSON
  profiles   list the profiles of the configuration file, and try each

Options
  --profile NAME        profile of the configuration file
  --config-file PATH    the configuration file (default ~/.databrickscfg)
  --host URL            address of the workspace or account
  --account-id ID       the account's id
  --workspace-id ID     the workspace's id, on hosts that serve several
  --auth-type NAME      the one method to use
  --timeout SECONDS     login: how long to wait for the browser (default 300)
  --skip-check          profiles: only list them
  --json                describe, profiles: print JSON
  --version, --help
`;

const commands: Readonly<Record<string, Command>> = { describe, login, token, profiles };

/** A mistake in how the program was called. */
class UsageError extends Error {}

/** Runs the command line. Never throws. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<Outcome> {
  try {
    const { values, positionals } = parse(args);
    if (values["help"] === true) return done(usage);
    if (values["version"] === true) return done(`${sdkVersion}\n`);
    const [group, name = "", ...more] = positionals;
    if (name === "" && (group ?? "auth") === "auth") return { exitCode: 2, out: "", error: usage };
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (group !== "auth" || command === undefined || more.length > 0) {
      throw new UsageError(`there is no command ${JSON.stringify(positionals.join(" "))}`);
    }
    return await command(requestOf(values), surroundings);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const isUsage = error instanceof UsageError;
    const hint = isUsage ? "Run databricks-sdk-ts --help for its commands.\n" : "";
    const exitCode = isUsage ? 2 : 1;
    return { exitCode, out: "", error: `databricks-sdk-ts: ${text}\n${hint}` };
  }
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

function parse(args: readonly string[]): { values: Values; positionals: readonly string[] } {
  const util = builtin("node:util");
  if (util === undefined) throw new Error("this runtime has no command line");
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return util.parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        profile: { ...text, short: "p" },
        "config-file": text,
        host: text,
        "account-id": text,
        "workspace-id": text,
        "auth-type": text,
        timeout: text,
        "skip-check": flag,
        json: flag,
        help: { ...flag, short: "h" },
        version: { ...flag, short: "v" },
      },
    });
  } catch (error) {
    // Why the first sentence: the next one is about arguments that no command has.
    const [problem] = String((error as Error).message).split(". ");
    throw new UsageError(problem);
  }
}

function requestOf(values: Values): Request {
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  const config: ConfigOptions = {
    profile: text("profile"),
    configFile: text("config-file"),
    host: text("host"),
    accountId: text("account-id"),
    workspaceId: text("workspace-id"),
    authType: text("auth-type"),
  };
  const seconds = text("timeout");
  return {
    config,
    json: values["json"] === true,
    skipCheck: values["skip-check"] === true,
    ...(seconds === undefined ? {} : { timeout: millisecondsOf(seconds) }),
  };
}

function millisecondsOf(seconds: string): number {
  const number = Number(seconds);
  if (number > 0 && Number.isFinite(number)) return number * 1000;
  throw new UsageError(`--timeout must be a number of seconds, not ${JSON.stringify(seconds)}`);
}
