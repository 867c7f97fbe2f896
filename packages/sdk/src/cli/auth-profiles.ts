import { listProfiles } from "../config/index.js";
import { DefaultCredentialsError } from "../errors/index.js";
import { asJson, done, table } from "./command.js";
import type { Outcome, Request, Surroundings } from "./command.js";
import { quietClient } from "./client.js";
import type { QuietClient } from "./client.js";

/** Milliseconds after which a host is given up. */
const timeout = 20_000;

interface Row {
  readonly name: string;
  readonly host: string;
  readonly authType: string;
  /** Absent when it was not tried. */
  readonly valid?: boolean;
  /** Why it is not valid. */
  readonly problem?: string;
}

/** Lists the profiles of the configuration file, and tries each with a call. */
export async function profiles(request: Request, surroundings: Surroundings): Promise<Outcome> {
  const { file, names } = listProfiles(request.config, surroundings);
  const rows = await Promise.all(names.map((name) => examine(name, request, surroundings)));
  if (request.json) return done(asJson({ file, profiles: rows }));
  if (rows.length === 0) return done(`There are no profiles in ${file}.\n`);
  const lines = rows.map(({ name, host, authType, valid, problem = "" }) => {
    const state = valid === undefined ? "" : valid ? "yes" : `no: ${problem}`;
    return [name, host, authType, state];
  });
  return done(table([["NAME", "HOST", "METHOD", request.skipCheck ? "" : "VALID"], ...lines]));
}

async function examine(
  profile: string,
  { config: { configFile }, skipCheck }: Request,
  surroundings: Surroundings,
): Promise<Row> {
  // Other variables of the environment would speak for all profiles alike.
  const env = Object.fromEntries(
    Object.entries(surroundings.env).filter(([name]) => !/^(DATABRICKS|ARM)_/.test(name)),
  );
  const unknown = { name: profile, host: "", authType: "" };
  try {
    const file = listProfiles({ configFile }, surroundings).path;
    const options = { profile, configFile: file };
    await using quiet = quietClient(options, { ...surroundings, env });
    const { config } = quiet.client;
    const row = (): Row => ({
      ...unknown,
      host: config.host ?? "",
      authType: config.authType ?? "",
    });
    if (skipCheck) return row();
    try {
      await call(quiet);
      return { ...row(), valid: true };
    } catch (error) {
      return { ...row(), valid: false, problem: problemOf(error) };
    }
  } catch (error) {
    return { ...unknown, valid: false, problem: problemOf(error) };
  }
}

async function call({ client, signal }: QuietClient): Promise<void> {
  const { accountId, isAccountHost } = client.config;
  const path = isAccountHost
    ? `/api/2.0/accounts/${accountId}/workspaces`
    : "/api/2.0/preview/scim/v2/Me";
  await client.request({ method: "GET", path }, { signal, timeout, retry: false });
}

/** Of the methods that were tried what they said, else the beginning of the message. */
function problemOf(error: unknown): string {
  const strategies = error instanceof DefaultCredentialsError ? error.strategies : [];
  const failed = strategies.filter(({ outcome }) => outcome === "failed");
  if (failed.length === 0) return firstLine(error);
  return failed.map(({ name, reason }) => `${name}: ${reason}`).join("; ");
}

function firstLine(error: unknown): string {
  const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return first.replace(/\.? Config: .*$/, "").replace(/:$/, "");
}
