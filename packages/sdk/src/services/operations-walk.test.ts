import { describe, expect, it } from "vitest";
import type { HttpRequest } from "../http/index.js";
import {
  callOn,
  callThrough,
  config,
  fixture,
  type Fixture,
  generatedService,
  host,
} from "./testing/clients.js";
import { byText, expectedRequest, readExactJson } from "./testing/expected.js";
import type { Answer } from "./testing/fake-transport.js";
import { forEachOperation } from "./testing/for-each.js";
import { type Operation, type Reached, reachedIn, reachedPackages } from "./testing/reach.js";
import { sampleRequest } from "./testing/sample.js";

/** What the fake service has to answer for the call to end. */
function anAnswer(operation: Operation): Answer {
  const { kind } = operation.response;
  return { body: kind === "list" ? "[]" : kind === "none" || kind === "headers" ? "" : "{}" };
}

/** The request as it left, in the form in which the model tells it. */
function observed(request: HttpRequest): unknown {
  const [path = "", query = ""] = request.url.slice(host.length).split("?");
  return {
    verb: request.method,
    path,
    query: [...new URLSearchParams(query)].sort(byText),
    body: typeof request.body === "string" ? readExactJson(request.body) : request.body,
  };
}

/** A request whose paging fields are what the first page needs. */
function firstPage(
  operation: Operation,
  request: Record<string, unknown>,
): Record<string, unknown> {
  return { ...request, ...operation.paging?.preset };
}

/** Operations that the client's extension carries out by others: files go to storage. */
const carriedOut: ReadonlySet<string> = new Set([
  "files.FilesAPI.download",
  "files.FilesAPI.upload",
]);

/** Calls an operation and waits until its first request is answered. */
async function call(clients: Fixture, reached: Reached, request: object): Promise<HttpRequest> {
  const { transport } = clients;
  transport.sent.length = 0;
  const { operation } = reached;
  transport.answer = () => anAnswer(operation);
  const result = carriedOut.has(operation.id)
    ? callOn(
        await generatedService("files", "FilesAPI", clients.workspace.apiClient),
        operation,
        request,
      )
    : callThrough(clients, reached, request);
  await (isList(result) ? result.toArray() : result);
  const [sent] = transport.sent;
  if (sent === undefined) throw new Error("nothing was sent");
  return sent;
}

function isList(value: unknown): value is { toArray(): Promise<unknown[]> } {
  return typeof value === "object" && value !== null && "toArray" in value;
}

function checkHeaders(operation: Operation, sent: HttpRequest, workspaceId?: string): void {
  for (const [name, value] of Object.entries(operation.headers)) {
    expect(sent.headers[name.toLowerCase()], name).toBe(value);
  }
  if (operation.body === null) expect(sent.headers).not.toHaveProperty("content-type");
  const header = operation.level === "workspace" ? workspaceId : undefined;
  expect(sent.headers["x-databricks-workspace-id"], "the workspace's id").toBe(header);
  expect(sent.headers["authorization"]).toBe("Bearer t");
}

function checkMadeUpIds(operation: Operation, sent: HttpRequest): void {
  const { query, body } = observed(sent) as { query: [string, string][]; body: object };
  const fields: Readonly<Record<string, unknown>> = { ...Object.fromEntries(query), ...body };
  for (const { wire, generatedUuid } of operation.parameters) {
    if (generatedUuid)
      expect(fields[wire], wire).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  }
}

type Clients = readonly (readonly [workspaceId: string | undefined, clients: Fixture])[];

async function walk(reached: Reached, clients: Clients): Promise<void> {
  const { operation } = reached;
  const request = sampleRequest(operation);
  const before = structuredClone(request);
  const expected = expectedRequest(operation, firstPage(operation, request), config);
  for (const [workspaceId, each] of clients) {
    const sent = await call(each, reached, request);
    expect(observed(sent)).toEqual(expected);
    checkHeaders(operation, sent, workspaceId);
  }
  expect(request, "the caller's request").toEqual(before);
  const made = operation.parameters.filter(({ generatedUuid }) => generatedUuid);
  if (made.length === 0) return;
  const rest = Object.entries(request).filter(([name]) => !made.some(({ wire }) => wire === name));
  checkMadeUpIds(operation, await call(fixture(), reached, Object.fromEntries(rest)));
}

describe("every operation sends what the API's documents say", () => {
  it.each(reachedPackages)("%s", async (name) => {
    const clients: Clients = [undefined, "4711"].map((id) => [id, fixture(id)] as const);
    const reached = reachedIn(name).filter(({ operation }) => operation.dataPlane === null);
    await forEachOperation(reached, (each) => walk(each, clients));
  });

  it("and none was left out", () => {
    const all = reachedPackages.flatMap((name) =>
      reachedIn(name).map(({ operation }) => operation.id),
    );
    expect(new Set(all).size).toBe(1347);
  });
});
