import * as fs from "node:fs";
import * as path from "node:path";
import { makeTemporaryFolder, removeTemporaryFolder } from "../../processes/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";
import { Clone, type Head } from "./clone.js";
import { invalid, noRepo } from "./git-errors.js";
import { checkGitUrl, gitProvider, repoName } from "./git-url.js";
import { checkRepoPath, normalizePath } from "./repo-path.js";

/** What the engine needs. */
export interface ReposOptions {
  readonly store: Store;
  /** Where the clones are. Default: a temporary folder that `close()` removes. */
  readonly folder?: string;
  /**
   * Hosts that http(s) repositories may be on: exact names, `*.example.com`, or `*` for all.
   * Default: `127.0.0.1` and `localhost`, so that nothing leaves the machine unasked.
   * `file://` URLs are always allowed.
   */
  readonly allowedHosts?: readonly string[];
  /** Throws where nobody of that name may have a repo made. Default: nowhere. */
  readonly checkPlace?: (path: string, userName: string) => void;
  /** Milliseconds that one git command may take. Default: 2 minutes. */
  readonly gitTimeout?: number;
}

/** A repo as it is kept and returned. */
export interface Repo {
  readonly id: number;
  readonly url: string;
  readonly provider: string;
  readonly path: string;
  readonly branch?: string;
  readonly head_commit_id?: string;
  readonly sparse_checkout?: { readonly patterns: readonly string[] };
}

/** What a repo is made from. */
export interface NewRepo {
  readonly url: string;
  /** Concluded from well-known hosts when absent or empty. */
  readonly provider?: string | undefined;
  /** Default: `/Repos/<user>/<name of the repository>`. */
  readonly path?: string | undefined;
  readonly patterns?: readonly string[] | undefined;
  readonly userName: string;
}

/** What is to change. */
export interface RepoChange {
  readonly branch?: string | undefined;
  readonly tag?: string | undefined;
  readonly patterns?: readonly string[] | undefined;
  /** Lose what was changed in the clone. */
  readonly discardChanges?: boolean | undefined;
}

/** Repos per page of a listing. */
const PAGE = 20;

/** Git folders: real clones. All errors are `WorkspaceError`s with the platform's codes. */
export class ReposEngine {
  readonly #repos: Collection<Repo>;
  readonly #counter: Collection<{ readonly last: number }>;
  readonly #store: Store;
  readonly #folder: string;
  readonly #temporary: boolean;
  readonly #allowedHosts: readonly string[];
  readonly #checkPlace: NonNullable<ReposOptions["checkPlace"]>;
  readonly #timeout: number;
  readonly #closing = new AbortController();
  /** Paths of clones under way. */
  readonly #reserved = new Set<string>();
  /** The last command of each clone: two at once would trip over git's locks. */
  readonly #queues = new Map<number, Promise<unknown>>();

  constructor(options: ReposOptions) {
    this.#store = options.store;
    this.#repos = options.store.collection("repos");
    this.#counter = options.store.collection("repo_ids");
    this.#temporary = options.folder === undefined;
    this.#folder = path.resolve(options.folder ?? makeTemporaryFolder("repos"));
    this.#allowedHosts = options.allowedHosts ?? ["127.0.0.1", "localhost"];
    this.#checkPlace = options.checkPlace ?? (() => undefined);
    this.#timeout = options.gitTimeout ?? 120_000;
  }

  /** Clones a repository. */
  async create(wanted: NewRepo): Promise<Repo> {
    const url = checkGitUrl(wanted.url, this.#allowedHosts);
    const provider = gitProvider(wanted.provider, url);
    const at = checkRepoPath(wanted.path || `/Repos/${wanted.userName}/${repoName(url)}`);
    this.#checkFree(at);
    this.#checkPlace(at, wanted.userName);
    this.#reserved.add(at);
    try {
      const id = this.#newId();
      return await this.#inTurn(id, () => this.#make(id, { ...wanted, provider, path: at }));
    } finally {
      this.#reserved.delete(at);
    }
  }

  /** One repo. @throws {WorkspaceError} `RESOURCE_DOES_NOT_EXIST`. */
  get(id: number): Repo {
    const repo = this.#repos.get(String(id));
    if (!repo) throw noRepo();
    return repo;
  }

  /** A page of repos in the order of their creation, those below a folder if it is given. */
  list(prefix?: string, token?: string): { repos: Repo[]; next_page_token?: string } {
    const after = token ? readToken(token) : 0;
    const below = prefix ? normalizePath(prefix) : "/";
    const found = this.#repos
      .values()
      .filter((repo) => repo.id > after && repo.path.startsWith(below))
      .sort((a, b) => a.id - b.id);
    const repos = found.slice(0, PAGE);
    const last = repos.at(-1);
    return found.length > PAGE && last
      ? { repos, next_page_token: Buffer.from(String(last.id)).toString("base64url") }
      : { repos };
  }

  /** Checks out another branch or tag, or the newest commit of the same branch. */
  async update(id: number, change: RepoChange): Promise<Repo> {
    const { branch, tag, patterns } = change;
    this.get(id);
    if (branch && tag) throw invalid("branch, tag: give one of them, not both.");
    if (!branch && !tag && !patterns && !change.discardChanges) {
      throw invalid("branch: give a branch, a tag or sparse_checkout to update.");
    }
    return this.#inTurn(id, async () => {
      const repo = this.get(id);
      if (patterns && !repo.sparse_checkout) {
        throw invalid(
          "sparse_checkout: cannot be set later; delete the repo and create it with it.",
        );
      }
      const clone = this.#clone(id);
      if (branch || tag) await clone.fetch();
      if (change.discardChanges) await clone.discardChanges();
      if (branch) await clone.checkout("branch", branch);
      if (tag) await clone.checkout("tag", tag);
      if (patterns) await clone.setSparse(patterns);
      const { branch: _, head_commit_id: __, ...rest } = repo;
      const changed: Repo = {
        ...rest,
        ...headFields(await clone.head()),
        ...(patterns ? { sparse_checkout: { patterns } } : {}),
      };
      this.#repos.put(String(id), changed);
      return changed;
    });
  }

  /** Removes a repo and its clone. @throws {WorkspaceError} `RESOURCE_DOES_NOT_EXIST`. */
  async delete(id: number): Promise<void> {
    this.get(id);
    await this.#inTurn(id, async () => {
      if (this.#repos.delete(String(id))) await this.#clone(id).remove();
    });
  }

  /**
   * Where a workspace path (`/Repos/...` or `/Workspace/Repos/...`) lies on this machine;
   * undefined when it is in no repo, does not exist, or would lead out of the clone.
   */
  locate(workspacePath: string): string | undefined {
    const at = normalizePath(workspacePath, "found");
    const repo = this.#repos
      .values()
      .find(({ path: root }) => at === root || at.startsWith(`${root}/`));
    if (!repo) return undefined;
    const inside = at.slice(repo.path.length + 1).split("/");
    if (inside[0]?.toLowerCase() === ".git") return undefined;
    const root = this.#clone(repo.id).folder;
    const real = realPath(path.join(root, ...inside));
    const realRoot = realPath(root);
    if (real === undefined || realRoot === undefined) return undefined;
    return real === realRoot || real.startsWith(realRoot + path.sep) ? real : undefined;
  }

  /** Ends git commands that still run; removes the folder if it was a temporary one. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#queues.values());
    if (this.#temporary) removeTemporaryFolder(this.#folder);
  }

  async #make(
    id: number,
    { url, provider, path: at, patterns }: NewRepo & { provider: string; path: string },
  ): Promise<Repo> {
    const clone = this.#clone(id);
    await clone.create(url, patterns);
    const repo: Repo = {
      id,
      url,
      provider,
      path: at,
      ...headFields(await clone.head()),
      ...(patterns ? { sparse_checkout: { patterns } } : {}),
    };
    this.#repos.put(String(id), repo);
    return repo;
  }

  #checkFree(at: string): void {
    const taken = [...this.#reserved, ...this.#repos.values().map((repo) => repo.path)];
    const clash = taken.find(
      (other) => other === at || at.startsWith(`${other}/`) || other.startsWith(`${at}/`),
    );
    if (clash === undefined) return;
    throw new WorkspaceError(
      "RESOURCE_ALREADY_EXISTS",
      `There is a Git folder at ${clash} already. Give another path.`,
    );
  }

  #clone(id: number): Clone {
    const limits = { timeout: this.#timeout, signal: this.#closing.signal };
    return new Clone(path.join(this.#folder, String(id)), limits);
  }

  #inTurn<T>(id: number, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(id) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#queues.set(id, turn);
    const forget = (): void => {
      if (this.#queues.get(id) === turn) this.#queues.delete(id);
    };
    turn.then(forget, forget);
    return turn;
  }

  #newId(): number {
    return this.#store.transaction(() => {
      const last = (this.#counter.get("repo")?.last ?? 100_000_000_000_000) + 1;
      this.#counter.put("repo", { last });
      return last;
    });
  }
}

function headFields(head: Head): Pick<Repo, "branch" | "head_commit_id"> {
  return {
    ...(head.branch === undefined ? {} : { branch: head.branch }),
    ...(head.commit === undefined ? {} : { head_commit_id: head.commit }),
  };
}

function readToken(token: string): number {
  const after = Number(Buffer.from(token, "base64url").toString());
  if (Number.isSafeInteger(after) && after > 0) return after;
  throw invalid("next_page_token: is not one that a listing of repos returned.");
}

function realPath(file: string): string | undefined {
  try {
    return fs.realpathSync(file);
  } catch {
    return undefined;
  }
}
