import type { Routes } from "../contract/index.js";

/** One operation of the API and where it is served. */
export interface Operation {
  /** `compute.ClustersAPI.create` */
  readonly id: string;
  /** `compute.ClustersAPI` */
  readonly service: string;
  /** `create` */
  readonly method: string;
  readonly verb: string;
  /** With `{hole}` and `{+hole}`. */
  readonly path: string;
  readonly level: "account" | "workspace";
}

const known = new WeakMap<Routes, readonly Operation[]>();

/** The table as a list; the same list for the same table. */
export function operationsOf(routes: Routes): readonly Operation[] {
  const listed = known.get(routes) ?? list(routes);
  known.set(routes, listed);
  return listed;
}

function list(routes: Routes): readonly Operation[] {
  return Object.entries(routes).flatMap(([service, methods]) =>
    Object.entries(methods).map(([method, route]) => {
      const [verb = "", path = "", level] = route.split(" ");
      const id = `${service}.${method}`;
      return { id, service, method, verb, path, level: level === "account" ? level : "workspace" };
    }),
  );
}
