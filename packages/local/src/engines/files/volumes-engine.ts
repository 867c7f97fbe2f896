import * as path from "node:path";
import type { Clock } from "../../clock/index.js";
import type { Store } from "../../state/index.js";
import { MultipartUploads } from "./multipart-uploads.js";
import { ResumableUploads } from "./resumable-uploads.js";
import { Signer } from "./signer.js";
import { type UploadProtocol, type UploadSession, UploadSessions } from "./upload-sessions.js";
import { VolumeFiles } from "./volume-files.js";
import { VolumeFolders } from "./volume-folders.js";
import { type VolumesPort, VolumeTree } from "./volume-tree.js";
import { WorkFolder } from "./work-folder.js";

/** What the engine needs. */
export interface VolumesOptions {
  /** The workspace's own scope; used in it are collections `upload-sessions` and `signing-keys`. */
  readonly store: Store;
  readonly clock: Clock;
  /** Where the bytes are kept. Default: a temporary folder that `close()` removes. */
  readonly folder?: string;
  readonly volumes: VolumesPort;
}

/** The files of one workspace's volumes, in a real folder, and the uploads under way to it. */
export class VolumesEngine {
  readonly files: VolumeFiles;
  readonly multipart: MultipartUploads;
  readonly resumable: ResumableUploads;
  /** For the catalog. */
  readonly folders: VolumeFolders;
  /** For addresses that need no credentials. */
  readonly signer: Signer;
  readonly #folder: WorkFolder;
  readonly #tree: VolumeTree;
  readonly #sessions: UploadSessions;

  constructor({ store, clock, folder, volumes }: VolumesOptions) {
    this.#folder = new WorkFolder(folder, "volumes");
    const { path: base } = this.#folder;
    this.#tree = new VolumeTree(base, volumes, clock);
    this.#sessions = new UploadSessions(store, path.join(base, "uploads"), clock);
    this.files = new VolumeFiles(this.#tree);
    this.multipart = new MultipartUploads(this.#sessions, this.#tree);
    this.resumable = new ResumableUploads(this.#sessions, this.#tree);
    this.folders = new VolumeFolders(this.#tree.root, path.join(base, "external"));
    this.signer = new Signer(store);
  }

  /** Begins an upload in parts. Whether the file exists is a matter of its end. */
  beginUpload(protocol: UploadProtocol, at: string, overwrite: boolean): UploadSession {
    const { path: target } = this.#tree.resolve(at, "file");
    return this.#sessions.open(protocol, target, overwrite);
  }

  /** @throws {WorkspaceError} unless it is a session of that protocol, for a file at that path */
  upload(token: string, protocol: UploadProtocol, at: string): UploadSession {
    const { path: target } = this.#tree.resolve(at, "file");
    return this.#sessions.find(token, protocol, target);
  }

  /** When an upload is forgotten, in milliseconds since the Unix epoch. */
  expiry(session: UploadSession): number {
    return this.#sessions.expiry(session);
  }

  /** The folder that plays `/Volumes`, for programs of this machine. */
  root(): string {
    return this.#tree.root;
  }

  /** Where the file of a path (`/Volumes/...`) lies on this machine; undefined: there is none. */
  locate(at: string): string | undefined {
    return this.#tree.find(at);
  }

  /** Removes the folder if it was a temporary one. */
  close(): void {
    this.#folder.close();
  }
}
