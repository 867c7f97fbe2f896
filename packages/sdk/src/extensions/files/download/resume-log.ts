import type { ClosedRange } from "./byte-range.js";
import type { TargetFile } from "../../local-files/index.js";

/** What a download that may be resumed is of. */
export interface ResumedFile {
  /** The file's path in the workspace. */
  readonly path: string;
  readonly size: number;
  /** As the `Last-Modified` header says it. */
  readonly lastModified: string;
}

/** More than any log has: one line for each part of a file. */
const longestLog = 64 * 1024 * 1024;

/**
 * Which bytes of a file are there: lines behind the place of its last byte, which are cut off when it
 * is complete. The first names the file and its version, the others a range each. Why in the file
 * itself: so the two can't be told apart, and there is one name to clean up.
 */
export class ResumeLog {
  readonly #target: TargetFile;
  #end: number;

  private constructor(target: TargetFile, end: number) {
    this.#target = target;
    this.#end = end;
  }

  /** Reads what is there; where that is of another file or version, it is dropped. */
  static async open(
    target: TargetFile,
    file: ResumedFile,
  ): Promise<{ readonly log: ResumeLog; readonly done: readonly ClosedRange[] }> {
    const { path, size, lastModified } = file;
    const head = `${JSON.stringify({ path, size, lastModified })}\n`;
    const lines = await readFrom(target, size);
    if (lines.startsWith(head)) {
      const done = readRanges(lines.slice(head.length), size);
      return { log: new ResumeLog(target, size + byteLength(lines)), done };
    }
    await target.handle.truncate(0);
    const log = new ResumeLog(target, size);
    await log.#append(head);
    return { log, done: [] };
  }

  /** Notes that a range was written. What is noted stays so, even if the machine stops. */
  async add({ start, end }: ClosedRange): Promise<void> {
    await this.#target.handle.datasync();
    await this.#append(`${start}-${end}\n`);
  }

  async #append(text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    const position = this.#end;
    this.#end += bytes.length; // at once: others append at the same time
    await this.#target.write([bytes], position);
  }
}

async function readFrom({ handle }: TargetFile, position: number): Promise<string> {
  const { size } = await handle.stat();
  const length = size - position;
  if (length <= 0 || length > longestLog) return "";
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  return new TextDecoder().decode(bytes.subarray(0, bytesRead));
}

/** Lines that were not written to their end say nothing. */
function readRanges(lines: string, size: number): ClosedRange[] {
  return Array.from(lines.matchAll(/^(\d{1,16})-(\d{1,16})\n/gm), ([, start, end]) => ({
    start: Number(start),
    end: Number(end),
  })).filter(({ start, end }) => start < end && end <= size);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
