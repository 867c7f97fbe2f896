import type { Handlers } from "../contract/index.js";

/** What a caller needs before a call is served, and what the call does to access lists. */
export interface AccessRule {
  /** Only administrators of the workspace. */
  readonly admin?: true;
  /** Whom this is allowed, by name. */
  readonly entitlement?: string;
  /** A field of the request: who gives it needs no entitlement, because what it names decides. */
  readonly unless?: string;
  /** A level on an object: of which kind, and in which field of the request its id is. */
  readonly object?: readonly [kind: string, field: string, level: string];
  /** The id of the object whose name is in that field instead; undefined: there is none. */
  readonly idOf?: (name: string) => string | undefined;
  /** A level on something that there is one of: kind, name, level. */
  readonly use?: readonly [kind: string, name: string, level: string];
  /** A level on the job that the run in field `run_id` is of; who submitted the run needs none. */
  readonly run?: string;
  /** Only administrators let what they define run as somebody else. */
  readonly runsAs?: true;
  /** The caller becomes the owner of the object whose id is in a field of the answer. */
  readonly creates?: readonly [kind: string, field: string];
  /** The object is gone afterwards, and its access list with it. */
  readonly deletes?: true;
  /** Of a list in the answer, only those that the caller may see are shown. */
  readonly shows?: readonly [list: string, kind: string, field: string];
}

/** What each operation needs; those that are not here need nothing but to be let in. */
export type AccessRules = {
  readonly [Service in keyof Handlers]?: {
    readonly [Method in keyof Handlers[Service]]?: AccessRule;
  };
};

/**
 * The rules of several parts of a workspace as one.
 *
 * @throws Error when an operation has two: the one would let in whom the other keeps out
 */
export function mergeRules(all: readonly AccessRules[]): AccessRules {
  const merged: Record<string, Record<string, AccessRule>> = {};
  for (const [service, rules] of all.flatMap((rules) => Object.entries(rules))) {
    const known = (merged[service] ??= {});
    for (const [method, rule] of Object.entries(rules as Record<string, AccessRule>)) {
      if (known[method]) throw new Error(`two access rules are given for ${service}.${method}`);
      known[method] = rule;
    }
  }
  return merged as AccessRules;
}
