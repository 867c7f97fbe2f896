import { ConfigError } from "../errors/index.js";
import { builtin } from "../internal/index.js";

/** A profile that is not in the file yet. */
export interface NewProfile {
  readonly name: string;
  /** Its keys in the order in which they are written; those that are `undefined` are left out. */
  readonly keys: Readonly<Record<string, string | undefined>>;
}

/**
 * The text of a profile.
 * Throws a {@link ConfigError} for what would not be read back as it is.
 */
export function profileText({ name, keys }: NewProfile): string {
  const lines = Object.entries(keys).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} = ${value}`],
  );
  if (!/^[^\s[\]][^[\]\r\n]*$/.test(name) || lines.some((line) => /[\r\n]/.test(line))) {
    throw new ConfigError(`${JSON.stringify(name)} can't be the name of a profile`, {
      attribute: "profile",
    });
  }
  return `\n[${name}]\n${lines.join("\n")}\n`;
}

/** Adds a profile to the end of a file, which only its owner may read if it is new. */
export async function saveProfile(path: string, profile: NewProfile): Promise<void> {
  const files = builtin("node:fs/promises");
  await files?.appendFile(path, profileText(profile), { mode: 0o600 });
}
