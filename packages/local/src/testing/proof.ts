import { expect, it } from "vitest";
import type { JournalEntry } from "../journal/index.js";
import type { LocalWorkspaceOptions } from "../options.js";
import { startLocalWorkspace, type LocalWorkspace } from "../server.js";
import { call, CallError, send, type CallOptions } from "./call.js";
import { responseProblems } from "./response-problems.js";

/** What the body of a proof works with. */
export interface Proof {
  readonly workspace: LocalWorkspace;
  /**
   * Sends a request and returns the JSON of its answer, which must be as the contract says.
   *
   * @throws CallError unless the status is 2xx
   */
  call<T = Record<string, unknown>>(
    verb: string,
    path: string,
    body?: unknown,
    options?: CallOptions,
  ): Promise<T>;
  /** Sends a request that must fail, and returns its error. */
  error(verb: string, path: string, body?: unknown, options?: CallOptions): Promise<CallError>;
  /** Sends a request and returns the answer, whatever it is. */
  send(verb: string, path: string, body?: unknown, options?: CallOptions): Promise<Response>;
}

/** How a proof is run. */
export interface ProofOptions extends LocalWorkspaceOptions {
  /** Operations that are expected to be answered with errors only. */
  readonly fails?: readonly string[];
  /** Fields of answers that the platform sends although the API table does not have them. */
  readonly undocumented?: readonly string[];
  /** Milliseconds. Default 20,000. */
  readonly timeout?: number;
}

/**
 * A test that shows that operations are served: it starts a fresh local workspace, runs `body` and
 * then checks in the journal that each of them was answered with a 2xx at least once.
 *
 * @param operations ids, e.g. `compute.ClustersAPI.create`; a tool collects them from the source,
 *   so they must be literals
 */
export function proof(
  operations: readonly string[],
  title: string,
  body: (proof: Proof) => Promise<void>,
  { fails = [], undocumented = [], timeout = 20_000, ...options }: ProofOptions = {},
): void {
  it(
    title,
    async () => {
      const workspace = await startLocalWorkspace(options);
      try {
        await body(proofOf(workspace, undocumented));
        const missing = unproven(workspace.journal.entries(), operations, fails);
        expect(missing, "operations that were not answered with 2xx").toEqual([]);
      } finally {
        await workspace.close();
      }
    },
    timeout,
  );
}

function proofOf(workspace: LocalWorkspace, undocumented: readonly string[]): Proof {
  return {
    workspace,
    send: (verb, path, body, options) => send(workspace, verb, path, body, options),
    call: async <T>(verb: string, path: string, body?: unknown, options?: CallOptions) => {
      const result = await call<T>(workspace, verb, path, body, options);
      const problems = await responseProblems(verb, path, result, undocumented);
      expect(problems, `the answer to ${verb} ${path}`).toEqual([]);
      return result;
    },
    error: async (verb, path, body, options) => {
      try {
        await call(workspace, verb, path, body, options);
      } catch (error) {
        if (error instanceof CallError) return error;
        throw error;
      }
      throw new Error(`${verb} ${path} was expected to fail`);
    },
  };
}

/** The operations that no entry shows to be answered with 2xx, or, those of `fails`, asked for. */
export function unproven(
  entries: readonly Pick<JournalEntry, "operations" | "status">[],
  operations: readonly string[],
  fails: readonly string[],
): readonly string[] {
  const asked = new Set<string>();
  const answered = new Set<string>();
  for (const { operations: ids, status } of entries) {
    for (const id of ids) {
      asked.add(id);
      if (status >= 200 && status < 300) answered.add(id);
    }
  }
  return operations.filter((id) => !(fails.includes(id) ? asked : answered).has(id));
}
