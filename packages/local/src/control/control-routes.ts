import type { ControlledClock } from "../clock/index.js";
import { WorkspaceError } from "../errors/index.js";
import type { FaultRule, Faults } from "../faults/index.js";
import { Reply, type RawRequest, type RawRoute } from "../http/index.js";
import type { Journal } from "../journal/index.js";
import { parseDuration } from "./duration.js";
import { replyRoutes, type ControlledReplies } from "./reply-routes.js";

/** What the control endpoints control. */
export interface Controlled {
  readonly version: string;
  readonly clock: ControlledClock;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly servingReplies: ControlledReplies;
  coverage(): readonly { readonly operation: string; readonly implemented: boolean }[];
  /** What a client needs to know: host, ids, user. Never the token. */
  facts(): Readonly<Record<string, string>>;
  reset(): Promise<void>;
}

/** The endpoints under `/_local` by which tests and the console steer the server. */
export function controlRoutes(controlled: Controlled): readonly RawRoute[] {
  return [
    ...stateRoutes(controlled),
    ...journalRoutes(controlled),
    ...faultRoutes(controlled.faults),
    ...clockRoutes(controlled.clock),
    ...replyRoutes(controlled.servingReplies),
  ];
}

function stateRoutes(controlled: Controlled): readonly RawRoute[] {
  return [
    get("/_local/health", () => ({ status: "ok", version: controlled.version })),
    get("/_local/ready", () => ({ ready: true, ...controlled.facts() })),
    get("/_local/coverage", () => {
      const operations = controlled.coverage();
      const implemented = operations.filter((operation) => operation.implemented).length;
      return { total: operations.length, implemented, operations };
    }),
    post("/_local/reset", async () => {
      await controlled.reset();
      return {};
    }),
  ];
}

function journalRoutes({ journal }: Controlled): readonly RawRoute[] {
  const show = ({ query }: RawRequest): object => {
    const since = Number(query.get("since") ?? 0);
    if (!Number.isInteger(since) || since < 0) throw invalid("since must be the id of an entry");
    return { last: journal.last, entries: journal.entries(since) };
  };
  return [
    get("/_local/journal", show),
    get("/_local/journal/unimplemented", () => ({ requests: journal.unimplemented() })),
    remove("/_local/journal", () => {
      journal.clear();
      return {};
    }),
  ];
}

function faultRoutes(faults: Faults): readonly RawRoute[] {
  return [
    get("/_local/faults", () => ({ faults: faults.list() })),
    post("/_local/faults", async (request) => {
      const rule = (await request.fields()) as unknown as FaultRule;
      return new Reply(
        201,
        attempt(() => faults.add(rule)),
      );
    }),
    remove("/_local/faults", () => {
      faults.clear();
      return {};
    }),
    remove("/_local/faults/{id}", ({ values }) => {
      const id = values["id"] ?? "";
      if (faults.remove(Number(id))) return {};
      throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", `There is no fault rule ${id}`);
    }),
  ];
}

function clockRoutes(clock: ControlledClock): readonly RawRoute[] {
  const show = (): object => ({
    mode: clock.mode,
    now: clock.now(),
    time: new Date(clock.now()).toISOString(),
  });
  return [
    get("/_local/clock", show),
    post("/_local/clock", async (request) => {
      const { advance } = await request.fields();
      const milliseconds = parseDuration(advance);
      if (milliseconds === undefined) {
        throw invalid("advance must be milliseconds or a duration such as 5m or 1h30m");
      }
      clock.advance(milliseconds);
      return show();
    }),
  ];
}

function get(path: string, handle: RawRoute["handle"]): RawRoute {
  return { verb: "GET", path, public: true, handle };
}

function post(path: string, handle: RawRoute["handle"]): RawRoute {
  return { verb: "POST", path, public: true, handle };
}

function remove(path: string, handle: RawRoute["handle"]): RawRoute {
  return { verb: "DELETE", path, public: true, handle };
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof RangeError ? invalid(error.message) : error;
  }
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
