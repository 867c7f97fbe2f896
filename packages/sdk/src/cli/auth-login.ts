import { ApiClient } from "../api-client/index.js";
import { externalBrowser } from "../auth/index.js";
import type { TokenStore } from "../auth/index.js";
import { diskTokenStore, tokenCachePath } from "../auth/tokens/index.js";
import { Config, listProfiles } from "../config/index.js";
import type { ConfigOptions, Profiles } from "../config/index.js";
import { ConfigError } from "../errors/index.js";
import { builtin, systemClock } from "../internal/index.js";
import { done } from "./command.js";
import type { Outcome, Request, Surroundings } from "./command.js";
import { profileText, saveProfile } from "./save-profile.js";
import type { NewProfile } from "./save-profile.js";

/**
 * Signs a person in with the browser. The token is kept where the Databricks CLI keeps its own; a
 * profile that does not exist yet is added to the configuration file.
 */
export async function login(request: Request, surroundings: Surroundings): Promise<Outcome> {
  const { env, tell, transport, clock, openBrowser } = surroundings;
  const known = listProfiles(request.config, surroundings);
  const added = newProfile(request.config, known);
  const options = { ...request.config, authType: "external-browser" };
  const config = new Config(options, {
    env,
    readFile: (path) => textOf(path, added),
    credentials: externalBrowser({
      tokenCache: freshTokens(surroundings),
      openBrowser,
      timeout: request.timeout,
    }),
  });
  requireHost(config);
  // The address is told in a warning where no browser can be opened.
  const logger = { debug() {}, info: tell, warn: tell, error: tell };
  const client = new ApiClient({ config, transport, clock, logger });
  try {
    await config.ready(client.runtime);
    const { expiry } = await config.oauthToken(client.runtime);
    if (added !== undefined) await saveProfile(known.path, added);
    return done(report(config, expiry, added === undefined ? undefined : known));
  } finally {
    await client.close();
  }
}

/** A store that knows no token yet, so that the person signs in whatever was kept. */
function freshTokens({ env, clock = systemClock }: Surroundings): TokenStore | undefined {
  const path = tokenCachePath(env);
  const disk = path === undefined ? undefined : diskTokenStore({ path, clock });
  if (disk === undefined) return undefined;
  return {
    load: async () => undefined,
    replace: (keys, next, signal) => disk.replace(keys, () => next(undefined), signal),
  };
}

function newProfile(options: ConfigOptions, { names }: Profiles): NewProfile | undefined {
  const { profile, host, accountId, workspaceId } = options;
  if (profile === undefined || names.includes(profile)) return undefined;
  if (host === undefined) {
    throw new ConfigError(`there is no profile ${profile} yet: give --host for a new one`, {
      attribute: "host",
    });
  }
  const keys = {
    host,
    account_id: accountId,
    workspace_id: workspaceId,
    auth_type: "external-browser",
  };
  const added = { name: profile, keys };
  profileText(added); // throws for a name that can't be one, before anybody signs in
  return added;
}

/** The file as it will be. */
function textOf(path: string, added: NewProfile | undefined): string | undefined {
  const files = builtin("node:fs");
  const text = files?.existsSync(path) === true ? files.readFileSync(path, "utf8") : undefined;
  return added === undefined ? text : `${text ?? ""}${profileText(added)}`;
}

function requireHost({ host }: Config): void {
  if (host !== undefined) return;
  throw new ConfigError(
    "the host is missing: give --host, or --profile with a profile that has one",
    {
      attribute: "host",
    },
  );
}

function report(config: Config, expiry: number | undefined, saved: Profiles | undefined): string {
  const { host, profile } = config;
  const until =
    expiry === undefined ? "" : `, with a token until ${new Date(expiry).toISOString()}`;
  const how =
    saved !== undefined
      ? `Profile ${profile} was added to ${saved.file}: new WorkspaceClient({ profile: "${profile}" })`
      : `Programs use it with authType "external-browser" (DATABRICKS_AUTH_TYPE=external-browser).`;
  return `Signed in to ${host}${until}.\n${how}\n`;
}
