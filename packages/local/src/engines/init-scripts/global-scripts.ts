import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";

/** A script that runs at the start of every cluster, by the API's names. */
export interface GlobalScript {
  readonly script_id: string;
  readonly name: string;
  /** In base64. */
  readonly script: string;
  readonly enabled: boolean;
  /** Its place in the order of the scripts, from 0. */
  readonly position: number;
  /** Milliseconds since the Unix epoch. */
  readonly created_at: number;
  readonly created_by: string;
  readonly updated_at: number;
  readonly updated_by: string;
}

/** A script to make, or to change another one to. */
export interface ScriptRequest {
  readonly name: string;
  /** In base64. */
  readonly script: string;
  readonly enabled?: boolean | undefined;
  readonly position?: number | undefined;
}

/** Bytes that a script may have. */
const MOST_BYTES = 64 * 1024;

/** The global init scripts of a workspace. All errors are those of the REST API. */
export class GlobalScripts {
  readonly #scripts: Collection<GlobalScript>;
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#scripts = store.collection("global-init-scripts");
  }

  /** All scripts in the order in which they run. */
  list(): GlobalScript[] {
    return this.#scripts.values().sort((a, b) => a.position - b.position);
  }

  /** @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
  get(id: string): GlobalScript {
    const script = this.#scripts.get(id);
    if (script) return script;
    const text = `There is no global init script with id ${id}.`;
    throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
  }

  /** Adds a script, by default as the last one, and returns its id. It is disabled unless asked for. */
  create(request: ScriptRequest, user: string): string {
    this.#check(request);
    const now = this.#clock.now();
    const script_id = randomBytes(8).toString("hex").toUpperCase();
    this.#place(
      {
        script_id,
        name: request.name,
        script: request.script,
        enabled: request.enabled ?? false,
        position: this.#scripts.size,
        created_at: now,
        created_by: user,
        updated_at: now,
        updated_by: user,
      },
      request.position,
    );
    return script_id;
  }

  /** Changes a script. What is left out of `enabled` and `position` stays as it is. */
  update(id: string, request: ScriptRequest, user: string): void {
    const before = this.get(id);
    this.#check(request, id);
    this.#place(
      {
        ...before,
        name: request.name,
        script: request.script,
        enabled: request.enabled ?? before.enabled,
        updated_at: this.#clock.now(),
        updated_by: user,
      },
      request.position ?? before.position,
    );
  }

  /** Removes a script; those after it move up. */
  delete(id: string): void {
    this.get(id);
    this.#store.transaction(() => {
      this.#scripts.delete(id);
      this.#number(this.list());
    });
  }

  /** Puts a script at a place, or at the end; those that stand there or after it move down. */
  #place(script: GlobalScript, position: number = Number.POSITIVE_INFINITY): void {
    const others = this.list().filter(({ script_id }) => script_id !== script.script_id);
    this.#store.transaction(() => {
      this.#scripts.put(script.script_id, script);
      this.#number([...others.slice(0, position), script, ...others.slice(position)]);
    });
  }

  #number(scripts: readonly GlobalScript[]): void {
    for (const [position, script] of scripts.entries()) {
      this.#scripts.put(script.script_id, { ...script, position });
    }
  }

  #check({ name, script, position = 0 }: ScriptRequest, id?: string): void {
    if (name === "") throw invalid("name: must not be empty.");
    if (!/^[\w+/-]+={0,2}$/.test(script.replaceAll(/\s/g, ""))) {
      throw invalid("script: must be base64, and not empty.");
    }
    if (Buffer.byteLength(script, "base64") > MOST_BYTES) {
      throw invalid(`script: must have at most ${MOST_BYTES} bytes.`);
    }
    if (!Number.isSafeInteger(position) || position < 0) {
      throw invalid(`position ${position}: must be a whole number of at least 0.`);
    }
    const other = this.list().find((known) => known.name === name);
    if (other && other.script_id !== id) {
      const text = `There is a global init script with the name ${name} already.`;
      throw new WorkspaceError("RESOURCE_ALREADY_EXISTS", text);
    }
  }
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
