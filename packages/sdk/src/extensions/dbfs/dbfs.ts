import type { CallOptions } from "../../api-client/index.js";
import { InvalidRequestError, InvalidResponseError, NotFound } from "../../errors/index.js";
import { DbfsAPI } from "../../services/files/index.gen.js";
import { dbfsPath } from "./dbfs-path.js";
import { DbfsReader } from "./dbfs-reader.js";
import { DbfsWriter } from "./dbfs-writer.js";

/** Opens a file to read it. The call's options go for each request: `timeout` is that of a block. */
export interface OpenToRead extends CallOptions {
  readonly read: true;
  readonly write?: false;
}

/** Opens a file to write it. The call's options go for each request: `timeout` is that of a block. */
export interface OpenToWrite extends CallOptions {
  readonly write: true;
  readonly read?: false;
  /** Replace a file that exists. Default: false, an error. */
  readonly overwrite?: boolean;
}

/** Where the bytes of {@link Dbfs.upload} come from. Text is sent as UTF-8. */
export type DbfsSource =
  | string
  | Uint8Array
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>;

/**
 * {@link DbfsAPI} with files as streams. Paths may begin with `dbfs:`; those under `/Volumes`
 * belong to the files service. New data belongs into volumes: DBFS is kept for what is there.
 */
export class Dbfs extends DbfsAPI {
  /**
   * Opens a file to be read, or made and written.
   * Throws an {@link InvalidRequestError} unless exactly one of `read` and `write` is `true`, and
   * for a directory or a path outside of DBFS.
   */
  open(path: string, options: OpenToRead): Promise<DbfsReader>;
  open(path: string, options: OpenToWrite): Promise<DbfsWriter>;
  async open(path: string, options: OpenToRead | OpenToWrite): Promise<DbfsReader | DbfsWriter> {
    const { read = false, write = false } = options;
    if (read === write) {
      throw new InvalidRequestError("set exactly one of read and write to true", { field: "read" });
    }
    return options.write === true
      ? this.#openToWrite(dbfsPath(path), options)
      : this.#openToRead(dbfsPath(path), options as OpenToRead);
  }

  /**
   * Writes a file, replacing one only with `overwrite`. When that fails on the way, what was written
   * of it is deleted again.
   */
  async upload(
    path: string,
    source: DbfsSource,
    options: CallOptions & { readonly overwrite?: boolean } = {},
  ): Promise<void> {
    const file = await this.open(path, { ...options, write: true });
    try {
      for await (const chunk of chunksOf(source)) await file.write(chunk);
      await file.close();
    } catch (error) {
      await file.abort();
      throw error;
    }
  }

  /** Opens a file to be read: `await (await dbfs.download(path)).bytes()`. */
  download(path: string, options?: CallOptions): Promise<DbfsReader> {
    return this.open(path, { ...options, read: true });
  }

  /** Whether there is a file or directory at the path. */
  async exists(path: string, options?: CallOptions): Promise<boolean> {
    try {
      await this.getStatus({ path: dbfsPath(path) }, options);
      return true;
    } catch (error) {
      if (error instanceof NotFound) return false;
      throw error;
    }
  }

  async #openToRead(path: string, options: OpenToRead): Promise<DbfsReader> {
    const { read: _read, write: _write, ...call } = options;
    const { is_dir, file_size = 0 } = await this.getStatus({ path }, call);
    if (is_dir === true) {
      throw new InvalidRequestError(`${path} is a directory`, { field: "path" });
    }
    return new DbfsReader(this, path, Number(file_size), call);
  }

  async #openToWrite(path: string, options: OpenToWrite): Promise<DbfsWriter> {
    const { read: _read, write: _write, overwrite = false, ...call } = options;
    const { handle } = await this.create({ path, overwrite }, call);
    if (handle === undefined) {
      throw new InvalidResponseError(`the service opened ${path} without naming a handle`);
    }
    return new DbfsWriter(this, path, handle, call);
  }
}

async function* chunksOf(source: DbfsSource): AsyncGenerator<Uint8Array | string, void> {
  if (typeof source === "string" || source instanceof Uint8Array) yield source;
  else if (source instanceof Blob) yield* chunksOfStream(source.stream());
  else if (source instanceof ReadableStream) yield* chunksOfStream(source);
  else yield* source;
}

/** Why not `for await`: not every browser can iterate a stream. */
async function* chunksOfStream(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel(); // does nothing to a stream that has ended
  }
}
