import { ConfigError } from "../errors/index.js";
import type { Attribute } from "./attribute.js";
import { attributes } from "./attributes.js";
import { expandHome } from "./files.js";
import type { AttributeName, ConfigOptions } from "./options.js";
import { parseValue } from "./parse-value.js";
import { describeOrigin, isChosen } from "./setting.js";
import type { Setting, Settings, Source } from "./setting.js";
import { argumentSource } from "./sources/argument.js";
import { environmentSource } from "./sources/environment.js";
import type { EnvironmentVariables } from "./sources/environment.js";
import { findProfile, profileSource } from "./sources/profile-file.js";
import type { ReadFile } from "./sources/profile-file.js";
import { summarise } from "./summary.js";
import { validateFamilies } from "./validate.js";

/** Where values are looked for beside the arguments. */
export interface Surroundings {
  readonly env: EnvironmentVariables;
  readonly readFile: ReadFile;
  /** The caller brings credentials, so attributes of several methods are no conflict. */
  readonly ownCredentials: boolean;
}

/**
 * Finds every attribute's value: argument, else environment variable, else profile, else default.
 * Throws a {@link ConfigError} that ends with what was found so far.
 */
export function resolve(
  options: ConfigOptions,
  surroundings: Surroundings,
): Map<AttributeName, Setting> {
  const settings = new Map<AttributeName, Setting>();
  absorb(settings, argumentSource(options));
  absorb(settings, environmentSource(surroundings.env));
  absorbProfile(settings, surroundings);
  absorb(settings, defaultSource);
  validate(settings, surroundings.ownCredentials);
  return settings;
}

/**
 * Settings with some replaced; one that is `undefined` becomes unset. Nothing is looked up again.
 * Throws a {@link ConfigError} like {@link resolve}.
 */
export function override(
  settings: Settings,
  overrides: ConfigOptions,
  ownCredentials: boolean,
): Map<AttributeName, Setting> {
  const changed = new Map([...settings].filter(([name]) => !Object.hasOwn(overrides, name)));
  absorb(changed, argumentSource(overrides));
  absorb(changed, defaultSource);
  validate(changed, ownCredentials);
  return changed;
}

/** Sets what is still unset and `source` knows. Throws a {@link ConfigError} for a bad value. */
export function absorb(settings: Map<AttributeName, Setting>, source: Source): void {
  for (const attribute of attributes) {
    if (settings.has(attribute.name)) continue;
    const found = source(attribute);
    if (found === undefined) continue;
    const { raw, origin } = found;
    const value = attempt(settings, attribute.name, () => {
      try {
        return parseValue(attribute, raw);
      } catch (error) {
        const reason = (error as Error).message;
        const place =
          origin.kind === "argument" ? "as an argument" : `from ${describeOrigin(origin)}`;
        throw new RangeError(`${attribute.name} ${reason}; got ${quote(attribute, raw)} ${place}`);
      }
    });
    if (value !== undefined) settings.set(attribute.name, { value, origin });
  }
}

function absorbProfile(
  settings: Map<AttributeName, Setting>,
  { env, readFile }: Surroundings,
): void {
  const requested = settings.get("profile")?.value;
  const enough = attributes.some(
    ({ name, family }) => (name === "host" || family !== undefined) && isChosen(settings.get(name)),
  );
  if (requested === undefined && enough) return;
  const file = String(settings.get("configFile")?.value ?? defaultFile);
  const profile = attempt(settings, "profile", () =>
    findProfile(requested as string | undefined, file, expandHome(file, env), readFile),
  );
  if (profile === undefined) return;
  absorb(settings, profileSource(profile));
  if (requested === undefined) {
    const origin = { kind: "profile", profile: profile.name, file } as const;
    settings.set("profile", { value: profile.name, origin });
  }
}

function validate(settings: Settings, ownCredentials: boolean): void {
  if (!ownCredentials) attempt(settings, "authType", () => validateFamilies(settings));
}

/** Turns what `work` complains about into a {@link ConfigError} that ends with the summary. */
function attempt<T>(settings: Settings, attribute: AttributeName, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new ConfigError(`${reason}. ${summarise(settings)}`, { attribute });
  }
}

function quote({ sensitive }: Attribute, raw: unknown): string {
  if (sensitive) return "a secret value";
  // Why: what stands before the @ of an address may be a password.
  return typeof raw === "string" ? JSON.stringify(raw.replace(/^.*@/s, "***@")) : String(raw);
}

const defaultSource: Source = ({ default: raw }) =>
  raw === undefined ? undefined : { raw, origin: { kind: "default" } };

const defaultFile = attributes.find(({ name }) => name === "configFile")?.default;
