import { builtin, type Clock } from "../../internal/index.js";
import type { Logger } from "../../logging/index.js";
import type { OAuthToken } from "../../oauth/index.js";
import { withFileLock } from "./file-lock.js";
import {
  BrokenTokenFile,
  emptyTokenFile,
  isKnownVersion,
  parseTokenFile,
  readEntry,
  type TokenFile,
  writeEntry,
} from "./token-file.js";

/** Tokens of users that outlive the program. */
export interface TokenStore {
  /** The token kept under a key, good or not. */
  load(key: string): Promise<OAuthToken | undefined>;
  /**
   * Gets a token from `next`, which is told the one kept under the first key, and keeps it under all
   * keys. Only one program at a time does so. Rejects as `next` does, or with the signal's reason; a
   * token that can't be kept is returned all the same.
   */
  replace(
    keys: readonly string[],
    next: (kept: OAuthToken | undefined) => Promise<OAuthToken>,
    signal?: AbortSignal,
  ): Promise<OAuthToken>;
}

/** Where and how {@link diskTokenStore} keeps tokens. */
export interface DiskTokenStoreOptions {
  /** The file. Its folder is made when it is missing, for its owner alone. */
  readonly path: string;
  readonly clock: Clock;
  readonly logger?: Logger | undefined;
}

/**
 * Keeps tokens in the file of the Databricks CLI and in its format, so that a login with either
 * serves both. The file is replaced as a whole and readable by its owner only. One that is broken
 * counts as empty; one of a format to come is left alone. `undefined` where there are no files.
 */
export function diskTokenStore(options: DiskTokenStoreOptions): TokenStore | undefined {
  return builtin("node:fs/promises") === undefined ? undefined : new DiskTokenStore(options);
}

/**
 * The file of the Databricks CLI, `.databricks/token-cache.json` in the user's home directory;
 * `undefined` where there is none.
 */
export function tokenCachePath(
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const home = env["HOME"] || env["USERPROFILE"] || builtin("node:os")?.homedir();
  if (home === undefined || home === "") return undefined;
  return builtin("node:path")?.join(home, ".databricks", "token-cache.json");
}

/**
 * The keys under which the Databricks CLI keeps a user's token: the profile's name, or else the
 * host, which for accounts has `/oidc/accounts/<id>` behind it; with a profile, the host comes second.
 */
export function tokenCacheKeys(login: {
  readonly host: string;
  readonly profile?: string | undefined;
  /** Set when the login is to the account, not to a workspace. */
  readonly accountId?: string | undefined;
}): readonly string[] {
  const { host, profile, accountId } = login;
  const place = accountId === undefined ? host : `${host}/oidc/accounts/${accountId}`;
  return profile === undefined || profile === "" ? [place] : [profile, place];
}

class DiskTokenStore implements TokenStore {
  readonly #options: DiskTokenStoreOptions;
  readonly #warned = new Set<string>();

  constructor(options: DiskTokenStoreOptions) {
    this.#options = options;
  }

  async load(key: string): Promise<OAuthToken | undefined> {
    const file = await this.#read();
    return file === undefined ? undefined : readEntry(file, key);
  }

  async replace(
    keys: readonly string[],
    next: (kept: OAuthToken | undefined) => Promise<OAuthToken>,
    signal?: AbortSignal,
  ): Promise<OAuthToken> {
    const { path, clock } = this.#options;
    const [first = ""] = keys;
    let begun = false;
    const work = async (): Promise<OAuthToken> => {
      begun = true;
      const token = await next(await this.load(first));
      await this.#keep(keys, token);
      return token;
    };
    try {
      await files()?.mkdir(folderOf(path), { recursive: true, mode: 0o700 });
      return await withFileLock(`${path}.lock`, work, { clock, signal });
    } catch (error) {
      if (begun || signal?.aborted) throw error;
      this.#warn("can't be locked", error);
      return work();
    }
  }

  async #keep(keys: readonly string[], token: OAuthToken): Promise<void> {
    const { path } = this.#options;
    try {
      const file = await this.#read();
      if (file !== undefined) await writeAtomically(path, writeEntry(file, keys, token));
    } catch (error) {
      this.#warn("was not written, so the next program has to sign in again", error);
    }
  }

  /** What the file holds; `undefined` when it can't be used and must not be replaced. */
  async #read(): Promise<TokenFile | undefined> {
    try {
      const text = await files()?.readFile(this.#options.path, "utf8");
      const file = text === undefined ? emptyTokenFile : parseTokenFile(text);
      if (isKnownVersion(file)) return file;
      this.#warn(`is of version ${file.version}, which is unknown, and is left alone`);
      return undefined;
    } catch (error) {
      if ((error as { readonly code?: unknown }).code === "ENOENT") return emptyTokenFile;
      const isBroken = error instanceof BrokenTokenFile;
      this.#warn(isBroken ? "is broken and counts as empty" : "can't be read", error);
      return isBroken ? emptyTokenFile : undefined;
    }
  }

  /** Once: a file is read often, and its owner knows by then. */
  #warn(problem: string, error?: unknown): void {
    if (this.#warned.has(problem)) return;
    this.#warned.add(problem);
    const reason = error instanceof Error ? `: ${error.message}` : "";
    this.#options.logger?.warn(`the token cache ${this.#options.path} ${problem}${reason}`);
  }
}

/** Whoever reads the file meanwhile sees it as it was or as it will be, never half of it. */
async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${folderOf(path)}/.token-cache-${crypto.randomUUID()}.tmp`;
  try {
    await files()?.writeFile(temporary, text, { flag: "wx", mode: 0o600, flush: true });
    await files()?.rename(temporary, path);
  } catch (error) {
    await files()?.rm(temporary, { force: true });
    throw error;
  }
}

function folderOf(path: string): string {
  return builtin("node:path")?.dirname(path) ?? ".";
}

function files(): ReturnType<typeof builtin<"node:fs/promises">> {
  return builtin("node:fs/promises");
}
