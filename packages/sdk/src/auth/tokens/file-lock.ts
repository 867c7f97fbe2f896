import { builtin, type Clock } from "../../internal/index.js";

/** How a lock is waited for. */
export interface FileLockOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds between two tries. */
const pause = 50;
/** Milliseconds after which a lock that nobody takes away is one that somebody left behind. */
const abandoned = 90_000;

/**
 * Runs work that no other process, and nothing else in this one, does at the same time, as long as
 * all of them use the same file. It exists while the work lasts. One that a process left behind when
 * it ended is taken over: at once if that was on this machine, else after a minute and a half.
 * Rejects as the work does, with the signal's reason, or when the file can't be made.
 *
 * @param path Its folder has to exist.
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  options: FileLockOptions,
): Promise<T> {
  const mark = `${process.pid} ${hostname()} ${crypto.randomUUID()}`;
  await acquire(path, mark, options);
  try {
    return await work();
  } finally {
    if ((await readMark(path)) === mark) await remove(path);
  }
}

async function acquire(
  path: string,
  mark: string,
  { clock, signal }: FileLockOptions,
): Promise<void> {
  let seen: { readonly mark: string; readonly since: number } | undefined;
  while (!(await create(path, mark))) {
    signal?.throwIfAborted();
    const other = await readMark(path);
    if (other === undefined) continue; // it was released just now
    if (seen?.mark !== other) seen = { mark: other, since: clock.now() };
    if (isOrphan(other) || clock.now() - seen.since > abandoned) await remove(path);
    else await clock.sleep(pause, signal);
  }
}

/** Whether the file was made; only one of all who try at the same moment makes it. */
async function create(path: string, mark: string): Promise<boolean> {
  try {
    await files().writeFile(path, mark, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Who holds the lock; `undefined` when nobody does, empty while it is being written. */
async function readMark(path: string): Promise<string | undefined> {
  try {
    return await files().readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function remove(path: string): Promise<void> {
  await files().rm(path, { force: true });
}

/** Whether the process that made the mark ran here and is gone. */
function isOrphan(mark: string): boolean {
  const [pid, host] = mark.split(" ");
  if (host !== hostname() || !/^\d+$/.test(pid ?? "")) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return codeOf(error) === "ESRCH";
  }
}

function hostname(): string {
  return builtin("node:os")?.hostname() ?? "";
}

function files(): NonNullable<ReturnType<typeof builtin<"node:fs/promises">>> {
  const module = builtin("node:fs/promises");
  if (module === undefined) throw new Error("this platform has no files");
  return module;
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}
