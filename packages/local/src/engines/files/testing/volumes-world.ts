import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Readable } from "node:stream";
import { type ControlledClock, manualClock } from "../../../clock/index.js";
import { WorkspaceError } from "../../../errors/index.js";
import { type ClosableStore, memoryStore } from "../../../state/index.js";
import { VolumesEngine } from "../index.js";

/** An engine with volume `c.s.v`, whose folder and store stay when it is started again. */
export interface VolumesWorld {
  readonly clock: ControlledClock;
  readonly folder: string;
  readonly store: ClosableStore;
  /** Full names of the volumes that there are. */
  readonly volumes: Set<string>;
  engine: VolumesEngine;
  /** What a restart of the server does. */
  restart(): void;
  /** The contents of a file of `c.s.v`. */
  contents(name: string): string;
  /** What is kept of unfinished uploads: paths below the engine's folder. */
  leftovers(): string[];
  close(): void;
}

/** Starts one. */
export function volumesWorld(): VolumesWorld {
  const clock = manualClock(1_700_000_000_000);
  const store = memoryStore();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "volumes-test-"));
  const volumes = new Set(["c.s.v"]);
  const port = { exists: (...names: readonly string[]) => volumes.has(names.join(".")) };
  const open = (): VolumesEngine => new VolumesEngine({ store, clock, folder, volumes: port });
  const world: VolumesWorld = {
    clock,
    folder,
    store,
    volumes,
    engine: open(),
    restart: () => {
      world.engine.close();
      world.engine = open();
    },
    contents: (name) => fs.readFileSync(path.join(folder, "volumes/c/s/v", name), "utf8"),
    leftovers: () =>
      ["uploads", "unfinished"].flatMap((place) => {
        return fs.readdirSync(path.join(folder, place)).map((name) => `${place}/${name}`);
      }),
    close: () => {
      world.engine.close();
      store.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
}

/** A stream of text, in chunks. */
export function streamOf(...chunks: readonly string[]): Readable {
  return Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
}

/** A stream that fails after its chunks, as those of a broken connection do. */
export function broken(...chunks: readonly string[]): Readable {
  return Readable.from(
    (async function* () {
      for (const chunk of chunks) yield Buffer.from(chunk);
      throw new Error("aborted");
    })(),
    { objectMode: false, highWaterMark: 0 },
  );
}

/** The code and reason of the error that something ends with. */
export async function failure(
  work: () => unknown,
): Promise<{ code: string; reason: string | undefined; message: string }> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof WorkspaceError)) throw error;
    return { code: error.code, reason: error.info?.reason, message: error.message };
  }
  throw new Error("expected an error");
}
