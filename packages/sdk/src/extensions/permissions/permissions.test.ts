import { describe, expect, it } from "vitest";
import { DatabricksError, InvalidRequestError, ResourceDoesNotExist } from "../../errors/index.js";
import type { AccessControlRequest } from "../../services/iam/index.gen.js";
import { errorInit, fakeServiceClient } from "../testing/fake-service-client.js";
import type { FakeServiceClient } from "../testing/fake-service-client.js";
import type { AccessToRemove } from "./access-entries.js";
import { Permissions } from "./permissions.js";

const path = "/api/2.0/permissions/{request_object_type}/{request_object_id}";
const job = { request_object_type: "jobs", request_object_id: "7" };

type Entries = readonly AccessControlRequest[];

const anOwner = { user_name: "ana@x.test", permission_level: "IS_OWNER" };
const aUser = { user_name: "ben@x.test", permission_level: "CAN_VIEW" };
const aGroup = { group_name: "Analysts", permission_level: "CAN_MANAGE_RUN" };
const aService = { service_principal_name: "0A-1", permission_level: "CAN_MANAGE" };
const all: Entries = [anOwner, aUser, aGroup, aService];

/** An object with entries of its own, and one that everybody inherits. */
function object(entries: Entries, afterSet: (entries: Entries) => Entries = (set) => set) {
  let own = entries;
  const answer = (): object => ({
    object_id: "/jobs/7",
    object_type: "job",
    access_control_list: [
      ...own.map(({ permission_level, ...principal }) => ({
        ...principal,
        display_name: "shown",
        all_permissions: [
          { permission_level, inherited: false },
          { permission_level: "CAN_MANAGE", inherited: true, inherited_from_object: ["/jobs/"] },
        ],
      })),
      {
        group_name: "admins",
        all_permissions: [{ permission_level: "CAN_MANAGE", inherited: true }],
      },
    ],
  });
  // Reading has no list, and writing has one: the fake knows operations by their path alone.
  const api = fakeServiceClient({
    [path]: ({ access_control_list }) => {
      if (access_control_list !== undefined) own = afterSet(access_control_list as Entries);
      return answer();
    },
  });
  return { api, own: () => own };
}

function written({ calls }: FakeServiceClient): unknown[] {
  return calls.flatMap(({ request }) => request["access_control_list"] ?? []);
}

describe("remove", () => {
  it.each<[string, AccessToRemove[], Entries]>([
    ["a user", [{ user_name: "ben@x.test" }], [anOwner, aGroup, aService]],
    ["a user, in any case", [{ user_name: "Ben@X.test" }], [anOwner, aGroup, aService]],
    ["a group", [{ group_name: "Analysts" }], [anOwner, aUser, aService]],
    ["a service principal", [{ service_principal_name: "0a-1" }], [anOwner, aUser, aGroup]],
    [
      "a level",
      [{ user_name: "ben@x.test", permission_level: "CAN_VIEW" }],
      [anOwner, aGroup, aService],
    ],
    ["several", [aUser, aGroup], [anOwner, aService]],
    ["one that is not there, too", [aUser, { group_name: "nobody" }], [anOwner, aGroup, aService]],
    ["everybody", [...all], []],
  ])("takes %s away and leaves the rest", async (_what, access_control_list, rest) => {
    const { api, own } = object(all);
    const request = { ...job, access_control_list };
    const permissions = await new Permissions(api).remove(request, { timeout: 9 });
    expect(own()).toEqual(rest);
    expect(permissions.object_id).toBe("/jobs/7");
    expect(permissions.access_control_list).toHaveLength(rest.length + 1);
    expect(api.calls.map((call) => call.request)).toEqual([
      job,
      { ...job, access_control_list: rest },
    ]);
    expect(api.calls.every(({ options }) => options.timeout === 9)).toBe(true);
  });

  it("takes one of several levels", async () => {
    const { api, own } = object([aUser, { ...aUser, permission_level: "CAN_MANAGE" }]);
    await new Permissions(api).remove({ ...job, access_control_list: [aUser] });
    expect(own()).toEqual([{ ...aUser, permission_level: "CAN_MANAGE" }]);
  });

  it.each<[AccessToRemove[]]>([
    [[{ user_name: "nobody@x.test" }]],
    [[{ group_name: "analysts" }]],
    [[{ group_name: "ben@x.test" }]],
    [[{ group_name: "admins" }]],
    [[{ user_name: "ben@x.test", permission_level: "CAN_MANAGE" }]],
    [[]],
  ])("writes nothing where the object does not grant %j", async (access_control_list) => {
    const { api } = object(all);
    await new Permissions(api).remove({ ...job, access_control_list });
    expect(api.calls.map(({ request }) => request)).toEqual([job]);
  });

  it("does no harm the second time", async () => {
    const { api, own } = object(all);
    const permissions = new Permissions(api);
    const request = { ...job, access_control_list: [{ user_name: "ben@x.test" }] };
    await permissions.remove(request);
    await permissions.remove(request);
    expect(own()).toHaveLength(3);
    expect(written(api)).toHaveLength(3);
  });

  it("removes again what somebody put back meanwhile, together with what they added", async () => {
    let writes = 0;
    const other = { user_name: "new@x.test", permission_level: "CAN_VIEW" };
    const { api, own } = object(all, (set) => (++writes === 1 ? [...set, aUser, other] : set));
    await new Permissions(api).remove({ ...job, access_control_list: [aUser] });
    expect(own()).toEqual([anOwner, aGroup, aService, other]);
    expect(writes).toBe(2);
  });

  it("gives up on what is put back each time", async () => {
    let writes = 0;
    const { api } = object(all, (set) => (writes++, [...set, aUser]));
    const run = new Permissions(api).remove({ ...job, access_control_list: [aUser] });
    await expect(run).rejects.toThrow(DatabricksError);
    await expect(run).rejects.toThrow(/^jobs 7 grants again what was removed 3 times/);
    expect(writes).toBe(3);
  });

  it.each<[AccessToRemove]>([
    [{}],
    [{ permission_level: "CAN_VIEW" }],
    [{ user_name: "" }],
    [{ user_name: "a", group_name: "b" }],
  ])("refuses %j before it asks", async (entry) => {
    const { api } = object(all);
    const run = new Permissions(api).remove({ ...job, access_control_list: [aUser, entry] });
    await expect(run).rejects.toThrow(InvalidRequestError);
    await expect(run).rejects.toMatchObject({ field: "access_control_list[1]" });
    expect(api.calls).toEqual([]);
  });
});

describe("add", () => {
  it("updates", async () => {
    const { api } = object([]);
    const request = { ...job, access_control_list: [aGroup] };
    await new Permissions(api).add(request, { timeout: 9 });
    expect(api.calls).toEqual([{ path, request, options: { timeout: 9 } }]);
  });
});

describe("calls at the same time", () => {
  const removal = ({ user_name = "" }: AccessControlRequest): AccessToRemove => ({ user_name });

  it("take turns on one object, so that none undoes another", async () => {
    const { api, own } = object(all);
    const permissions = new Permissions(api);
    await Promise.all(
      [anOwner, aUser].map((entry) =>
        permissions.remove({ ...job, access_control_list: [removal(entry)] }),
      ),
    );
    expect(own()).toEqual([aGroup, aService]);
  });

  it("do not wait for another object, nor for one that failed", async () => {
    const order: string[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const api = fakeServiceClient({
      [path]: async ({ request_object_id: id }) => {
        order.push(String(id));
        if (id === "7") await held.then(() => Promise.reject(new Error("no")));
        return {};
      },
    });
    const permissions = new Permissions(api);
    const access_control_list = [aUser];
    const first = permissions.add({ ...job, access_control_list });
    const second = permissions.add({ ...job, access_control_list });
    await permissions.add({ ...job, request_object_id: "8", access_control_list });
    expect(order).toEqual(["7", "8"]);
    release();
    await expect(first).rejects.toThrow("no");
    await expect(second).rejects.toThrow("no");
    expect(order).toEqual(["7", "8", "7"]);
  });

  it("wait no longer than their signal says, and are not made then", async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const api = fakeServiceClient({ [path]: () => held.then(() => ({})) });
    const permissions = new Permissions(api);
    const request = { ...job, access_control_list: [aUser] };
    const controller = new AbortController();
    const first = permissions.add(request);
    const second = permissions.add(request, { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(second).rejects.toThrow("enough");
    release();
    await first;
    await permissions.add(request);
    expect(api.calls).toHaveLength(2);
  });
});

describe("what is not found", () => {
  it.each([
    ["serving-endpoints", "chat", "not its name: see servingEndpoints.get"],
    ["repos", "/Repos/me/r", "not the path: see workspace.getStatus"],
  ])("of %s %s hints at the id", async (request_object_type, request_object_id, hint) => {
    const missing = new ResourceDoesNotExist("gone", { ...errorInit, status: 404 });
    const api = fakeServiceClient({ [path]: () => Promise.reject(missing) });
    const permissions = new Permissions(api);
    const object = { request_object_type, request_object_id, access_control_list: [aUser] };
    for (const asked of [permissions.add(object), permissions.remove(object)]) {
      await expect(asked).rejects.toThrow(ResourceDoesNotExist);
      await expect(asked).rejects.toThrow(hint);
      await expect(asked).rejects.toMatchObject({ status: 404, cause: missing });
    }
  });

  it("is passed on as it is where an id was given", async () => {
    const missing = new ResourceDoesNotExist("gone", { ...errorInit, status: 404 });
    const api = fakeServiceClient({ [path]: () => Promise.reject(missing) });
    const adding = new Permissions(api).add({ ...job, access_control_list: [aUser] });
    await expect(adding).rejects.toBe(missing);
  });
});
