import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Clock } from "../../clock/index.js";
import type { Collection, Store } from "../../state/index.js";
import { filesError } from "./file-errors.js";

/** How the bytes of an upload come: in parts by number, or one after the other. */
export type UploadProtocol = "multipart" | "resumable";

const HOUR = 3_600_000;

/** How long an upload may take, in milliseconds: a week. */
const LIFETIME = 7 * 24 * HOUR;

/** An upload that was begun. It, and its bytes so far, outlive the server. */
export interface UploadSession {
  readonly token: string;
  readonly protocol: UploadProtocol;
  /** `/Volumes/...` */
  readonly path: string;
  readonly overwrite: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly created: number;
  /** Why a session that is over is kept: a client that missed the answer asks again. */
  readonly state: "cancelled" | "completed" | "open";
  /** What it was completed with. */
  readonly result?: string;
  /** Multipart: bytes between the places of two parts in the common file. */
  readonly stride?: number;
  /** Resumable: bytes of the whole, once that was said. */
  readonly total?: number;
}

/** The uploads of one workspace. They are forgotten after a week. */
export class UploadSessions {
  readonly #sessions: Collection<UploadSession>;
  readonly #store: Store;
  readonly #folder: string;
  readonly #clock: Clock;
  #lastSweep = Number.NEGATIVE_INFINITY;

  /** @param folder where the bytes of open sessions are kept */
  constructor(store: Store, folder: string, clock: Clock) {
    this.#store = store;
    this.#sessions = store.collection("upload-sessions");
    this.#folder = folder;
    this.#clock = clock;
    fs.mkdirSync(folder, { recursive: true });
    this.#forgetOld();
  }

  open(protocol: UploadProtocol, target: string, overwrite: boolean): UploadSession {
    this.#forgetOld();
    const token = randomBytes(24).toString("base64url");
    const created = this.#clock.now();
    const session = { token, protocol, path: target, overwrite, created, state: "open" } as const;
    fs.mkdirSync(this.folderOf(session), { recursive: true });
    this.#sessions.put(token, session);
    return session;
  }

  /**
   * @param target if given, the path that it must be for
   * @throws {WorkspaceError} when there is no such session, be it open or over
   */
  find(token: string, protocol: UploadProtocol, target?: string): UploadSession {
    const session = this.#sessions.get(token);
    const isFor = target === undefined || session?.path === target;
    if (session?.protocol === protocol && isFor && !this.#isOld(session)) return session;
    throw filesError("NOT_FOUND", "The upload session is not found.", "UPLOAD_SESSION_NOT_FOUND");
  }

  update(session: UploadSession): void {
    this.#sessions.put(session.token, session);
  }

  /** Ends a session and forgets its bytes. */
  end(session: UploadSession, state: "cancelled" | "completed", result?: string): void {
    this.update({ ...session, state, ...(result !== undefined && { result }) });
    this.#dropBytes(session);
  }

  /** Where the bytes of a session are kept. */
  folderOf({ token }: UploadSession): string {
    return path.join(this.#folder, token);
  }

  /** What is known of the parts of a session, gone when it ends. */
  partsOf<T extends object>({ token }: UploadSession): Collection<T> {
    return this.#store.scope(`upload-${token}`).collection("parts");
  }

  /** When the session is forgotten, in milliseconds since the Unix epoch. */
  expiry({ created }: UploadSession): number {
    return created + LIFETIME;
  }

  #isOld(session: UploadSession): boolean {
    return this.expiry(session) <= this.#clock.now();
  }

  #dropBytes(session: UploadSession): void {
    this.#store.scope(`upload-${session.token}`).clear();
    fs.rmSync(this.folderOf(session), { recursive: true, force: true });
  }

  /** Looks through all at most once an hour: there may be many. */
  #forgetOld(): void {
    if (this.#clock.now() < this.#lastSweep + HOUR) return;
    this.#lastSweep = this.#clock.now();
    for (const session of this.#sessions.values()) {
      if (!this.#isOld(session)) continue;
      this.#dropBytes(session);
      this.#sessions.delete(session.token);
    }
  }
}
