import type { CallOptions, ServiceClient } from "../../../api-client/index.js";
import { InvalidRequestError } from "../../../errors/index.js";
import { expandPath, InvalidInput } from "../../../internal/index.js";
import { FilesAPI } from "../../../services/files/index.gen.js";
import { type ByteRange, rangeHeader } from "./byte-range.js";
import { type BodyAnswer, type FileBody, readFileBody } from "./file-body.js";
import { type FileVersion, unmodifiedSince } from "./file-version.js";
import { type StorageSource, StorageUnusable } from "./storage-source.js";

/** What a {@link FileSource} reads with. */
export interface FileSourceOptions {
  readonly api: ServiceClient;
  /** The file's path in the workspace. */
  readonly path: string;
  /** For each request to the workspace. */
  readonly call: CallOptions;
  /** Absent to read through the workspace only. */
  readonly storage: StorageSource | undefined;
}

/**
 * Where the bytes of one file come from: storage, and the workspace from the moment on that storage
 * can't be used. Shared by all of a download's readers.
 */
export class FileSource {
  /** The file's path in the workspace. */
  readonly path: string;
  readonly #api: ServiceClient;
  readonly #call: CallOptions;
  #storage: StorageSource | undefined;

  constructor({ api, path, call, storage }: FileSourceOptions) {
    this.path = path;
    this.#api = api;
    this.#call = call;
    this.#storage = storage;
  }

  /**
   * Asks for a range, of the version given and no other.
   * Throws an {@link ApiError} with status 412 for another version, 416 behind the end of the file.
   */
  async open(range: ByteRange, version: FileVersion): Promise<FileBody> {
    const headers = { ...rangeHeader(range), ...unmodifiedSince(version) };
    const answer = (await this.#fromStorage(headers)) ?? (await this.#fromWorkspace(headers));
    return readFileBody(answer, range, this.path);
  }

  /** What the service says of the file without its contents. */
  async stat(): Promise<FileVersion> {
    const request = { file_path: this.path };
    const metadata = await new FilesAPI(this.#api).getMetadata(request, this.#call);
    const size = metadata["content-length"];
    return {
      size: size === undefined ? undefined : Number(size),
      lastModified: metadata["last-modified"],
    };
  }

  async #fromStorage(headers: Readonly<Record<string, string>>): Promise<BodyAnswer | undefined> {
    try {
      // Lengths and ranges mean the bytes as they are stored.
      const answer = await this.#storage?.get({ "accept-encoding": "identity", ...headers });
      if (answer === undefined) return undefined;
      return { status: answer.status, headers: answer.headers, contents: answer.stream() };
    } catch (error) {
      if (!(error instanceof StorageUnusable)) throw error;
      this.#api.runtime.logger?.debug(
        `${this.path}: storage can't be used, reading through the workspace: ${error.message}`,
      );
      this.#storage = undefined;
      return undefined;
    }
  }

  #fromWorkspace(headers: Readonly<Record<string, string>>): Promise<BodyAnswer> {
    const path = requestPath(this.path);
    return this.#api.request({ method: "GET", path, headers, raw: true }, this.#call);
  }
}

function requestPath(path: string): string {
  try {
    return expandPath("/api/2.0/fs/files{+path}", { path });
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidRequestError(error.message, { field: "path", cause: error });
  }
}
