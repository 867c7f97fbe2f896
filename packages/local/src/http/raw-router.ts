import type { Exchange } from "./exchange.js";
import { holesOf } from "./path-template.js";
import type { RawRequest, RawRoute } from "./raw-route.js";
import { readBytes, readFields } from "./read-body.js";
import { Router } from "./router.js";

/** A raw route that was found, and the values in its path. */
export interface RawMatch {
  readonly route: RawRoute;
  readonly values: Readonly<Record<string, string>>;
}

/** Finds raw routes. */
export class RawRouter {
  readonly #router = new Router<{ readonly route: RawRoute; readonly holes: readonly string[] }>();

  constructor(routes: readonly RawRoute[]) {
    for (const route of routes) {
      this.#router.add(route.verb, route.path, { route, holes: holesOf(route.path) });
    }
  }

  /** @param segments decoded */
  find(verb: string, segments: readonly string[]): RawMatch | undefined {
    for (const tried of verb === "HEAD" ? ["HEAD", "GET"] : [verb]) {
      for (const { route, values } of this.#router.match(tried, segments)) {
        const named = route.holes.map((name, index) => [name, values[index] ?? ""]);
        return { route: route.route, values: Object.fromEntries(named) as Record<string, string> };
      }
    }
    return undefined;
  }
}

/** A request as raw routes get it. */
export function rawRequest(
  { verb, path, query, body }: Exchange,
  values: Readonly<Record<string, string>>,
  limit: number,
): RawRequest {
  return {
    verb,
    path: decodeURIComponent(path),
    values,
    query,
    headers: Object.fromEntries(
      Object.entries(body.headers).map(([name, value]) => [name, String(value)]),
    ),
    stream: () => body.stream,
    bytes: () => readBytes(body, limit),
    text: async () => (await readBytes(body, limit)).toString("utf8"),
    fields: () => readFields(body, limit),
  };
}
