import * as fs from "node:fs/promises";
import * as path from "node:path";
import { conflict, invalid, remoteError, unknownRef } from "./git-errors.js";
import { type GitResult, runGit } from "./run-git.js";

/** What a clone has checked out. */
export interface Head {
  /** Undefined at a tag. */
  readonly branch: string | undefined;
  /** Undefined while the repository has no commit. */
  readonly commit: string | undefined;
}

/** How git commands are limited. */
export interface CloneLimits {
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** A clone of a remote repository in a folder of its own. */
export class Clone {
  readonly folder: string;
  readonly #limits: CloneLimits;

  constructor(folder: string, limits: CloneLimits) {
    this.folder = folder;
    this.#limits = limits;
  }

  /** Makes the clone: whole or not at all. @throws {WorkspaceError} `GIT_REMOTE_ERROR`. */
  async create(url: string, sparse: readonly string[] | undefined): Promise<void> {
    const parent = path.dirname(this.folder);
    const unfinished = new Clone(`${this.folder}.unfinished`, this.#limits);
    await fs.mkdir(parent, { recursive: true });
    try {
      const args = ["clone", "--quiet", "--template=", "--no-recurse-submodules"];
      const result = await runGit([...args, "--no-checkout", "--", url, unfinished.folder], {
        cwd: parent,
        ...this.#limits,
      });
      if (result.exitCode !== 0) throw remoteError(`Cloning ${url}`, result.stderr);
      if (sparse) await unfinished.setSparse(sparse);
      if ((await unfinished.head()).commit) {
        const checkout = await unfinished.#git(["checkout", "--quiet"]);
        if (checkout.exitCode !== 0) throw remoteError("The checkout", checkout.stderr);
      }
      await fs.rename(unfinished.folder, this.folder);
    } finally {
      await unfinished.remove();
    }
  }

  /** What is checked out. */
  async head(): Promise<Head> {
    const commit = await this.#git(["rev-parse", "--verify", "--quiet", "HEAD"]);
    const branch = await this.#git(["symbolic-ref", "--short", "--quiet", "HEAD"]);
    return { branch: output(branch), commit: output(commit) };
  }

  /** Brings in what is new at the remote side. @throws {WorkspaceError} `GIT_REMOTE_ERROR`. */
  async fetch(): Promise<void> {
    const args = ["fetch", "--quiet", "--prune", "--tags", "--force", "origin"];
    const result = await this.#git(args);
    if (result.exitCode !== 0) throw remoteError("The fetch", result.stderr);
  }

  /** Loses what was changed in the clone. */
  async discardChanges(): Promise<void> {
    await this.#git(["reset", "--quiet", "--hard"]);
    await this.#git(["clean", "--quiet", "-ffd"]);
  }

  /**
   * Checks out the newest commit of a branch, or a tag.
   *
   * @throws {WorkspaceError} `GIT_UNKNOWN_REF`, or `GIT_CONFLICT` when that would lose changes.
   */
  async checkout(kind: "branch" | "tag", name: string): Promise<void> {
    if (name.startsWith("-")) throw invalid(`${kind} '${name}': must not begin with "-".`);
    const ref = kind === "branch" ? `refs/remotes/origin/${name}` : `refs/tags/${name}`;
    // Never a revision expression such as `main~3`: the whole must be the name of a ref.
    const format = await this.#git(["check-ref-format", ref]);
    const found = await this.#git(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
    if (format.exitCode !== 0 || !output(found)) throw unknownRef(kind, name);
    const target = kind === "branch" ? ["-B", name, ref] : ["--detach", ref];
    const result = await this.#git(["checkout", "--quiet", ...target, "--"]);
    if (result.exitCode !== 0) throw conflict(result.stderr);
  }

  /** Limits the checked out files to folders. @throws {WorkspaceError} `INVALID_PARAMETER_VALUE`. */
  async setSparse(patterns: readonly string[]): Promise<void> {
    const bad = patterns.find((pattern) => pattern === "" || /[\n\0]/.test(pattern));
    if (bad !== undefined)
      throw invalid(`sparse_checkout.patterns: ${JSON.stringify(bad)} is no folder.`);
    // On standard input a pattern can be no option.
    const result = await this.#git(
      ["sparse-checkout", "set", "--cone", "--stdin"],
      patterns.join("\n"),
    );
    if (result.exitCode !== 0) throw invalid(`sparse_checkout.patterns: ${result.stderr.trim()}`);
  }

  /** Removes the folder. */
  async remove(): Promise<void> {
    await fs.rm(this.folder, { recursive: true, force: true });
  }

  #git(args: readonly string[], input = ""): Promise<GitResult> {
    return runGit(args, { cwd: this.folder, input, ...this.#limits });
  }
}

function output(result: GitResult): string | undefined {
  return (result.exitCode === 0 && result.stdout.trim()) || undefined;
}
