import * as fs from "node:fs";
import * as fsPromises from "node:fs/promises";
import * as path from "node:path";
import type { Readable } from "node:stream";
import { WorkspaceError } from "../../errors/index.js";
import type { ContentRange } from "./content-range.js";
import { invalidArgument } from "./file-errors.js";
import { receive } from "./receive.js";
import type { UploadSession, UploadSessions } from "./upload-sessions.js";
import type { VolumeTree } from "./volume-tree.js";

/** How far an upload is. */
export interface UploadProgress {
  readonly done: boolean;
  /** Bytes that are safe, from the beginning of the file. */
  readonly received: number;
}

/** A request that is being written. */
interface Writer {
  readonly source: Readable;
  readonly ended: Promise<void>;
}

/**
 * Uploads whose bytes come one after the other, as storage of GCP takes them. Every byte that
 * arrives is kept, so that a client whose connection broke asks how far it is and goes on there.
 */
export class ResumableUploads {
  readonly #sessions: UploadSessions;
  readonly #tree: VolumeTree;
  readonly #writers = new Map<string, Writer>();

  constructor(sessions: UploadSessions, tree: VolumeTree) {
    this.#sessions = sessions;
    this.#tree = tree;
  }

  /**
   * Takes bytes, or says how far the upload is. The file is there once all bytes have come and
   * their number was said: a mere question never ends an upload that did not say it.
   */
  async put(token: string, range: ContentRange, source: Readable): Promise<UploadProgress> {
    const session = this.#open(token);
    if (session.state === "completed") return { done: true, received: session.total ?? 0 };
    this.#noteTotal(session, range);
    if (range.kind === "bytes") await this.#write(session, range, source);
    const received = this.#received(session);
    // Why the range's: only who says now how long the file is says that it is complete.
    if (received !== range.total) return { done: false, received };
    this.#finish(this.#open(token));
    return { done: true, received };
  }

  /** Gives an upload up. */
  async cancel(token: string): Promise<void> {
    const session = this.#open(token);
    await this.#stopWriters(token);
    if (session.state === "open") this.#sessions.end(session, "cancelled");
  }

  #open(token: string): UploadSession {
    const session = this.#sessions.find(token, "resumable");
    if (session.state !== "cancelled") return session;
    throw new WorkspaceError("CANCELLED", "The upload was cancelled.");
  }

  /** @throws {WorkspaceError} for a total that cannot be, which is forgotten */
  #noteTotal(session: UploadSession, range: ContentRange): void {
    const { total = session.total } = range;
    if (total === undefined) return;
    if (session.total !== undefined && total !== session.total) {
      throw invalidArgument(
        `Content-Range: the file was said to have ${session.total} bytes, and now ${total}.`,
      );
    }
    const least = range.kind === "bytes" ? range.last + 1 : this.#received(session);
    if (least > total) {
      throw invalidArgument(
        `Content-Range: the file was said to have ${total} bytes, and here are ${least}.`,
      );
    }
    if (session.total === undefined) this.#sessions.update({ ...session, total });
  }

  #data(session: UploadSession): string {
    return path.join(this.#sessions.folderOf(session), "data");
  }

  #received(session: UploadSession): number {
    return fs.statSync(this.#data(session), { throwIfNoEntry: false })?.size ?? 0;
  }

  async #write(
    session: UploadSession,
    range: ContentRange & { readonly kind: "bytes" },
    source: Readable,
  ): Promise<void> {
    const { token } = session;
    // Why: who sends again has given the earlier request up, whether it has ended yet or not.
    await this.#stopWriters(token);
    const received = this.#received(session);
    if (range.first > received) throw gap(range.first, received);
    const wanted = missingBytes(source, received - range.first, range.last - range.first + 1);
    const ended = this.#append(session, received, wanted).finally(() => {
      this.#writers.delete(token);
    });
    this.#writers.set(token, { source, ended });
    try {
      await ended;
    } catch (error) {
      // Why: when the last byte is there, it does not matter how the connection ended.
      if (error instanceof WorkspaceError || this.#received(session) !== range.total) throw error;
    }
  }

  async #append(
    session: UploadSession,
    position: number,
    source: AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const file = await fsPromises.open(this.#data(session), position === 0 ? "w" : "r+");
    try {
      await receive(source, { file, position });
    } finally {
      await file.close();
    }
  }

  async #stopWriters(token: string): Promise<void> {
    for (let writer; (writer = this.#writers.get(token));) {
      writer.source.destroy(new WorkspaceError("ABORTED", "A later request took over."));
      await writer.ended.catch(() => undefined);
    }
  }

  #finish(session: UploadSession): void {
    const data = this.#data(session);
    // An empty file comes without a byte.
    fs.writeFileSync(data, "", { flag: "a" });
    this.#tree.place(data, this.#tree.resolve(session.path, "file"), session.overwrite);
    this.#sessions.end(session, "completed");
  }
}

/**
 * The bytes of one range without those that are there already.
 *
 * @throws {WorkspaceError} when more or fewer come than the range says
 */
async function* missingBytes(
  source: Readable,
  skip: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    const rest = chunk.subarray(Math.max(0, skip - at), length - at);
    at += chunk.byteLength;
    if (rest.byteLength > 0) yield rest;
  }
  if (at === length) return;
  throw invalidArgument(`The body has ${at} bytes, and Content-Range says ${length}.`);
}

function gap(first: number, received: number): WorkspaceError {
  return new WorkspaceError(
    "TEMPORARILY_UNAVAILABLE",
    `Content-Range begins at byte ${first}, and only ${received} bytes have come so far.`,
  );
}
