import * as fs from "node:fs";
import * as fsPromises from "node:fs/promises";
import * as path from "node:path";
import { Etag } from "./etag.js";
import { filesError, invalidArgument } from "./file-errors.js";
import { receive } from "./receive.js";
import type { UploadSession, UploadSessions } from "./upload-sessions.js";
import type { VolumeTree } from "./volume-tree.js";

/** Highest number of a part. */
export const MOST_PARTS = 10_000;

/** A part as the client names it on completion. */
export interface NamedPart {
  readonly part_number: number;
  readonly etag: string;
}

/** Where the bytes of a part are. */
interface Part {
  readonly etag: string;
  readonly size: number;
  readonly file: string;
  readonly offset: number;
}

/** File in which parts of the usual size lie where they lie in the whole. */
const WHOLE = "whole";

/**
 * Uploads whose parts come in any order, as storage of AWS and Azure takes them. A part that comes
 * again replaces itself; completion names the parts that count.
 *
 * Where all parts but the last have the size of the first to come, each is written to its place in
 * the whole, and completion costs nothing; otherwise it puts them together.
 */
export class MultipartUploads {
  readonly #sessions: UploadSessions;
  readonly #tree: VolumeTree;
  readonly #writing = new Set<string>();
  readonly #completing = new Map<string, Promise<void>>();

  constructor(sessions: UploadSessions, tree: VolumeTree) {
    this.#sessions = sessions;
    this.#tree = tree;
  }

  /**
   * Takes a part and returns its tag.
   *
   * @param length how many bytes are announced, if that is known
   */
  async putPart(
    token: string,
    number: number,
    source: AsyncIterable<Uint8Array>,
    length?: number,
  ): Promise<string> {
    const session = this.#open(token);
    const place = this.#placeOf(session, number, length);
    const etag = new Etag();
    try {
      const file = await fsPromises.open(place.file, place.shared ? "r+" : "w");
      try {
        await receive(source, { file, position: place.offset, onChunk: etag.update });
      } finally {
        await file.close();
      }
      this.#keep(this.#open(token), number, place, etag);
      return String(etag);
    } finally {
      if (place.shared) this.#writing.delete(`${token}/${number}`);
      else fs.rmSync(place.file, { force: true });
    }
  }

  /** Makes the file of its parts. Doing so again with the same parts changes nothing. */
  complete(token: string, parts: readonly NamedPart[]): Promise<void> {
    const running = this.#completing.get(token);
    if (running) return running.then(() => this.complete(token, parts));
    const work = this.#complete(token, parts).finally(() => this.#completing.delete(token));
    this.#completing.set(token, work);
    return work;
  }

  abort(token: string): void {
    this.#sessions.end(this.#open(token), "cancelled");
  }

  #open(token: string): UploadSession {
    const session = this.#sessions.find(token, "multipart");
    if (session.state === "open") return session;
    throw filesError("NOT_FOUND", "The upload session is over.", "UPLOAD_SESSION_NOT_FOUND");
  }

  /** A place in the common file, or, where a part must not harm an earlier one, a file of its own. */
  #placeOf(
    session: UploadSession,
    number: number,
    length: number | undefined,
  ): { readonly file: string; readonly offset: number; readonly shared: boolean } {
    const { token, stride = length } = session;
    const key = `${token}/${number}`;
    const taken = this.#writing.has(key) || this.#sessions.partsOf(session).get(String(number));
    if (length === undefined || stride === undefined || length > stride || taken) {
      return { file: this.#tree.newFile(), offset: 0, shared: false };
    }
    const file = path.join(this.#sessions.folderOf(session), WHOLE);
    if (session.stride === undefined) {
      fs.writeFileSync(file, "", { flag: "a" });
      this.#sessions.update({ ...session, stride });
    }
    this.#writing.add(key);
    return { file, offset: (number - 1) * stride, shared: true };
  }

  #keep(
    session: UploadSession,
    number: number,
    place: { readonly file: string; readonly offset: number; readonly shared: boolean },
    etag: Etag,
  ): void {
    const file = place.shared ? WHOLE : String(number);
    if (!place.shared) {
      fs.renameSync(place.file, path.join(this.#sessions.folderOf(session), file));
    }
    const part = { etag: String(etag), size: etag.size, file, offset: place.offset };
    this.#sessions.partsOf<Part>(session).put(String(number), part);
  }

  async #complete(token: string, named: readonly NamedPart[]): Promise<void> {
    const result = named.map(({ part_number, etag }) => `${part_number}:${bare(etag)}`).join();
    const known = this.#sessions.find(token, "multipart");
    if (known.state === "completed" && known.result === result) return;
    const session = this.#open(token);
    const parts = this.#chosen(session, named);
    const target = this.#tree.resolve(session.path, "file");
    this.#tree.checkFree(target, session.overwrite);
    // Why: whoever still writes a part that does not count must not write into the finished file.
    const isDone = isWhole(parts) && !this.#isWriting(token);
    const file = isDone
      ? path.join(this.#sessions.folderOf(session), WHOLE)
      : await this.#assemble(session, parts);
    try {
      fs.truncateSync(
        file,
        parts.reduce((sum, { size }) => sum + size, 0),
      );
      this.#tree.place(file, target, session.overwrite);
    } finally {
      if (!isDone) fs.rmSync(file, { force: true });
    }
    this.#sessions.end(session, "completed", result);
  }

  #isWriting(token: string): boolean {
    return [...this.#writing].some((key) => key.startsWith(`${token}/`));
  }

  /** @throws {WorkspaceError} unless the list is one of parts that came, by rising number */
  #chosen(session: UploadSession, named: readonly NamedPart[]): readonly Part[] {
    if (named.length === 0) throw invalidArgument("parts: must hold at least one part.");
    const known = this.#sessions.partsOf<Part>(session);
    return named.map(({ part_number, etag }, index) => {
      const before = named[index - 1]?.part_number ?? 0;
      if (part_number <= before) {
        throw invalidArgument(
          `parts: part ${part_number} stands behind part ${before}; they must be in rising order.`,
        );
      }
      const part = known.get(String(part_number));
      if (!part) throw invalidArgument(`parts: part ${part_number} was not uploaded.`);
      if (part.etag === bare(etag)) return part;
      throw invalidArgument(`parts: the etag of part ${part_number} is not the one it was given.`);
    });
  }

  async #assemble(session: UploadSession, parts: readonly Part[]): Promise<string> {
    const assembled = this.#tree.newFile();
    const file = await fsPromises.open(assembled, "r+");
    try {
      let position = 0;
      for (const part of parts) {
        if (part.size === 0) continue;
        const source = fs.createReadStream(path.join(this.#sessions.folderOf(session), part.file), {
          start: part.offset,
          end: part.offset + part.size - 1,
          highWaterMark: 1024 * 1024,
        });
        position += await receive(source as AsyncIterable<Buffer>, { file, position });
      }
      return assembled;
    } finally {
      await file.close();
    }
  }
}

/** Clients send tags as they got them: in quotes. */
function bare(etag: string): string {
  return etag.replace(/^"(.*)"$/, "$1");
}

/** Whether the parts lie one behind the other in the common file. */
function isWhole(parts: readonly Part[]): boolean {
  let end = 0;
  return parts.every(({ file, offset, size }) => {
    const follows = file === WHOLE && offset === end;
    end += size;
    return follows;
  });
}
