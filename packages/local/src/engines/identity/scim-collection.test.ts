import { describe, expect, it } from "vitest";
import type { Resource } from "./scim/index.js";
import { failure, PATCH, people } from "./testing/people.js";

const patch = (...operations: object[]) => ({ schemas: PATCH, operations });
const idOf = (resource: Resource): string => String(resource["id"]);
const valuesOf = (resource: Resource, name: string): readonly string[] =>
  ((resource[name] ?? []) as readonly { value: string }[]).map(({ value }) => value);

describe("users of a workspace", () => {
  it("are made with defaults, and are in the account then", () => {
    const { engine, account } = people();
    const bob = engine.users.create({
      userName: "Bob@Example.com",
      displayName: "Bob Lee",
      externalId: "x1",
      id: "5",
      groups: [{ value: "7" }],
      entitlements: [{ value: "allow-cluster-create" }],
    });
    expect(bob).toEqual({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      id: expect.stringMatching(/^\d{16}$/) as string,
      userName: "bob@example.com",
      displayName: "Bob Lee",
      active: true,
      name: { givenName: "Bob", familyName: "Lee" },
      emails: [{ type: "work", value: "bob@example.com", primary: true }],
      groups: [expect.objectContaining({ display: "users" })],
      entitlements: [{ value: "allow-cluster-create" }],
      externalId: "x1",
    });
    expect(account.users.get(idOf(bob))).not.toHaveProperty("entitlements");
    expect(engine.isEntitled(idOf(bob), "allow-cluster-create")).toBe(true);
    expect(engine.isEntitled(idOf(bob), "workspace-access")).toBe(true);
    expect(engine.isEntitled("1", "workspace-access")).toBe(false);
  });

  it("can't be made twice, but be let in from the account", () => {
    const { engine, account } = people();
    const bob = account.users.create({ userName: "bob@example.com", displayName: "B" });
    const again = { userName: "BOB@example.com", entitlements: [{ value: "workspace-access" }] };
    expect(engine.users.create(again)).toMatchObject({
      id: bob["id"],
      displayName: "B",
      entitlements: [{ value: "workspace-access" }],
    });
    expect(failure(() => engine.users.create(again))).toBe(
      "RESOURCE_CONFLICT: User with username bob@example.com already exists.",
    );
    expect(failure(() => account.users.create(again))).toBe(
      "RESOURCE_CONFLICT: User with email bob@example.com already exists in this account",
    );
  });

  it.each([
    [{}, "invalidValue: userName is required"],
    [{ userName: "bob" }, "invalidValue: Invalid userName bob: it must be an e-mail address."],
    [{ userName: "b@x", emails: [{}] }, "invalidValue: Invalid value for emails"],
    [
      { userName: "b@x", entitlements: [{ value: "all" }] },
      "invalidValue: Invalid entitlement all",
    ],
  ])("aren't made of %j", (resource, problem) => {
    const { engine, directory } = people();
    expect(failure(() => engine.users.create(resource))).toContain(problem);
    expect(directory.users()).toHaveLength(1);
  });

  it("are replaced: what isn't said is gone", () => {
    const { engine } = people();
    const { id } = engine.users.create({
      userName: "bob@example.com",
      displayName: "Bob",
      active: false,
      externalId: "x",
      entitlements: [{ value: "workspace-access" }],
    });
    const after = engine.users.replace(String(id), { userName: "Bob@example.com" });
    expect(after).toMatchObject({ id, displayName: "bob@example.com", active: true });
    expect(after).not.toHaveProperty("externalId");
    expect(after).not.toHaveProperty("entitlements");
    expect(failure(() => engine.users.replace(String(id), { userName: "eve@example.com" }))).toBe(
      "mutability: userName can't be changed: it is bob@example.com.",
    );
  });

  it("leave a workspace and stay in the account, where they can be deleted", () => {
    const { engine, account, ada } = people();
    const id = idOf(engine.users.create({ userName: "bob@example.com" }));
    const group = idOf(engine.groups.create({ displayName: "g", members: [{ value: id }] }));
    const { token_value: token } = engine.tokens.create(id, {});
    engine.users.delete(id, ada);
    const text = `RESOURCE_DOES_NOT_EXIST: User with id ${id} not found.`;
    expect(failure(() => engine.users.get(id))).toBe(text);
    expect(failure(() => engine.users.delete(id, ada))).toBe(text);
    expect(engine.groups.get(group)).not.toHaveProperty("members");
    expect(engine.authenticate(token)).toBeUndefined();
    expect(account.users.get(id)).toMatchObject({ active: true });
    account.users.delete(id, ada);
    expect(failure(() => account.users.get(id))).toBe(text);
    expect(failure(() => engine.users.delete(ada.id, ada))).toMatch(/yourself/);
  });

  it("need the schema of PATCH to be changed", () => {
    const { engine, ada } = people();
    const operations = [{ op: "add", path: "displayName", value: "A" }];
    expect(failure(() => engine.users.patch(ada.id, { operations }))).toMatch(/^invalidSyntax: /);
    expect(engine.users.patch(ada.id, patch(...operations))["displayName"]).toBe("A");
    expect(
      failure(() => engine.users.patch(ada.id, patch({ op: "remove", path: "entitlements" }))),
    ).toBe("invalidPath: No such attribute with the name : entitlements in the current resource");
  });
});

describe("service principals", () => {
  it("have application ids, chosen or not", () => {
    const { engine, directory } = people();
    const made = engine.servicePrincipals.create({ displayName: "robot", active: true });
    expect(made).toMatchObject({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal"],
      displayName: "robot",
      applicationId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    const applicationId = String(made["applicationId"]);
    expect(directory.servicePrincipalByClientId(applicationId.toUpperCase())?.id).toBe(made["id"]);
    expect(failure(() => engine.servicePrincipals.create({ applicationId }))).toBe(
      `RESOURCE_CONFLICT: Service principal with application ID ${applicationId} already exists.`,
    );
    expect(failure(() => engine.servicePrincipals.create({ applicationId: "x" }))).toMatch(
      /^invalidValue: Invalid applicationId x/,
    );
    const chosen = "11111111-2222-3333-4444-ABCDEF555555";
    expect(engine.servicePrincipals.create({ applicationId: chosen })).toMatchObject({
      applicationId: chosen.toLowerCase(),
      displayName: chosen.toLowerCase(),
    });
    expect(
      failure(() => engine.servicePrincipals.replace(idOf(made), { applicationId: chosen })),
    ).toMatch(/^mutability: applicationId/);
    expect(failure(() => engine.servicePrincipals.get("1"))).toBe(
      "RESOURCE_DOES_NOT_EXIST: Service principal with id 1 not found.",
    );
  });
});

describe("groups", () => {
  it("have members, who see them directly and not", () => {
    const { engine } = people();
    const bob = idOf(engine.users.create({ userName: "bob@example.com" }));
    const inner = idOf(engine.groups.create({ displayName: "inner", members: [{ value: bob }] }));
    const outer = engine.groups.create({
      displayName: "outer",
      members: [{ value: inner }, { value: inner }],
      entitlements: [{ value: "allow-cluster-create" }],
    });
    expect(outer).toEqual({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
      id: expect.any(String) as string,
      displayName: "outer",
      members: [{ display: "inner", value: inner, $ref: `Groups/${inner}` }],
      meta: { resourceType: "WorkspaceGroup" },
      entitlements: [{ value: "allow-cluster-create" }],
    });
    expect(engine.users.get(bob)["groups"]).toEqual([
      { display: "inner", type: "direct", value: inner, $ref: `Groups/${inner}` },
      { display: "outer", type: "indirect", value: outer["id"], $ref: `Groups/${idOf(outer)}` },
      expect.objectContaining({ display: "users", type: "direct" }),
    ]);
    expect(engine.isEntitled(bob, "allow-cluster-create")).toBe(true);
    engine.groups.patch(inner, patch({ op: "remove", path: `members[value eq "${bob}"]` }));
    expect(valuesOf(engine.users.get(bob), "groups")).toHaveLength(1);
    expect(engine.isEntitled(bob, "allow-cluster-create")).toBe(false);
  });

  it("can't be in themselves, nor have members who aren't there", () => {
    const { engine, account } = people();
    const a = idOf(engine.groups.create({ displayName: "a" }));
    const b = idOf(engine.groups.create({ displayName: "b", members: [{ value: a }] }));
    const add = (id: string) => patch({ op: "add", path: "members", value: [{ value: id }] });
    expect(failure(() => engine.groups.patch(a, add(a)))).toMatch(/^invalidValue: .* in itself/);
    expect(failure(() => engine.groups.patch(a, add(b)))).toMatch(/^invalidValue: .* in itself/);
    expect(failure(() => engine.groups.patch(a, add("5")))).toBe(
      "invalidValue: Members with id 5 not found.",
    );
    const eve = idOf(account.users.create({ userName: "eve@example.com" }));
    expect(failure(() => engine.groups.patch(a, add(eve)))).toMatch(/not found/);
  });

  it("have names of their own", () => {
    const { engine } = people();
    engine.groups.create({ displayName: "a" });
    const b = idOf(engine.groups.create({ displayName: "b" }));
    const taken = "RESOURCE_CONFLICT: Group with name A already exists.";
    expect(failure(() => engine.groups.create({ displayName: "A" }))).toBe(taken);
    expect(failure(() => engine.groups.replace(b, { displayName: "A" }))).toBe(taken);
    expect(failure(() => engine.groups.create({}))).toBe("invalidValue: displayName is required.");
    expect(engine.groups.replace(b, { displayName: "B" })["displayName"]).toBe("B");
  });

  it("of the system stay, and say who is an administrator", () => {
    const { engine, ada } = people();
    const bob = idOf(engine.users.create({ userName: "bob@example.com" }));
    const admins = idOf(engine.groups.list({ filter: "displayName eq admins" }).Resources[0] ?? {});
    const users = idOf(engine.groups.list({ filter: "displayName eq users" }).Resources[0] ?? {});
    expect(valuesOf(engine.groups.get(users), "members")).toEqual([ada.id, bob]);
    engine.groups.patch(admins, patch({ op: "add", path: "members", value: [{ value: bob }] }));
    expect(engine.isAdmin(bob)).toBe(true);
    expect(
      engine.groups.patch(
        users,
        patch({ op: "add", path: "entitlements", value: "allow-cluster-create" }),
      ),
    ).toMatchObject({
      members: [{ value: ada.id }, { value: bob }],
    });
    for (const [work, problem] of [
      [() => engine.groups.delete(admins, ada), /^BAD_REQUEST: Group admins/],
      [() => engine.groups.delete(users, ada), /^BAD_REQUEST: Group users/],
      [
        () => engine.groups.patch(admins, patch({ op: "remove", path: "members" })),
        /^invalidValue/,
      ],
      [
        () =>
          engine.groups.patch(admins, patch({ op: "replace", path: "displayName", value: "x" })),
        /^mutability/,
      ],
      [
        () =>
          engine.groups.patch(users, patch({ op: "remove", path: `members[value eq "${bob}"]` })),
        /^mutability/,
      ],
    ] as const) {
      expect(failure(work)).toMatch(problem);
    }
  });

  it("of the account come into a workspace with all who are in them", () => {
    const { engine, account, directory } = people();
    const eve = idOf(account.users.create({ userName: "eve@example.com" }));
    const inner = idOf(account.groups.create({ displayName: "inner", members: [{ value: eve }] }));
    const team = idOf(account.groups.create({ displayName: "team", members: [{ value: inner }] }));
    expect(failure(() => engine.groups.get(team))).toMatch(
      /^RESOURCE_DOES_NOT_EXIST: Group with id/,
    );
    directory.assign(1, team);
    expect(engine.groups.get(team)).toMatchObject({ meta: { resourceType: "Group" } });
    expect(engine.admits(eve)).toEqual({ id: eve, userName: "eve@example.com" });
    expect(valuesOf(engine.users.get(eve), "groups")).toHaveLength(3);
    const rename = patch({ op: "replace", path: "displayName", value: "x" });
    expect(failure(() => engine.groups.patch(team, rename))).toMatch(/^mutability: .*account/);
    engine.groups.patch(
      team,
      patch({ op: "add", path: "entitlements", value: "allow-cluster-create" }),
    );
    expect(engine.isEntitled(eve, "allow-cluster-create")).toBe(true);
    expect(account.groups.get(team)).not.toHaveProperty("entitlements");
    directory.unassign(1, team);
    expect(engine.admits(eve)).toBeUndefined();
  });

  it("of one workspace are not seen in another, nor in the account", () => {
    const { engine, account, directory } = people();
    const local = idOf(engine.groups.create({ displayName: "local" }));
    expect(failure(() => account.groups.get(local))).toMatch(/^RESOURCE_DOES_NOT_EXIST/);
    directory.removeWorkspace(1);
    expect(directory.groups()).toEqual([]);
    expect(directory.users()).toHaveLength(1);
  });

  it("can make account administrators, unless they are a workspace's own", () => {
    const { engine, account, directory } = people();
    const bob = idOf(engine.users.create({ userName: "bob@example.com" }));
    const roles = [{ value: "account_admin" }];
    engine.groups.create({ displayName: "sly", members: [{ value: bob }], roles });
    engine.users.patch(bob, patch({ op: "add", path: "roles", value: roles }));
    expect(directory.isAccountAdmin(bob)).toBe(false);
    account.groups.create({ displayName: "fair", members: [{ value: bob }], roles });
    expect(directory.isAccountAdmin(bob)).toBe(true);
  });
});
