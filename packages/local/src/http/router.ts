import { parseTemplate, type Part } from "./path-template.js";

/** What was registered for a verb and path, and the values in the holes of its template. */
export interface Match<T> {
  readonly route: T;
  /** In the order of the holes. */
  readonly values: readonly string[];
}

interface Node<T> {
  readonly literals: Map<string, Node<T>>;
  readonly holes: {
    readonly part: Extract<Part, { readonly kind: "hole" }>;
    readonly node: Node<T>;
  }[];
  readonly routes: Map<string, T[]>;
}

/**
 * Finds routes by verb and path: a tree over the segments that is searched with backtracking.
 * A literal segment beats a hole, a hole of one segment one of many.
 */
export class Router<T> {
  readonly #root: Node<T> = emptyNode();

  /** Several routes may share a verb and path; they match in the order in which they were added. */
  add(verb: string, template: string, route: T): void {
    let node = this.#root;
    for (const part of parseTemplate(template)) node = child(node, part);
    const routes = node.routes.get(verb);
    if (routes) routes.push(route);
    else node.routes.set(verb, [route]);
  }

  /** All that matches, most specific first. `segments` are decoded. */
  *match(verb: string, segments: readonly string[]): Generator<Match<T>> {
    yield* search(this.#root, verb, segments, 0, []);
  }
}

function emptyNode<T>(): Node<T> {
  return { literals: new Map(), holes: [], routes: new Map() };
}

function child<T>(parent: Node<T>, part: Part): Node<T> {
  if (part.kind === "literal") {
    const known = parent.literals.get(part.text);
    if (known) return known;
    const node = emptyNode<T>();
    parent.literals.set(part.text, node);
    return node;
  }
  const known = parent.holes.find(({ part: { many, suffix, slash } }) => {
    return many === part.many && suffix === part.suffix && slash === part.slash;
  });
  if (known) return known.node;
  const node = emptyNode<T>();
  parent.holes.push({ part, node });
  parent.holes.sort((a, b) => rank(a.part) - rank(b.part));
  return node;
}

/** One segment before many, the longer suffix first. */
function rank(part: { readonly many: boolean; readonly suffix: string }): number {
  return (part.many ? 1000 : 0) - part.suffix.length;
}

function* search<T>(
  node: Node<T>,
  verb: string,
  segments: readonly string[],
  at: number,
  values: readonly string[],
): Generator<Match<T>> {
  const segment = segments[at];
  if (segment === undefined) {
    for (const route of node.routes.get(verb) ?? []) yield { route, values };
    return;
  }
  const literal = node.literals.get(segment);
  if (literal) yield* search(literal, verb, segments, at + 1, values);
  for (const { part, node: next } of node.holes) {
    const last = part.many ? segments.length : at + 1;
    for (let end = at + 1; end <= last; end++) {
      const text = segments.slice(at, end).join("/");
      if (!text.endsWith(part.suffix)) continue;
      const value = (part.slash ? "/" : "") + text.slice(0, text.length - part.suffix.length);
      if (value === "") continue;
      yield* search(next, verb, segments, end, [...values, value]);
    }
  }
}
