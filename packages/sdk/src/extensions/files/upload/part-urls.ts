import { expireTime, readStorageUrl, type StorageUrl } from "../storage/storage-url.js";
import type { UploadJob } from "./upload-job.js";

/** The addresses of a multipart upload's parts, asked for in batches. */
export class PartUrls {
  readonly #job: UploadJob;
  readonly #token: string;
  readonly #known = new Map<number, StorageUrl>();
  readonly #count: number | undefined;
  /** Requests go one after the other: the one before may well bring what the next one is after. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(job: UploadJob, token: string) {
    this.#job = job;
    this.#token = token;
    const { total, partSize } = job.parts;
    this.#count = total === undefined ? undefined : Math.ceil(total / partSize);
  }

  /**
   * The address of a part.
   *
   * @param expired One that it had; then those that came with it are old, too.
   */
  async of(number: number, expired?: StorageUrl): Promise<StorageUrl> {
    const { transfer } = this.#job;
    if (transfer.proxy !== undefined) {
      const query = { session_token: this.#token, upload_type: "multipart" };
      return transfer.proxy.address(transfer.path, { ...query, part_number: String(number) });
    }
    const found = this.#last.then(() => this.#find(number, expired));
    this.#last = found.catch(() => undefined);
    return found;
  }

  async #find(number: number, expired: StorageUrl | undefined): Promise<StorageUrl> {
    const known = this.#known.get(number);
    if (known !== undefined && known !== expired) return known;
    if (expired !== undefined) this.#known.clear();
    const { calls, transfer } = this.#job;
    const range = { token: this.#token, first: number, count: this.#batch(number) };
    const expires = expireTime(transfer.api.runtime.clock.now(), transfer.settings.urlLifetime);
    const urls = await calls.partUrls(range, expires, transfer.call);
    for (const [index, wire] of urls.entries()) {
      const part = wire.part_number ?? number + index;
      this.#known.set(part, readStorageUrl(wire, `part ${part}`));
    }
    return this.#known.get(number) ?? readStorageUrl(undefined, `part ${number}`);
  }

  /** Few requests for many parts, and few addresses that get old before they are needed. */
  #batch(number: number): number {
    if (this.#count === undefined) return 1;
    return Math.max(1, Math.min(Math.ceil(Math.sqrt(this.#count)), this.#count - number + 1));
  }
}
