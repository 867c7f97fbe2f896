import { Cancelled, InvalidRequestError, InvalidResponseError } from "../../../errors/index.js";
import type { HttpResponse } from "../../../http/index.js";
import { delayAfter } from "../../../retry/index.js";
import { sliceOf } from "../../streams/index.js";
import {
  callStorage,
  isPassing,
  type StorageCall,
  storageLimits,
} from "../storage/call-storage.js";
import { UrlExpired } from "../storage/storage-failure.js";
import { readStorageUrl, type StorageUrl } from "../storage/storage-url.js";
import { askRange, confirmedBytes, contentRange } from "./content-range.js";
import { MeteredBody } from "./metered-body.js";
import { NotBegun } from "./not-begun.js";
import type { Part } from "./parts.js";
import { cleaning, giveUp, type UploadJob } from "./upload-job.js";

/** What Google's storage keeps of a chunk that is not the last: multiples of this. */
const granule = 256 * 1024;
/** Failures in a row, without a byte more in storage, after which an upload ends. */
const mostFailures = 3;

/**
 * Sends a file chunk by chunk to one address that remembers how much it has, as Google Cloud takes
 * it. Throws {@link NotBegun} when storage could not be reached for the first chunk.
 */
export async function uploadResumable(job: UploadJob, token: string, first: Part): Promise<void> {
  const target = await NotBegun.unless(() => findTarget(job, token));
  try {
    await NotBegun.unless(() => sendChunk(job, target, first));
    first.release();
    for (let part = await job.parts.next(); part !== undefined; part = await job.parts.next()) {
      await sendChunk(job, target, part);
      part.release();
    }
  } catch (error) {
    await giveUp(job, () => abort(job, target));
    throw error;
  }
}

async function findTarget({ calls, transfer }: UploadJob, token: string): Promise<StorageUrl> {
  const { path, proxy, call } = transfer;
  const query = { session_token: token, upload_type: "resumable" };
  return (
    proxy?.address(path, query) ??
    readStorageUrl(await calls.resumableUrl(token, call), "a resumable upload")
  );
}

/** Sends a chunk until storage has all of it. After a failure it asks how much has arrived. */
async function sendChunk(job: UploadJob, target: StorageUrl, part: Part): Promise<void> {
  expectGranules(part);
  const failures = new Failures(job);
  let chunk = restOf(job, part, part.offset);
  let isKnown = true;
  for (;;) {
    try {
      const answer = isKnown ? await put(job, target, chunk) : await ask(job, target);
      const next = arrived(answer, chunk);
      chunk.body.settle((next ?? chunk.end) - chunk.start);
      if (next === undefined || (next === chunk.end && !part.isLast)) return;
      if (next > chunk.start) failures.clear();
      else if (isKnown) failures.add(noProgress(job));
      chunk = restOf(job, part, next);
      isKnown = true;
    } catch (error) {
      chunk.body.settle(0);
      if (!isPassing(error)) throw error;
      await failures.wait(error);
      isKnown = false;
    }
  }
}

/** What is still to be sent of a part. */
interface Chunk {
  readonly start: number;
  readonly end: number;
  readonly isLast: boolean;
  readonly body: MeteredBody;
}

function restOf({ meter }: UploadJob, part: Part, start: number): Chunk {
  const content = sliceOf(part.content, start - part.offset, part.size);
  const end = part.offset + part.size;
  return { start, end, isLast: part.isLast, body: new MeteredBody(content, meter) };
}

function put(
  job: UploadJob,
  target: StorageUrl,
  { start, end, isLast, body }: Chunk,
): Promise<HttpResponse> {
  return sendOnce(job, {
    method: "PUT",
    target,
    headers: {
      "content-length": String(body.size),
      "content-range": contentRange(start, end, isLast ? end : undefined),
    },
    body: () => body.body(),
  });
}

function ask(job: UploadJob, target: StorageUrl): Promise<HttpResponse> {
  const headers = { "content-length": "0", "content-range": askRange };
  return sendOnce(job, { method: "PUT", target, headers });
}

/** Why an expired address is an error like any other: the upload has no second one. */
async function sendOnce({ transfer }: UploadJob, call: StorageCall): Promise<HttpResponse> {
  try {
    const response = await callStorage(transfer, { ...call, maxAttempts: 1 });
    await response.discard();
    return response;
  } catch (error) {
    throw error instanceof UrlExpired ? error.answer : error;
  }
}

/** The byte to go on with; `undefined` when the file is complete. */
function arrived({ status, headers }: HttpResponse, chunk: Chunk): number | undefined {
  if (status === 308) return confirmedBytes(headers["range"], chunk);
  if ((status === 200 || status === 201) && chunk.isLast) return undefined;
  throw new InvalidResponseError(`storage ended an upload with ${status} before its last byte`);
}

/** Failures in a row. */
class Failures {
  readonly #job: UploadJob;
  readonly #most: number;
  readonly #timeout: number;
  #count = 0;
  #since = 0;

  constructor(job: UploadJob) {
    const { maxAttempts, timeout } = storageLimits(job.transfer);
    this.#job = job;
    this.#most = Math.min(mostFailures, maxAttempts - 1);
    this.#timeout = timeout;
  }

  clear(): void {
    this.#count = 0;
  }

  /** Counts a failure; throws it when it is one too many. */
  add(error: unknown): void {
    if (this.#count === 0) this.#since = this.#now();
    if (++this.#count > this.#most) throw error;
  }

  /** Counts a failure, and waits before the next attempt. */
  async wait(error: unknown): Promise<void> {
    this.add(error);
    const { api, signal } = this.#job.transfer;
    const delay = delayAfter(this.#count, error, api.runtime.random);
    if (this.#now() - this.#since + delay > this.#timeout) throw error;
    await api.runtime.clock.sleep(delay, signal);
  }

  #now(): number {
    return this.#job.transfer.api.runtime.clock.now();
  }
}

function expectGranules({ size, isLast }: Part): void {
  if (isLast || size % granule === 0) return;
  throw new InvalidRequestError(
    `the option partSize is ${size}: the storage of this workspace takes multiples of 256 KiB`,
    { field: "partSize" },
  );
}

function noProgress({ transfer }: UploadJob): InvalidResponseError {
  return new InvalidResponseError(`storage takes no more bytes of ${transfer.path}`);
}

async function abort(job: UploadJob, target: StorageUrl): Promise<void> {
  const { transfer } = cleaning(job);
  try {
    const response = await callStorage(transfer, { method: "DELETE", target });
    await response.discard();
  } catch (error) {
    // 499 is how Google's storage says that the upload has been given up.
    if (!(error instanceof Cancelled)) throw error;
  }
}
