import { defaultSection, parseProfileFile } from "../profile-file.js";
import type { ProfileFile, Section } from "../profile-file.js";
import type { Source } from "../setting.js";

/** Reads a text file; `undefined` when it does not exist, or there are no files at all. */
export type ReadFile = (path: string) => string | undefined;

/** A profile that was chosen. */
export interface Profile {
  readonly name: string;
  readonly file: string;
  readonly section: Section;
}

/** Values of a profile. */
export function profileSource({ name, file, section }: Profile): Source {
  return ({ profileKey }) => {
    const raw = profileKey === undefined ? undefined : section.get(profileKey);
    return raw === undefined || raw === ""
      ? undefined
      : { raw, origin: { kind: "profile", profile: name, file } };
  };
}

/** The section that holds what is no profile. */
export const settingsSection = "__settings__";

/**
 * Finds the profile to use: the requested one, else the file's `default_profile`, else `DEFAULT`.
 * `undefined` when there is none and none was asked for. Throws a `RangeError` that says what is
 * wrong with the file or the name.
 *
 * @param path Where the file is; `file` is what messages call it.
 */
export function findProfile(
  requested: string | undefined,
  file: string,
  path: string,
  readFile: ReadFile,
): Profile | undefined {
  if (requested === settingsSection) throw reserved();
  const sections = readProfiles(file, path, readFile);
  if (sections === undefined) {
    if (requested === undefined) return undefined;
    throw new RangeError(`cannot use profile ${requested}: there is no file ${file}`);
  }
  const preferred = sections.get(settingsSection)?.get("default_profile") ?? "";
  const named = requested ?? (preferred === "" ? undefined : preferred);
  if (named === settingsSection) throw reserved();
  const name = named ?? defaultSection;
  const section = sections.get(name);
  if (section === undefined && named !== undefined) {
    const known = [...sections.keys()].filter((each) => each !== settingsSection).join(", ");
    throw new RangeError(`${file} has no ${named} profile configured; it has ${known || "none"}`);
  }
  return section === undefined ? undefined : { name, file, section };
}

/**
 * All sections of the configuration file; `undefined` when there is none. Throws a `RangeError` for
 * one that can't be read.
 */
export function readProfiles(
  file: string,
  path: string,
  readFile: ReadFile,
): ProfileFile | undefined {
  let text: string | undefined;
  try {
    text = readFile(path);
  } catch (error) {
    const reason = (error as { readonly code?: unknown }).code ?? "unknown reason";
    throw new RangeError(`cannot read ${file} (${String(reason)})`, { cause: error });
  }
  if (text === undefined) return undefined;
  try {
    return parseProfileFile(text);
  } catch (error) {
    throw new RangeError(`cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}

function reserved(): RangeError {
  return new RangeError(`${settingsSection} is a reserved section name, not a profile`);
}
