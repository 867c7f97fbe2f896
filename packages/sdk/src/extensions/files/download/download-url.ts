import type { CallOptions, ServiceClient } from "../../../api-client/index.js";
import { namingPath } from "../naming-path.js";
import {
  expireTime,
  readStorageUrl,
  type StorageUrl,
  type WireUrl,
} from "../storage/storage-url.js";

/** What a {@link DownloadUrl} is asked for with. */
export interface DownloadUrlOptions {
  /** Milliseconds for which an address is to be valid. */
  readonly lifetime: number;
  /** For each request to the workspace. */
  readonly call: CallOptions;
}

/** The presigned address of a file, which all of a download's readers share. */
export class DownloadUrl {
  readonly #api: ServiceClient;
  readonly #path: string;
  readonly #options: DownloadUrlOptions;
  #current: StorageUrl | undefined;
  #asking: Promise<StorageUrl> | undefined;

  constructor(api: ServiceClient, path: string, options: DownloadUrlOptions) {
    this.#api = api;
    this.#path = path;
    this.#options = options;
  }

  /**
   * The address; a new one when `expired` is still the current one. However many readers find that
   * out, one request is made.
   */
  async get(expired?: StorageUrl): Promise<StorageUrl> {
    if (this.#current !== undefined && this.#current !== expired) return this.#current;
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<StorageUrl> {
    const { lifetime, call } = this.#options;
    const expire_time = expireTime(this.#api.runtime.clock.now(), lifetime);
    const request = {
      method: "POST",
      path: "/api/2.0/fs/create-download-url",
      query: { path: this.#path, expire_time },
    } as const;
    const answer = await namingPath(this.#path, this.#api.request<WireUrl>(request, call));
    this.#current = readStorageUrl(answer, `the download of ${this.#path}`);
    return this.#current;
  }
}
