import type { Handlers } from "../contract/index.js";
import { noRepo, type Repo, type ReposEngine } from "../engines/repos/index.js";
import { existingId } from "./exact-id.js";

type WireRepo = Omit<Repo, "sparse_checkout"> & { sparse_checkout?: { patterns: string[] } };

/** Serves `workspace.ReposAPI`, without permissions. */
export function reposHandlers(engine: ReposEngine): Partial<Handlers["workspace.ReposAPI"]> {
  return {
    create: async ({ url, provider, path, sparse_checkout }, { principal }) => {
      const patterns = sparse_checkout ? (sparse_checkout.patterns ?? []) : undefined;
      const { userName } = principal;
      return toWire(await engine.create({ url, provider, path, patterns, userName }));
    },
    get: ({ repo_id }) => toWire(engine.get(repoId(repo_id))),
    list: ({ path_prefix, next_page_token }) => {
      const { repos, ...page } = engine.list(path_prefix, next_page_token);
      return repos.length === 0 ? page : { repos: repos.map(toWire), ...page };
    },
    update: async ({ repo_id, branch, tag, sparse_checkout, dangerously_force_discard_all }) => {
      await engine.update(repoId(repo_id), {
        branch,
        tag,
        patterns: sparse_checkout?.patterns,
        discardChanges: dangerously_force_discard_all,
      });
    },
    delete: ({ repo_id }) => engine.delete(repoId(repo_id)),
  };
}

function repoId(id: bigint | number): number {
  return existingId(id, noRepo);
}

function toWire({ sparse_checkout: sparse, ...repo }: Repo): WireRepo {
  return sparse ? { ...repo, sparse_checkout: { patterns: [...sparse.patterns] } } : repo;
}
