import { ConfigError } from "../errors/index.js";
import { attributes } from "./attributes.js";
import type { ConfigRuntime } from "./config-state.js";
import { expandHome, readTextFile } from "./files.js";
import type { ConfigOptions } from "./options.js";
import { processEnvironment } from "./sources/environment.js";
import { readProfiles, settingsSection } from "./sources/profile-file.js";

/** The profiles of a configuration file. */
export interface Profiles {
  /** The file as it was named, e.g. `~/.databrickscfg`. */
  readonly file: string;
  /** Where it is. */
  readonly path: string;
  /** In the order of the file; empty when it does not exist. */
  readonly names: readonly string[];
}

/**
 * The profiles that `profile` may name. The file is looked for as by a `Config`.
 * Throws a {@link ConfigError} when the file can't be read.
 */
export function listProfiles(
  { configFile }: Pick<ConfigOptions, "configFile"> = {},
  { env = processEnvironment(), readFile = readTextFile }: ConfigRuntime = {},
): Profiles {
  const { env: variables = [], default: usual } =
    attributes.find(({ name }) => name === "configFile") ?? {};
  const variable = variables.find((name) => (env[name] ?? "") !== "");
  const file = configFile ?? (variable === undefined ? undefined : env[variable]) ?? String(usual);
  const path = expandHome(file, env);
  try {
    const sections = readProfiles(file, path, readFile) ?? new Map();
    return { file, path, names: [...sections.keys()].filter((name) => name !== settingsSection) };
  } catch (error) {
    throw new ConfigError((error as Error).message, { attribute: "configFile" });
  }
}
