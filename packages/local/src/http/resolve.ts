import { WorkspaceError } from "../errors/index.js";
import type { Operation } from "./operation.js";
import { holesOf, parseTemplate } from "./path-template.js";
import { Router, type Match } from "./router.js";
import { nounMatches } from "./resource-noun.js";

/** The operations that a request addresses, and what its path says. */
export interface Resolved {
  /** All that this verb and path address; they cannot be told apart. */
  readonly operations: readonly Operation[];
  /** The one that answers: implemented, if any of them is. */
  readonly operation: Operation;
  readonly implemented: boolean;
  /** By name of the hole. */
  readonly values: Readonly<Record<string, string>>;
}

interface Route {
  readonly operation: Operation;
  /** The template without the names of its holes. */
  readonly shape: string;
  readonly holes: readonly string[];
  /** Index among the values of the hole that spans segments, if there is one. */
  readonly many: number;
  /** The template is a version and one such hole: it fits any path, so the value must fit too. */
  readonly catchAll: boolean;
}

/** Most services answer under each of these, whichever the API table names. */
const versions = ["2.0", "2.1", "2.2"];

// Why: parsing all templates takes longer than the rest of a start, and tests start many servers.
const routers = new WeakMap<readonly Operation[], Router<Route>>();

function routerOf(operations: readonly Operation[]): Router<Route> {
  const router = new Router<Route>();
  for (const operation of operations) {
    router.add(operation.verb, operation.path, routeOf(operation));
  }
  return router;
}

/** Finds the operation for a verb and path. */
export class Resolver {
  readonly #router: Router<Route>;
  readonly #implemented: (operation: Operation) => boolean;

  /** @param implemented whether something serves an operation */
  constructor(operations: readonly Operation[], implemented: (operation: Operation) => boolean) {
    this.#implemented = implemented;
    this.#router = routers.get(operations) ?? routerOf(operations);
    routers.set(operations, this.#router);
  }

  /**
   * A slash at the end that no operation wants is as good as none: some clients add one.
   *
   * @param path as it came, percent-encoded
   * @returns undefined when no operation is served there
   * @throws WorkspaceError when the path is not percent-encoded UTF-8
   */
  resolve(verb: string, path: string): Resolved | undefined {
    return (
      this.#read(verb, path) ??
      (path.endsWith("/") ? this.#read(verb, path.slice(0, -1)) : undefined)
    );
  }

  #read(verb: string, path: string): Resolved | undefined {
    for (const segments of readings(path)) {
      const found =
        this.#find(verb, segments) ?? this.#find(verb === "HEAD" ? "GET" : verb, segments);
      if (found) return found;
    }
    return undefined;
  }

  /** Whether something serves an operation. */
  implements(operation: Operation): boolean {
    return this.#implemented(operation);
  }

  #find(verb: string, segments: readonly string[]): Resolved | undefined {
    for (const candidate of versionsOf(segments)) {
      const groups = grouped(this.#router.match(verb, candidate));
      const [first, ...others] = groups;
      if (!first) continue;
      const found = this.#choose(first);
      return isPermissionPath(segments) ? this.#withGeneral(found, others) : found;
    }
    return undefined;
  }

  #choose(matches: readonly Match<Route>[]): Resolved {
    const [first] = matches as [Match<Route>];
    const chosen = matches.find(({ route }) => this.#implemented(route.operation)) ?? first;
    const { operation, holes } = chosen.route;
    return {
      operations: matches.map(({ route }) => route.operation),
      operation,
      implemented: this.#implemented(operation),
      values: Object.fromEntries(holes.map((name, index) => [name, chosen.values[index] ?? ""])),
    };
  }

  /**
   * `/permissions/clusters/{cluster_id}` is `/permissions/{object_type}/{object_id}` for clusters, so
   * it addresses both, and what serves the latter serves the former.
   */
  #withGeneral(found: Resolved, others: readonly (readonly Match<Route>[])[]): Resolved {
    const all = [found, ...others.map((matches) => this.#choose(matches))];
    const serving = all.find(({ implemented }) => implemented) ?? found;
    return { ...serving, operations: all.flatMap(({ operations }) => operations) };
  }
}

function routeOf(operation: Operation): Route {
  const parts = parseTemplate(operation.path);
  const holes = holesOf(operation.path);
  const many = parts.find((part) => part.kind === "hole" && part.many);
  const last = parts.at(-1);
  return {
    operation,
    shape: operation.path.replace(/\{(\+?)\w+\}/g, "{$1}"),
    holes,
    many: many?.kind === "hole" ? holes.indexOf(many.name) : -1,
    catchAll: parts.length === 3 && last === many && many !== undefined,
  };
}

/** Splits matches by template, and leaves out those that the value of their hole does not fit. */
function grouped(matches: Iterable<Match<Route>>): readonly (readonly Match<Route>[])[] {
  const byShape = new Map<string, Match<Route>[]>();
  for (const match of matches) {
    const { shape } = match.route;
    const group = byShape.get(shape);
    if (group) group.push(match);
    else byShape.set(shape, [match]);
  }
  return [...byShape.values()].map(fitting).filter((group) => group.length > 0);
}

function fitting(group: readonly Match<Route>[]): readonly Match<Route>[] {
  const [first] = group;
  if (!first || first.route.many < 0) return group;
  const fits = group.filter(({ route, values }) => {
    return nounMatches(route.operation.method, values[route.many] ?? "");
  });
  if (fits.length > 0) return fits;
  if (first.route.catchAll) return [];
  return sameMethod(group) ? group : group.slice(0, 1);
}

/** The same operation in two services, e.g. before and after it was renamed. */
function sameMethod(group: readonly Match<Route>[]): boolean {
  return new Set(group.map(({ route }) => route.operation.method)).size === 1;
}

function isPermissionPath(segments: readonly string[]): boolean {
  return segments[0] === "api" && segments[2] === "permissions";
}

/** The path as it is, then under the other versions of the API. */
function* versionsOf(segments: readonly string[]): Generator<readonly string[]> {
  yield segments;
  const [api, version = "", ...rest] = segments;
  if (api !== "api" || !versions.includes(version)) return;
  for (const other of versions) if (other !== version) yield [api, other, ...rest];
}

/**
 * The decoded segments of a path.
 *
 * @throws WorkspaceError when it is not percent-encoded UTF-8
 */
export function segmentsOf(path: string): readonly string[] {
  try {
    return path.split("/").slice(1).map(decodeURIComponent);
  } catch {
    throw new WorkspaceError("BAD_REQUEST", `The path '${path}' is not percent-encoded UTF-8`);
  }
}

/** Segment by segment; then, for clients that encode slashes within a value, decoded as a whole. */
function* readings(path: string): Generator<readonly string[]> {
  yield segmentsOf(path);
  if (/%2f/i.test(path)) yield decodeURIComponent(path).split("/").slice(1);
}
