import { describe, expect, it } from "vitest";
import type { ApiPackage, Operation, Parameter } from "../model/index.js";
import { planRequests, requestFields } from "./requests.js";

function parameter(wire: string, more: Partial<Parameter> = {}): Parameter {
  return {
    wire,
    in: "query",
    type: { kind: "primitive", name: "string" },
    required: false,
    deprecated: false,
    multiSegment: false,
    alsoInBody: false,
    encoding: null,
    generatedUuid: false,
    ...more,
  };
}

function operation(id: string, more: Partial<Operation>): Operation {
  const name = id
    .slice(id.lastIndexOf(".") + 1)
    .replace(/[A-Z]/g, (one) => `_${one.toLowerCase()}`);
  return {
    id,
    name,
    verb: "POST",
    path: "/x",
    level: "workspace",
    configParameters: [],
    parameters: [parameter("name")],
    body: null,
    headers: {},
    response: { kind: "none", type: null, headers: [], streamField: null },
    paging: null,
    waiting: null,
    longRunning: null,
    dataPlane: null,
    requestType: null,
    deprecated: false,
    summary: null,
    reference: "https://example.com",
    ...more,
  };
}

function plan(
  operations: readonly Operation[],
  types: ApiPackage["types"] = [],
): Readonly<Record<string, string>> {
  const services = [...new Set(operations.map(({ id }) => id.split(".")[1] ?? ""))].map((name) => ({
    name,
    package: "lab",
    reachedBy: [],
    operations: operations.filter(({ id }) => id.split(".")[1] === name),
    waiters: [],
  }));
  const requests = planRequests({ name: "lab", services, types });
  return Object.fromEntries([...requests].map(([id, request]) => [id.slice(4), request.name]));
}

const id = parameter("id", { required: true });

describe("planRequests", () => {
  it("takes the table's name, and makes one up where there is none", () => {
    const named = operation("lab.ThingsAPI.create", { requestType: "CreateThing" });
    const bare = operation("lab.ThingsAPI.delete", {});
    const specific = operation("lab.ThingsAPI.getSnapshot", {});
    expect(plan([named, bare, specific])).toEqual({
      "ThingsAPI.create": "CreateThing",
      "ThingsAPI.delete": "ThingsDeleteRequest",
      "ThingsAPI.getSnapshot": "GetSnapshotRequest",
    });
  });

  it("plans none where nothing is taken, not even what the configuration knows", () => {
    const bare = operation("lab.ThingsAPI.ping", { parameters: [] });
    const account = operation("lab.ThingsAPI.list", {
      parameters: [parameter("account_id", { in: "path", required: true })],
      configParameters: ["account_id"],
    });
    expect(plan([bare, account])).toEqual({});
  });

  it("shares a request between operations that take the same, and only these", () => {
    const requestType = "ThingPermissionsRequest";
    const set = operation("lab.ThingsAPI.set", { requestType });
    const update = operation("lab.ThingsAPI.update", { requestType });
    const other = operation("lab.ThingsAPI.other", { requestType, parameters: [id] });
    expect(plan([set, update, other])).toEqual({
      "ThingsAPI.set": requestType,
      "ThingsAPI.update": requestType,
      "ThingsAPI.other": "ThingsOtherRequest",
    });
  });

  it("uses an object of the API for a request of the very same shape only", () => {
    const same = operation("lab.ThingsAPI.edit", { requestType: "Thing", parameters: [id] });
    const looser = operation("lab.ThingsAPI.patch", { requestType: "Thing" });
    const field = {
      wire: "id",
      type: id.type,
      required: true,
      deprecated: false,
      in: "json",
    } as const;
    expect(plan([same, looser], [{ kind: "object", name: "Thing", fields: [field] }])).toEqual({
      "ThingsAPI.edit": "Thing",
      "ThingsAPI.patch": "ThingsPatchRequest",
    });
  });

  it("never takes the name of an enum, an alias, or a later operation's request", () => {
    const value = operation("lab.ThingsAPI.getKind", { requestType: "Kind" });
    const later = operation("lab.ThingsAPI.find", {
      requestType: "GetKindRequest",
      parameters: [id],
    });
    expect(plan([value, later], [{ kind: "enum", name: "Kind", values: [] }])).toEqual({
      "ThingsAPI.getKind": "ThingsGetKindRequest",
      "ThingsAPI.find": "GetKindRequest",
    });
  });

  it("tells bytes from text", () => {
    const body = { kind: "stream", parameter: "name" } as const;
    const raw = operation("lab.ThingsAPI.put", { requestType: "Put", body });
    const text = operation("lab.ThingsAPI.post", { requestType: "Put" });
    expect(plan([raw, text])["ThingsAPI.post"]).toBe("ThingsPostRequest");
  });
});

describe("requestFields", () => {
  it("puts what is required first and keeps the order otherwise", () => {
    const parameters = [parameter("b"), parameter("c", { required: true }), parameter("a"), id];
    const fields = requestFields(operation("lab.ThingsAPI.get", { parameters }));
    expect(fields.map(({ wire }) => wire)).toEqual(["c", "id", "b", "a"]);
  });
});
