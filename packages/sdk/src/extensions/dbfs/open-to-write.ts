import type { CallOptions, Int64 } from "../../api-client/index.js";
import { InvalidResponseError, NotFound } from "../../errors/index.js";
import { raceSignal } from "../../internal/index.js";
import type { DbfsAPI, FileInfo } from "../../services/files/index.gen.js";
import { cleaningTime, DbfsWriter } from "./dbfs-writer.js";

/**
 * Makes a file and opens it to be written. One that is to be replaced stays until the new one is
 * complete, which is written beside it: the service would empty it at once.
 */
export async function openToWrite(
  service: DbfsAPI,
  path: string,
  overwrite: boolean,
  options: CallOptions,
): Promise<DbfsWriter> {
  const found = overwrite ? await find(service, path, options) : undefined;
  const isReplaced = found !== undefined && found.is_dir !== true;
  const place = isReplaced ? `${path}.${crypto.randomUUID()}.partial` : path;
  const { signal, ...call } = options;
  signal?.throwIfAborted();
  // Not ended by the signal: who would know then whether the file was made?
  const opening = create(service, place, overwrite, call).then(
    (handle) => new DbfsWriter(service, { path, place, handle, options }),
  );
  try {
    return await raceSignal(opening, signal);
  } catch (error) {
    const opened = raceSignal(opening, AbortSignal.timeout(cleaningTime));
    await opened.then((file) => file.abort()).catch(() => undefined);
    throw error;
  }
}

async function create(
  service: DbfsAPI,
  path: string,
  overwrite: boolean,
  options: CallOptions,
): Promise<Int64> {
  const { handle } = await service.create({ path, overwrite }, options);
  if (handle !== undefined) return handle;
  throw new InvalidResponseError(`the service opened ${path} without naming a handle`);
}

async function find(
  service: DbfsAPI,
  path: string,
  options: CallOptions,
): Promise<FileInfo | undefined> {
  try {
    return await service.getStatus({ path }, options);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
