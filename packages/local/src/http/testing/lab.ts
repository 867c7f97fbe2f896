import type { PackageChecks, Routes } from "../../contract/index.js";
import { createFaults, type AppliedFaults } from "../../faults/index.js";
import { createJournal, type RecordingJournal } from "../../journal/index.js";
import { Application } from "../application.js";
import type { RequestContext } from "../context.js";
import { HandlerTable, type HandlerSet } from "../handler-table.js";
import { listen } from "../listener.js";
import type { Ports, WorkspaceSite } from "../ports.js";
import type { RawRoute } from "../raw-route.js";

/** A small API to test the server with. */
export const labRoutes: Routes = {
  "lab.ThingsAPI": {
    create: "POST /api/2.0/things",
    get: "GET /api/2.0/things/{id}",
    update: "PATCH /api/2.0/things/{id}",
    search: "GET /api/2.0/things",
    delete: "POST /api/2.0/things/delete",
    download: "GET /api/2.0/files{+path}",
    upload: "PUT /api/2.0/files{+path}",
    unserved: "POST /api/2.0/unserved",
    alsoUnserved: "POST /api/2.0/unserved",
    ofAccount: "GET /api/2.0/accounts/{account_id}/things account",
    user: "GET /api/2.0/preview/scim/v2/Users/{id}",
    context: "GET /api/1.2/contexts/status",
  },
};

export const labChecks: PackageChecks = {
  uses: ["other"],
  operations: {
    "ThingsAPI.create": { body: { name: "string!", kind: "Kind", size: "int64", box: "Box" } },
    "ThingsAPI.get": { path: { id: "int64!" } },
    "ThingsAPI.update": { path: { id: "string!" }, whole: ["thing", "Thing!"] },
    "ThingsAPI.search": {
      query: { tags: "[]string", limit: "int32", filter: "Filter", all: "bool", mask: "fieldmask" },
    },
    "ThingsAPI.delete": { body: { id: "string!" }, response: "none" },
    "ThingsAPI.download": {
      path: { path: "string!" },
      response: "stream",
      headers: ["content-type", "last-modified"],
      contents: "contents",
    },
    "ThingsAPI.upload": { path: { path: "string!" }, stream: "contents", response: "none" },
    "ThingsAPI.ofAccount": {},
    "ThingsAPI.user": { path: { id: "string!" } },
    "ThingsAPI.context": {},
  },
  types: {
    Kind: ["SMALL", "LARGE"],
    Box: { inner: "Box", label: "string!", parts: "[]other.Part", extra: "{}int32", free: "any" },
    Thing: { name: "string!", size: "int64" },
    Filter: { kind: "Kind", nested: "Filter", pinned: "bool" },
  },
};

const otherChecks: PackageChecks = {
  uses: ["lab"],
  operations: {},
  types: { Part: { weight: "float", of: "lab.Kind" } },
};

/** Handlers by method. */
export type LabHandlers = Readonly<
  Record<string, (request: never, context: RequestContext) => unknown>
>;

/** A running server over the small API. */
export interface Lab {
  readonly host: string;
  readonly journal: RecordingJournal;
  readonly faults: AppliedFaults;
  readonly errors: unknown[];
  readonly reads: { begun: number; answered: number };
  fetch(verb: string, path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/** Starts a server; its token is `good`. */
export async function startLab(
  handlers: LabHandlers,
  options: { readonly raw?: readonly RawRoute[]; readonly control?: readonly RawRoute[] } = {},
): Promise<Lab> {
  const table = new HandlerTable([{ "lab.ThingsAPI": handlers } as HandlerSet]);
  const site: WorkspaceSite = {
    workspaceId: 1234567890123456,
    handlers: table,
    rawRoutes: options.raw ?? [],
    authenticate: (credential) =>
      credential.kind === "token" && credential.token === "good"
        ? { id: "1", userName: "me@example.com" }
        : undefined,
  };
  const errors: unknown[] = [];
  const reads = { begun: 0, answered: 0 };
  const ports: Ports = {
    version: "9.9.9",
    accountId: "acc",
    routes: labRoutes,
    checks: { lab: async () => labChecks, other: async () => otherChecks },
    workspace: (id = site.workspaceId) => (id === site.workspaceId ? site : undefined),
    account: () => ({ handlers: new HandlerTable([]), rawRoutes: [] }),
    journal: createJournal(),
    faults: createFaults(),
    now: () => 1000,
    beginRead: () => {
      reads.begun += 1;
      return () => {
        reads.answered += 1;
      };
    },
    onError: (error) => errors.push(error),
    bodyLimit: 1000,
    control: options.control ?? [],
  };
  return run(ports, errors, reads);
}

async function run(ports: Ports, errors: unknown[], reads: Lab["reads"]): Promise<Lab> {
  const closing = new AbortController();
  let host = "";
  const application = new Application(ports, () => host, closing.signal);
  const listener = await listen(
    (message, response) => void application.handle(message, response),
    "127.0.0.1",
    0,
  );
  host = `http://127.0.0.1:${listener.port}`;
  const { journal, faults } = ports;
  return {
    host,
    journal,
    faults,
    errors,
    reads,
    fetch: (verb, path, init = {}) =>
      fetch(host + path, {
        method: verb,
        ...init,
        headers: { authorization: "Bearer good", ...(init.headers as Record<string, string>) },
      }),
    close: async () => {
      closing.abort(new Error("closing"));
      await listener.close();
    },
  };
}
