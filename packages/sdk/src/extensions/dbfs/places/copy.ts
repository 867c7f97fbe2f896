import type { CallOptions } from "../../../api-client/index.js";
import { mapConcurrently } from "../../../internal/index.js";
import type { FileInfo } from "../../../services/files/index.gen.js";
import { Files, transferDefaults } from "../../files/index.js";
import { checkTarget, localPathOf, makeFolder, openLocalFile } from "../../local-files/index.js";
import { baseName, joined, shown } from "./locate.js";
import type { CopyFilesOptions } from "./options.js";
import {
  expectToHoldFiles,
  invalid,
  needsRecursive,
  type Site,
  type StoragePaths,
  treePages,
} from "./storage-paths.js";

/** Files that are copied at a time. */
const concurrency = 4;

/** See {@link Dbfs.copy}. */
export async function copy(
  paths: StoragePaths,
  from: string,
  to: string,
  options: CopyFilesOptions = {},
): Promise<void> {
  const { recursive: _recursive, overwrite: _overwrite, ...call } = options;
  await copyAll(paths, await resolve(paths, from, to, call), options);
}

/** See {@link Dbfs.move}. */
export async function move(
  paths: StoragePaths,
  from: string,
  to: string,
  options: CopyFilesOptions = {},
): Promise<void> {
  const { recursive: _recursive, overwrite = false, ...call } = options;
  expectToHoldFiles(paths.at(from, "from"));
  const ends = await resolve(paths, from, to, call);
  const { source, target, entry } = ends;
  if (source.place.move === undefined || source.kind !== target.kind) {
    await copyAll(paths, ends, options);
    return source.place.delete(source.path, entry.is_dir === true, call);
  }
  const inTheWay = overwrite ? await paths.find(target, call) : undefined;
  const { move, replace } = source.place;
  const act = inTheWay?.is_dir === false && replace !== undefined ? replace : move;
  return act(source.path, target.path, call);
}

/** What is to go where. */
interface Ends {
  readonly source: Site;
  readonly target: Site;
  /** What stands at the source. */
  readonly entry: FileInfo;
}

/** What stands at the paths, and what the second means: a directory takes things in. */
async function resolve(
  paths: StoragePaths,
  from: string,
  to: string,
  call: CallOptions,
): Promise<Ends> {
  const source = paths.at(from, "from");
  const given = paths.at(to, "to");
  if (source.kind === "local" && given.kind === "local") {
    throw invalid("both paths are on this machine: its own tools copy and move files there", "to");
  }
  const entry = await source.place.stat(source.path, call);
  const isTaken = (await paths.find(given, call))?.is_dir === true;
  const name = isTaken ? baseName(source.path) : "";
  const target = name === "" ? given : { ...given, path: joined(given.path, name) };
  // Why also for files: the source would be deleted, to be replaced by itself.
  const isInside = target.path === source.path || target.path.startsWith(joined(source.path, ""));
  if (source.kind !== target.kind || !isInside) return { source, target, entry };
  throw invalid(`${shown(target)} is in ${shown(source)} itself`, "to");
}

interface Job {
  readonly paths: StoragePaths;
  readonly overwrite: boolean;
  readonly call: CallOptions;
}

async function copyAll(
  paths: StoragePaths,
  { source, target, entry }: Ends,
  { recursive = false, overwrite = false, ...call }: CopyFilesOptions,
): Promise<void> {
  const job: Job = { paths, overwrite, call };
  if (entry.is_dir !== true) return copyFile(job, source, target, entry);
  if (!recursive) throw needsRecursive(source);
  return copyTree(job, source, target);
}

async function copyTree(job: Job, source: Site, target: Site): Promise<void> {
  const { paths, call } = job;
  const own = new AbortController();
  const { signal = own.signal } = call;
  const inner = { ...job, call: { ...call, signal: AbortSignal.any([signal, own.signal]) } };
  const files: [FileInfo, Site, Site][] = [];
  await target.place.makeDirectory(target.path, call);
  for await (const { items } of treePages(source, inner.call)) {
    for (const entry of items) {
      const origin = paths.at(entry.path ?? "", source.field);
      const place = below(target, origin.path.slice(joined(source.path, "").length));
      if (entry.is_dir !== true) files.push([entry, origin, place]);
      else if (target.kind === "local") await makeFolder(target.path, place.path, target.field);
      else await target.place.makeDirectory(place.path, call);
    }
  }
  const work = ([entry, origin, place]: [FileInfo, Site, Site]): Promise<void> =>
    copyFile(inner, origin, place, entry);
  await mapConcurrently(files, concurrency, work, (error) => own.abort(error));
}

/** The names come from elsewhere, and must not lead out of a folder of this machine. */
function below(target: Site, path: string): Site {
  const { kind, path: folder } = target;
  const joinedPath = kind === "local" ? localPathOf(folder, path) : joined(folder, path);
  return { ...target, path: joinedPath };
}

/** Between this machine and a volume, large files go in parts, at the same time. */
async function copyFile(job: Job, source: Site, target: Site, entry: FileInfo): Promise<void> {
  const { paths, overwrite, call } = job;
  const size = Number(entry.file_size ?? 0);
  if (source.kind === "local") {
    const { content, close } = await openLocalFile(source.path, source.field);
    await target.place.write(target.path, content, { ...call, overwrite }).finally(close);
  } else if (target.kind === "local" && comesInParts(paths, source, size)) {
    await checkTarget(target.path, overwrite, target.field); // which the next call names otherwise
    await new Files(paths.api).downloadTo(source.path, target.path, { ...call, overwrite });
  } else {
    const content = source.place.read(source.path, size, call);
    await target.place.write(target.path, content, { ...call, overwrite, size });
  }
}

function comesInParts({ api }: StoragePaths, { kind }: Site, size: number): boolean {
  if (kind !== "volume" || api.config.disableExperimentalFilesApiClient) return false;
  return size >= transferDefaults.multipartThreshold;
}
