import {
  InvalidRequestError,
  requireName,
  requireOptions,
  requireText,
  requireTexts,
} from "../errors/index.js";
import { Dbfs } from "../extensions/index.js";
import { help } from "./help.js";
import { headOf } from "./head-of.js";
import { listedFile, type ListedFile } from "./listed-file.js";
import { mountInfos, type MountInfo } from "./mount-info.js";
import type { DbutilsOptions } from "./options.js";
import type { RemoteCall } from "./remote/remote-dbutils.js";
import type { Session } from "./session.js";
import { withLimits } from "./with-limits.js";

/** Options of `fs.rm`. */
export interface RemoveOptions extends DbutilsOptions {
  /** Take a directory with all that is in it. Default: false. */
  readonly recurse?: boolean;
}

/** Options of `fs.cp` and `fs.mv`. */
export interface CopyOptions extends RemoveOptions {
  /** Replace files that exist. Default: false, an error. */
  readonly overwrite?: boolean;
}

/** Options of `fs.head`. */
export interface HeadOptions extends DbutilsOptions {
  /** Default: 65536. */
  readonly maxBytes?: number;
}

/** Options of `fs.put`. */
export interface PutOptions extends DbutilsOptions {
  /** Replace a file that exists. Default: false, an error. */
  readonly overwrite?: boolean;
}

/** Options of `fs.mount` and `fs.updateMount`. */
export interface MountOptions extends DbutilsOptions {
  readonly encryptionType?: string;
  readonly owner?: string;
  /** Settings of the file system, credentials among them. Their values appear in no error. */
  readonly extraConfigs?: Readonly<Record<string, string>>;
}

const headBytes = 65_536;

/**
 * `dbutils.fs`: files of DBFS (`dbfs:/path` or `/path`), of volumes (`/Volumes/path`) and of this
 * machine (`file:/path`), from one to the other too. Mounts are the cluster's business.
 *
 * @see https://docs.databricks.com/dev-tools/databricks-utils.html#dbutils-fs
 */
export class FsUtils {
  readonly #session: Session;

  /** Made by `DBUtils`. */
  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Copies a file, or a directory with `recurse`. What goes to a directory keeps its name there.
   * Throws an {@link InvalidRequestError} when both paths are on this machine.
   */
  async cp(from: string, to: string, recurse: boolean | CopyOptions = {}): Promise<true> {
    const options = typeof recurse === "boolean" ? { recurse } : recurse;
    expect("cp", { from, to }, options);
    return this.#local("fs.cp", options, (limits) =>
      this.#files.copy(from, to, { ...copyOptions(options), ...limits }),
    );
  }

  /** The beginning of a file as UTF-8 text; no more of it is read. */
  async head(file: string, maxBytes: number | HeadOptions = {}): Promise<string> {
    const options = typeof maxBytes === "number" ? { maxBytes } : maxBytes;
    expect("head", { file }, options);
    return withLimits("fs.head", this.#session.api, options, async (signal) => {
      const bytes = checkedHead(options.maxBytes ?? headBytes);
      return headOf(await this.#files.download(file, limitsOf(signal)), bytes);
    });
  }

  /** Lists a directory. A file lists itself; `/Volumes`, catalogs and schemas list what is in them. */
  async ls(dir: string, options: DbutilsOptions = {}): Promise<readonly ListedFile[]> {
    expect("ls", { dir }, options);
    return withLimits("fs.ls", this.#session.api, options, async (signal) => {
      const files = await this.#files.list(dir, limitsOf(signal)).toArray();
      return files.map(listedFile);
    });
  }

  /** Makes a directory and the parents that it lacks. One that exists is fine. */
  async mkdirs(dir: string, options: DbutilsOptions = {}): Promise<true> {
    expect("mkdirs", { dir }, options);
    return this.#local("fs.mkdirs", options, (limits) => this.#files.mkdirs(dir, limits));
  }

  /** As {@link cp}, and then deletes the original. */
  async mv(from: string, to: string, recurse: boolean | CopyOptions = {}): Promise<true> {
    const options = typeof recurse === "boolean" ? { recurse } : recurse;
    expect("mv", { from, to }, options);
    return this.#local("fs.mv", options, (limits) =>
      this.#files.move(from, to, { ...copyOptions(options), ...limits }),
    );
  }

  /** Writes a file of UTF-8 text. Throws an error when there is one, unless `overwrite` is set. */
  async put(file: string, contents: string, overwrite: boolean | PutOptions = {}): Promise<true> {
    const options = typeof overwrite === "boolean" ? { overwrite } : overwrite;
    expect("put", { file }, options);
    requireText("dbutils.fs.put", "contents", contents);
    return this.#local("fs.put", options, (limits) =>
      this.#files.upload(file, contents, { overwrite: options.overwrite ?? false, ...limits }),
    );
  }

  /** Deletes a file, or a directory, which needs `recurse`. A path with nothing at it is fine. */
  async rm(path: string, recurse: boolean | RemoveOptions = {}): Promise<true> {
    const options = typeof recurse === "boolean" ? { recurse } : recurse;
    expect("rm", { path }, options);
    return this.#local("fs.rm", options, (limits) =>
      this.#files.delete(path, { recursive: options.recurse ?? false, ...limits }),
    );
  }

  /** Mounts cloud storage into DBFS. Runs on the cluster; throws a {@link RemoteError}. */
  async mount(source: string, mountPoint: string, options: MountOptions = {}): Promise<true> {
    const call = mountCall("mount", source, mountPoint, options);
    return this.#done("fs.mount", call, options);
  }

  /** As {@link mount}, in place of what is mounted there. */
  async updateMount(source: string, mountPoint: string, options: MountOptions = {}): Promise<true> {
    const call = mountCall("updateMount", source, mountPoint, options);
    return this.#done("fs.updateMount", call, options);
  }

  /** Ends a mount. Runs on the cluster; throws a {@link RemoteError}. */
  async unmount(mountPoint: string, options: DbutilsOptions = {}): Promise<true> {
    expect("unmount", { mountPoint }, options);
    return this.#done("fs.unmount", { args: [mountPoint] }, options);
  }

  /** Has the cluster see what others mounted and unmounted. Runs on it. */
  async refreshMounts(options: DbutilsOptions = {}): Promise<true> {
    expect("refreshMounts", {}, options);
    return this.#done("fs.refreshMounts", {}, options);
  }

  /** What is mounted. Runs on the cluster. */
  async mounts(options: DbutilsOptions = {}): Promise<readonly MountInfo[]> {
    expect("mounts", {}, options);
    const remote = await this.#session.remote();
    return mountInfos(await remote.call("fs.mounts", {}, options));
  }

  /** What a method does, or all of them. */
  async help(method?: string): Promise<string> {
    return help("fs", method);
  }

  get #files(): Dbfs {
    return new Dbfs(this.#session.api);
  }

  async #local(
    method: string,
    options: DbutilsOptions,
    run: (limits: { readonly signal?: AbortSignal }) => Promise<unknown>,
  ): Promise<true> {
    try {
      await withLimits(method, this.#session.api, options, (signal) => run(limitsOf(signal)));
      return true;
    } catch (error) {
      throw inOwnWords(error);
    }
  }

  async #done(method: string, call: RemoteCall, options: DbutilsOptions): Promise<true> {
    const remote = await this.#session.remote();
    await remote.call(method, call, options);
    return true;
  }
}

/** Paths are text that is not empty, and options an object. */
function expect(
  method: string,
  paths: Readonly<Record<string, string>>,
  options: DbutilsOptions,
): void {
  const call = `dbutils.fs.${method}`;
  for (const [field, path] of Object.entries(paths)) requireName(call, field, path);
  requireOptions(call, options);
}

function copyOptions({ recurse = false, overwrite = false }: CopyOptions): {
  readonly recursive: boolean;
  readonly overwrite: boolean;
} {
  return { recursive: recurse, overwrite };
}

function checkedHead(maxBytes: number): number {
  if (typeof maxBytes === "number" && maxBytes >= 0) return maxBytes;
  const message = `the option maxBytes is ${maxBytes}: give a number of bytes, 0 or more`;
  throw new InvalidRequestError(message, { field: "maxBytes" });
}

/** `Dbfs` refuses a directory in its own words, in which the option `recurse` has another name. */
function inOwnWords(error: unknown): unknown {
  if (!(error instanceof InvalidRequestError) || error.field !== "recursive") return error;
  const message = error.message.replace(/recursive(?= to mean all that is in it$)/, "recurse");
  return new InvalidRequestError(message, { field: "recurse", cause: error });
}

function mountCall(
  method: string,
  source: string,
  mountPoint: string,
  options: MountOptions,
): RemoteCall {
  expect(method, { source, mountPoint }, options);
  const { encryptionType: encryption_type, owner, extraConfigs: extra_configs } = options;
  if (extra_configs !== undefined) {
    requireTexts(`dbutils.fs.${method}`, "extraConfigs", extra_configs);
  }
  return {
    args: [source, mountPoint],
    kwargs: { encryption_type, owner, extra_configs },
    secrets: Object.values(extra_configs ?? {}),
  };
}

function limitsOf(signal: AbortSignal | undefined): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
