import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { type EnvironmentSpec, environmentParameters } from "./environment-spec.js";
import { type Environments, SERVERLESS } from "./environments.js";
import type { LocateFile } from "./ports.js";

/** What they are made with. */
export interface ServerlessOptions {
  readonly environments: Environments;
  readonly locate: LocateFile;
  /** Milliseconds of real time that one installation may take. */
  readonly timeout: number;
}

/** The Python environments of tasks without a cluster. Those that ask for the same share one. */
export class ServerlessEnvironments {
  readonly #options: ServerlessOptions;
  readonly #known = new Map<string, Promise<string>>();

  constructor(options: ServerlessOptions) {
    this.#options = options;
  }

  /**
   * The interpreter of an environment as it is wanted, which is made if need be.
   *
   * @throws Error that says what can't be installed, and why
   */
  async interpreter(spec: EnvironmentSpec): Promise<string> {
    const parameters = environmentParameters(spec, this.#options.locate);
    if (parameters.length === 0) return this.#options.environments.interpreter(SERVERLESS);
    const id = `${SERVERLESS}-${digestOf(parameters)}`;
    const known = this.#known.get(id);
    if (known) return known;
    const making = this.#make(id, parameters);
    this.#known.set(id, making);
    // Why: who asks again later may find that what was missing is there.
    making.catch(() => this.#known.delete(id));
    return making;
  }

  async #make(id: string, parameters: readonly string[]): Promise<string> {
    const { environments, timeout } = this.#options;
    try {
      await environments.pip(id, ["install", ...parameters], AbortSignal.timeout(timeout));
      return environments.interpreter(id);
    } catch (error) {
      environments.remove(id);
      throw error;
    }
  }
}

/** Tells two environments apart, also those of a file that has changed under its name. */
function digestOf(parameters: readonly string[]): string {
  const facts = parameters.map((parameter) => {
    const stats = fs.statSync(parameter, { throwIfNoEntry: false });
    return [parameter, stats && [stats.ino, stats.size, stats.mtimeMs]];
  });
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 16);
}
