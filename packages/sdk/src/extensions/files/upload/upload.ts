import type { ServiceClient } from "../../../api-client/index.js";
import { DatabricksError, InvalidRequestError } from "../../../errors/index.js";
import { lazy } from "../../../internal/index.js";
import { FilesAPI } from "../../../services/files/index.gen.js";
import { createChecksum } from "../checksum.js";
import { transferDefaults, type UploadOptions, type UploadResult } from "../options.js";
import { ProgressMeter, watching } from "../progress.js";
import type { ResolvedSettings } from "../settings.js";
import { runTransfer, type Transfer } from "../transfer.js";
import { explainConflict } from "./already-exists.js";
import { BufferedParts } from "./buffered-parts.js";
import { NotBegun } from "./not-begun.js";
import { choosePartSize } from "./part-size.js";
import type { Part, Parts } from "./parts.js";
import { uploadAtOnce } from "./single-shot.js";
import { SlicedParts } from "./sliced-parts.js";
import {
  type ChunkReader,
  isReplayable,
  openSource,
  type Replayable,
  sizeOf,
} from "../../streams/index.js";
import { UploadCalls } from "./upload-calls.js";
import type { UploadJob } from "./upload-job.js";

const multipart = lazy(() => import("./multipart.js"));
const resumable = lazy(() => import("./resumable.js"));

/** What the service takes in one request. */
const mostAtOnce = 5 * 1024 ** 3;

/** Writes a file, in the way that suits its size and its source: see `Files.upload`. */
export async function upload(
  api: ServiceClient,
  path: string,
  source: unknown,
  options: UploadOptions = {},
): Promise<UploadResult> {
  const content = openSource(source);
  try {
    return await runTransfer(api, path, options, (transfer) => run(transfer, content, options));
  } catch (error) {
    // Not waited for: a source that gives nothing may not even end.
    if (!isReplayable(content)) content.cancel(error).catch(() => undefined);
    throw error;
  }
}

async function run(
  transfer: Transfer,
  content: Replayable | ChunkReader,
  options: UploadOptions,
): Promise<UploadResult> {
  const { overwrite = false, onProgress } = options;
  const { api, path } = transfer;
  try {
    const parts = openParts(transfer, content, options);
    const { total } = parts;
    const report = failSafe(transfer, onProgress);
    const meter = new ProgressMeter({ clock: api.runtime.clock, total, onProgress: report });
    await send({ transfer, calls: new UploadCalls(api, path), parts, meter, overwrite });
    meter.finish();
    transfer.signal.throwIfAborted();
    const checksum = await parts.checksum();
    if (checksum === undefined) return { bytes: meter.bytes };
    await verifySize(transfer, meter.bytes);
    return { bytes: meter.bytes, checksum };
  } catch (error) {
    const reason = explainConflict(error, path, overwrite);
    transfer.abort(reason);
    throw reason;
  }
}

async function send(job: UploadJob): Promise<void> {
  const { transfer, parts, calls, overwrite } = job;
  const first = await parts.next();
  if (first === undefined) return;
  if (isForOneRequest(transfer, first, parts)) return uploadAtOnce(job, first);
  const { kind, token } = await calls.initiate(overwrite, transfer.call);
  try {
    if (kind === "multipart") {
      const { uploadMultipart } = await multipart();
      await uploadMultipart(job, token, first);
    } else {
      const { uploadResumable } = await resumable();
      await uploadResumable(job, token, first);
    }
  } catch (error) {
    if (!(error instanceof NotBegun)) throw error;
    transfer.signal.throwIfAborted();
    if (parts.total !== undefined && parts.total > mostAtOnce) throw error.cause;
    const { path, api } = transfer;
    api.runtime.logger?.info(`${path} goes to the service in one request: ${error.message}`);
    await uploadAtOnce(job, first);
  }
}

function isForOneRequest({ api, settings }: Transfer, first: Part, { total }: Parts): boolean {
  if (api.config.disableExperimentalFilesApiClient) return true;
  const size = first.isLast ? first.size : total;
  return size === 0 || (size !== undefined && size < settings.multipartThreshold);
}

function openParts(
  { settings, signal }: Transfer,
  content: Replayable | ChunkReader,
  { checksum: algorithm, contentLength }: UploadOptions,
): Parts {
  if (contentLength !== undefined && !(Number.isSafeInteger(contentLength) && contentLength >= 0)) {
    throw badLength(`the option contentLength is ${contentLength}: give a number of bytes`);
  }
  const checksum = algorithm === undefined ? undefined : createChecksum(algorithm);
  if (!isReplayable(content)) {
    const partSize = bufferedPartSize(settings, contentLength);
    return new BufferedParts(content, { partSize, total: contentLength, checksum, signal });
  }
  const size = sizeOf(content);
  if (contentLength !== undefined && contentLength !== size) {
    throw badLength(`the source has ${size} bytes, but contentLength is ${contentLength}`);
  }
  const partSize = settings.partSize ?? choosePartSize(size, false);
  return new SlicedParts(content, { partSize, checksum, signal });
}

/** Why all of a small file: a request that carries it can then be sent again. */
function bufferedPartSize(
  { partSize, multipartThreshold }: ResolvedSettings,
  total: number | undefined,
): number {
  const small = Math.min(multipartThreshold, transferDefaults.multipartThreshold);
  if (total !== undefined && total < small) return Math.max(1, total);
  return partSize ?? choosePartSize(total, true);
}

function badLength(message: string): InvalidRequestError {
  return new InvalidRequestError(message, { field: "contentLength" });
}

/** What the caller's function throws ends the transfer, wherever it was called from. */
function failSafe(
  transfer: Transfer,
  onProgress: UploadOptions["onProgress"],
): UploadOptions["onProgress"] {
  const report = watching(onProgress, transfer.abort);
  if (report === undefined) return undefined;
  return (progress) => {
    try {
      report(progress);
    } catch (error) {
      transfer.abort(error);
    }
  };
}

/** The service tells no hash of what it has, but its size. */
async function verifySize({ api, path, call }: Transfer, bytes: number): Promise<void> {
  const metadata = await new FilesAPI(api).getMetadata({ file_path: path }, call);
  const size = metadata["content-length"];
  if (size === undefined || Number(size) === bytes) return;
  throw new DatabricksError(`${path} has ${size} bytes, but ${bytes} were sent; upload it again`);
}
