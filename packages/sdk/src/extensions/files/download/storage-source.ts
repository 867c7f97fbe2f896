import type { StorageRequest } from "../../../api-client/index.js";
import { ApiError, ConnectionError, TimeoutError } from "../../../errors/index.js";
import type { HttpResponse } from "../../../http/index.js";
import { callStorage, type StorageContext } from "../storage/call-storage.js";
import { withFreshUrl } from "../storage/renew.js";
import type { StorageUrl } from "../storage/storage-url.js";
import type { DownloadUrl } from "./download-url.js";
import { isCoded } from "./file-body.js";

/** Storage can't be used for this file, by whatever fault of its own; the workspace can still be. */
export class StorageUnusable extends Error {}

/** Not allowed, broken, or not known to this workspace. */
const refusals: ReadonlySet<number> = new Set([403, 500, 501]);

/** Milliseconds of silence after which storage that has never answered counts as out of reach. */
const impatience = 15_000;

/** Reads a file straight from storage. Shared by all of a download's readers. */
export class StorageSource {
  readonly #url: Pick<DownloadUrl, "get">;
  readonly #context: StorageContext;
  readonly #sendTo: StorageContext["send"];
  #hasAnswered = false;

  constructor(url: Pick<DownloadUrl, "get">, context: StorageContext) {
    this.#url = url;
    this.#sendTo = context.send;
    this.#context = { ...context, send: (request, signal) => this.#send(request, signal) };
  }

  /** Sends a GET. Throws {@link StorageUnusable} when the file has to be had another way. */
  async get(headers: Readonly<Record<string, string>>): Promise<HttpResponse> {
    let target: StorageUrl | undefined;
    try {
      const response = await withFreshUrl(
        async (renewal) => (target = await this.#url.get(renewal === 0 ? undefined : target)),
        (address) => callStorage(this.#context, { method: "GET", target: address, headers }),
      );
      const { status, headers: answered } = response;
      if (status < 300 && !isCoded(answered)) return response;
      await response.discard();
      throw new StorageUnusable(`storage answered with status ${status}, or in another coding`);
    } catch (error) {
      if (this.#context.signal.aborted || !isInTheWay(error)) throw error;
      throw new StorageUnusable(error.message, { cause: error });
    }
  }

  /** Why impatient at first: where storage is out of reach, the workspace is the only way. */
  async #send(request: StorageRequest, signal: AbortSignal): Promise<HttpResponse> {
    const { stallTimeout } = this.#context;
    const limit =
      this.#hasAnswered || stallTimeout === 0 ? stallTimeout : Math.min(stallTimeout, impatience);
    try {
      const response = await this.#sendTo({ ...request, stallTimeout: limit }, signal);
      this.#hasAnswered = true;
      return response;
    } catch (error) {
      if (signal.aborted || this.#hasAnswered) throw error;
      const { message } = error as Error;
      throw new StorageUnusable(message, { cause: error });
    }
  }
}

/** Refusals, and what is still lost after all attempts: the workspace may be luckier. */
function isInTheWay(error: unknown): error is Error {
  if (error instanceof ConnectionError || error instanceof TimeoutError) return true;
  if (!(error instanceof ApiError)) return false;
  return refusals.has(error.status) || error.errorCode === "ENDPOINT_NOT_FOUND";
}
