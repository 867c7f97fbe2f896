import type { ServiceClient } from "../../api-client/index.js";
import { ApiError, InvalidResponseError } from "../../errors/index.js";
import { Clusters } from "../../extensions/index.js";
import { raceSignal } from "../../internal/index.js";
import { CommandExecutionAPI } from "../../services/compute/index.gen.js";
import type { CommandStatusResponse, Created } from "../../services/compute/index.gen.js";
import type { Waiter } from "../../waiting/index.js";
import { SharedWork } from "./shared-work.js";

/** Milliseconds between two looks at a command or context; most are ready in less. */
const pollInterval = 500;

/**
 * Milliseconds that sending a command is repeated for. Why so short: a cluster that has stopped
 * answers like one that is about to start, but only opening a new context starts it.
 */
const patience = 10_000;

/** A script that was sent to a context. */
interface Sent {
  readonly context: SharedWork<string>;
  readonly contextId: string;
  readonly waiter: Waiter<CommandStatusResponse, Created>;
}

/** A Python interpreter on a cluster, opened for the first script and kept for those that follow. */
export class PythonContext {
  readonly #clusterId: string;
  readonly #clusters: Clusters;
  readonly #commands: CommandExecutionAPI;
  #context: SharedWork<string> | undefined;

  constructor(api: ServiceClient, clusterId: string) {
    this.#clusterId = clusterId;
    this.#clusters = new Clusters(api);
    this.#commands = new CommandExecutionAPI(api);
  }

  /**
   * Runs a script and resolves to how it ended, also when it failed. When the interpreter turns out
   * to be gone before the script has begun, e.g. because the cluster stopped, it runs in a new one;
   * when that happens later, nobody knows how far it came, and the error is thrown. Aborting cancels
   * the script.
   */
  async run(command: string, signal: AbortSignal | undefined): Promise<CommandStatusResponse> {
    const { context, contextId, waiter } = await this.#start(command, signal);
    try {
      const limits = signal === undefined ? {} : { signal };
      return await waiter.result({ pollInterval, timeout: Infinity, ...limits });
    } catch (error) {
      if (isContextGone(error)) this.#forget(context);
      else void this.#cancel(contextId, waiter.response);
      throw error;
    }
  }

  /** Ends the interpreter, if there is one. A later script opens a new one. */
  async close(): Promise<void> {
    const context = this.#context;
    this.#context = undefined;
    const contextId = await context?.join().catch(() => undefined);
    if (contextId !== undefined) await this.#destroy(contextId);
  }

  async #start(command: string, signal: AbortSignal | undefined): Promise<Sent> {
    for (let isRepeated = false; ; isRepeated = true) {
      const context = (this.#context ??= new SharedWork((unwanted) => this.#open(unwanted)));
      try {
        const contextId = await context.join(signal);
        return { context, contextId, waiter: await this.#send(contextId, command, signal) };
      } catch (error) {
        const isGone = isContextGone(error);
        if (isGone || context.isLost) this.#forget(context);
        if (!isGone || isRepeated) throw error;
      }
    }
  }

  async #open(unwanted: AbortSignal): Promise<string> {
    const clusterId = this.#clusterId;
    await this.#clusters.ensureClusterIsRunning(clusterId, { signal: unwanted });
    // Without the signal: a context that nobody knows of could not be ended.
    const waiter = await this.#commands.create({ clusterId, language: "python" });
    const { id } = waiter.response;
    if (id === undefined) throw new InvalidResponseError("the service opened a nameless context");
    try {
      await waiter.result({ pollInterval, signal: unwanted });
      return id;
    } catch (error) {
      await this.#destroy(id);
      throw error;
    }
  }

  async #send(
    contextId: string,
    command: string,
    signal: AbortSignal | undefined,
  ): Promise<Waiter<CommandStatusResponse, Created>> {
    const clusterId = this.#clusterId;
    const request = { clusterId, contextId, language: "python", command };
    // Without the signal, for the same reason.
    const sending = this.#commands.execute(request, { retry: { timeout: patience } });
    try {
      return await raceSignal(sending, signal);
    } catch (error) {
      if (signal?.aborted === true) {
        sending.then(({ response }) => this.#cancel(contextId, response), ignore);
      }
      throw error;
    }
  }

  /** Another call may have noticed before, and opened a new one. */
  #forget(context: SharedWork<string>): void {
    if (this.#context === context) this.#context = undefined;
  }

  /** Best effort, and not waited for: what the caller needs is the error that it gets. */
  async #cancel(contextId: string, { id: commandId }: Created): Promise<void> {
    if (commandId === undefined) return;
    const request = { clusterId: this.#clusterId, contextId, commandId };
    await this.#commands.cancel(request, { retry: false }).catch(ignore);
  }

  async #destroy(contextId: string): Promise<void> {
    const request = { clusterId: this.#clusterId, contextId };
    await this.#commands.destroy(request, { retry: false }).catch(ignore);
  }
}

/** The service says so in several ways, most of them without a code. */
function isContextGone(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    /context.{0,80}(not ?found|(does not|doesn't) exist)|ClusterNotReadyException/is.test(
      error.message,
    )
  );
}

function ignore(): void {}
