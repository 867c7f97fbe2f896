import * as fs from "node:fs";
import * as path from "node:path";
import { TailBuffer } from "./tail-buffer.js";

/** Bytes of output that are kept of each task run: 5 MiB. */
const LOG_LIMIT = 5 * 1024 * 1024;

/** What a task run wrote. */
export interface RunLog {
  readonly text: string;
  /** True when its beginning is gone. */
  readonly truncated: boolean;
}

/** The output of task runs: in memory while they run, then in files. */
export class RunLogs {
  readonly #folder: string;
  readonly #live = new Map<number, TailBuffer>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Begins a log. */
  open(id: number): TailBuffer {
    const buffer = new TailBuffer(LOG_LIMIT);
    this.#live.set(id, buffer);
    return buffer;
  }

  /** Ends a log and keeps it. */
  close(id: number): void {
    const buffer = this.#live.get(id);
    if (!buffer) return;
    fs.mkdirSync(this.#folder, { recursive: true });
    fs.writeFileSync(this.#file(id), buffer.bytes());
    this.#live.delete(id);
  }

  /** What is there so far; undefined: the task run has no log. */
  read(id: number, truncated = false): RunLog | undefined {
    const live = this.#live.get(id);
    if (live) return { text: live.bytes().toString(), truncated: live.truncated };
    const file = this.#file(id);
    return fs.existsSync(file) ? { text: fs.readFileSync(file, "utf8"), truncated } : undefined;
  }

  delete(id: number): void {
    fs.rmSync(this.#file(id), { force: true });
  }

  #file(id: number): string {
    return path.join(this.#folder, `${id}.log`);
  }
}
