import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type LocalWorkspace,
  type LocalWorkspaceOptions,
  startLocalWorkspace,
} from "databricks-local";
import { WorkspaceClient } from "databricks-sdk-ts";
import { clientOptions } from "../../support/lab.js";
import { StillTime } from "../../support/still-time.js";

/** How a workspace lets clients at its storage. */
export type Storage = NonNullable<LocalWorkspaceOptions["storage"]>;

const volume = { catalog_name: "main", schema_name: "default", name: "v" } as const;
const names = Object.values(volume).join("/");

/** A local workspace with a volume, whose folder the tests can look into; it can be restarted. */
export class LabServer {
  /** The top of the volume. */
  readonly volume = `/Volumes/${names}`;
  /** An empty folder of the client's machine. */
  readonly mine: string;
  readonly #folder: string;
  readonly #options: LocalWorkspaceOptions;
  #local: LocalWorkspace;
  /** What it keeps without any file. */
  #usual: ReadonlySet<string> = new Set();

  private constructor(folder: string, options: LocalWorkspaceOptions, local: LocalWorkspace) {
    this.#folder = folder;
    this.#options = options;
    this.#local = local;
    this.mine = join(folder, "mine");
    mkdirSync(this.mine);
  }

  static async start(storage: Storage): Promise<LabServer> {
    const folder = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-transfers-"));
    const time = new StillTime();
    // One time for both sides; the server's passes when a test says so.
    const clock = { mode: "manual", start: time.clock.now() } as const;
    const options = { folder: join(folder, "server"), storage, clock };
    const local = await startLocalWorkspace(options);
    const server = new LabServer(folder, options, local);
    const { host, token } = local;
    await using w = new WorkspaceClient({ ...clientOptions(time), host, token });
    await w.volumes.create({ ...volume, volume_type: "MANAGED" });
    await time.transport.close?.();
    server.#usual = new Set(treeOf(server.#kept));
    return server;
  }

  /** The workspace that answers now. */
  get local(): LocalWorkspace {
    return this.#local;
  }

  /** Where a file of the volume is in its folder. */
  place(name: string): string {
    return join(this.#kept, this.#prefix, name);
  }

  stop(): Promise<void> {
    return this.#local.close();
  }

  /** Starts it again after a stop, at the same address. */
  async startAgain(): Promise<void> {
    const port = Number(new URL(this.#local.host).port);
    this.#local = await startLocalWorkspace({ ...this.#options, port });
  }

  /**
   * Everything that came into being: files of the volume by their names, files of the client's
   * machine with `mine/` before them, and whatever else it keeps; folders end in a slash.
   */
  left(): readonly string[] {
    const prefix = this.#prefix;
    const there = treeOf(this.#kept)
      .filter((path) => !this.#usual.has(path))
      .map((path) => (path.startsWith(prefix) ? path.slice(prefix.length) : `server: ${path}`));
    return [...there, ...treeOf(this.mine).map((path) => `mine/${path}`)].sort();
  }

  /** Empties the volume and the client's folder. Returns whether that was all there was. */
  tidy(): boolean {
    this.#local.faults.clear();
    for (const folder of [this.place(""), this.mine]) {
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    }
    return this.left().length === 0;
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #kept(): string {
    return join(this.#folder, "server", "files");
  }

  get #prefix(): string {
    return `workspace-${this.#local.workspaceId}/storage/volumes/${names}/`;
  }
}

/** All files and folders below a folder, by their paths from there. */
function treeOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    return entry.isDirectory() ? `${path}/` : path;
  });
}
