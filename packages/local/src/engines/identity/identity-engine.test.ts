import { describe, expect, it } from "vitest";
import { failure, PATCH, people } from "./testing/people.js";

describe("users", () => {
  it("are there once, however often they are asked for", () => {
    const { engine, ada, directory } = people();
    expect(engine.ensureUser({ userName: "ADA@example.com", id: "7" })).toEqual(ada);
    const bob = engine.ensureUser({
      userName: "bob@example.com",
      id: "12",
      displayName: "Bob B. Lee",
    });
    expect(bob).toEqual({ id: "12", userName: "bob@example.com" });
    expect(engine.users.get("12")).toMatchObject({
      name: { givenName: "Bob", familyName: "B. Lee" },
      groups: [{ display: "users" }],
    });
    expect(directory.groups()).toHaveLength(2);
    expect(["Bob@example.com", "eve@example.com"].map((name) => engine.isPrincipal(name))).toEqual([
      true,
      false,
    ]);
    expect([ada.id, bob.id, "none"].map((id) => engine.isAdmin(id))).toEqual([true, false, false]);
  });

  it("who were deactivated stay so, but for the first administrator", () => {
    const { engine, directory, ada } = people();
    const bob = engine.ensureUser({ userName: "bob@example.com" });
    for (const { id } of [ada, bob]) {
      const operations = [{ op: "replace", path: "active", value: false }];
      engine.users.patch(id, { schemas: PATCH, operations });
    }
    expect(directory.isActive(bob.id)).toBe(false);
    engine.ensureUser({ userName: "bob@example.com" });
    engine.ensureUser({ userName: "ada@example.com", accountAdmin: true });
    expect([bob, ada].map(({ id }) => directory.isActive(id))).toEqual([false, true]);
  });
});

describe("whoever asks", () => {
  it("sees themselves with all that they may do", () => {
    const { engine, ada } = people();
    expect(engine.me(ada)).toEqual({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      id: ada.id,
      userName: "ada@example.com",
      displayName: "ada@example.com",
      active: true,
      name: { givenName: "ada@example.com" },
      emails: [{ type: "work", value: "ada@example.com", primary: true }],
      groups: ["admins", "users"].map((display) => ({
        display,
        type: "direct",
        value: expect.any(String) as string,
        $ref: expect.stringMatching(/^Groups\/\d{16}$/) as string,
      })),
      entitlements: [
        { value: "allow-cluster-create" },
        { value: "allow-instance-pool-create" },
        { value: "workspace-access" },
        { value: "databricks-sql-access" },
      ],
    });
    expect(ada.id).toMatch(/^\d{16}$/);
  });

  it("is a program whose user name is its application id", () => {
    const { engine } = people();
    const made = engine.servicePrincipals.create({ displayName: "robot" });
    const principal = { id: String(made["id"]), userName: String(made["applicationId"]) };
    expect(engine.admits(principal.id)).toEqual(principal);
    expect(engine.me(principal)).toMatchObject({
      userName: made["applicationId"],
      displayName: "robot",
      groups: [{ display: "users" }],
    });
  });

  it.each([
    [{ attributes: "userName, displayname" }, ["displayName", "id", "schemas", "userName"]],
    [{ attributes: "nothing" }, ["id", "schemas"]],
    [{ attributes: "a b" }, ["id", "schemas"]],
    [
      { attributes: "urn:ietf:params:scim:schemas:core:2.0:User:userName" },
      ["id", "schemas", "userName"],
    ],
    [
      { excluded: "groups,emails,name,id,roles,entitlements" },
      ["active", "displayName", "id", "schemas", "userName"],
    ],
    [{ attributes: "userName,active", excluded: "active" }, ["id", "schemas", "userName"]],
  ])("is shown the attributes of %j", (projection, names) => {
    const { engine, ada } = people();
    expect(Object.keys(engine.me(ada, projection)).sort()).toEqual(names);
  });

  it("is shown parts of attributes", () => {
    const { engine, ada } = people();
    const email = { value: "ada@example.com" };
    expect(engine.me(ada, { attributes: "emails.VALUE" })["emails"]).toEqual([email]);
    const rest = { type: "work", primary: true };
    expect(engine.me(ada, { excluded: "emails.value" })["emails"]).toEqual([rest]);
  });

  it("is nobody when they are gone, or in another workspace only", () => {
    const { engine, account, ada } = people();
    const eve = String(account.users.create({ userName: "eve@example.com" })["id"]);
    expect(engine.admits(eve)).toBeUndefined();
    expect(engine.principalByName("eve@example.com")).toBeUndefined();
    expect(failure(() => engine.me({ id: eve, userName: "" }))).toBe(
      `RESOURCE_DOES_NOT_EXIST: User with id ${eve} not found.`,
    );
    const { token_value: token } = engine.tokens.create(ada.id, {});
    account.users.delete(ada.id, { id: eve, userName: "" });
    expect(engine.authenticate(token)).toBeUndefined();
  });
});

describe("tokens", () => {
  it("are shown once, and kept as a hash", () => {
    const { engine, ada, store, clock } = people();
    const { token_value: value, token_info: info } = engine.tokens.create(ada.id, {
      comment: "ci",
    });
    expect(value).toMatch(/^dapi[0-9a-f]{32}$/);
    expect(info).toEqual({
      token_id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      comment: "ci",
      creation_time: clock.now(),
      expiry_time: -1,
    });
    expect(engine.tokens.list(ada.id)).toEqual([info]);
    const kept = JSON.stringify(store.scope("workspace").collection("tokens").values());
    expect(kept).not.toContain(value);
    expect(engine.authenticate(value)).toEqual(ada);
    expect(engine.tokens.list(ada.id)).toMatchObject([{ last_accessed_time: clock.now() }]);
  });

  it("end when their time is over", () => {
    const { engine, ada, clock } = people();
    const { token_value: value } = engine.tokens.create(ada.id, { lifetime_seconds: 60 });
    clock.advance(59_999);
    expect(engine.authenticate(value)).toEqual(ada);
    clock.advance(1);
    expect(engine.authenticate(value)).toBeUndefined();
    expect(engine.tokens.list(ada.id)).toMatchObject([{ expiry_time: clock.now() }]);
  });

  it("end when they are deleted, which only their owner can do", () => {
    const { engine, ada } = people();
    const eve = engine.ensureUser({ userName: "eve@example.com" });
    const { token_value: value, token_info: info } = engine.tokens.create(ada.id, {});
    const text = `RESOURCE_DOES_NOT_EXIST: Token does not exist: ${info.token_id}`;
    expect(failure(() => engine.tokens.delete(eve.id, info.token_id))).toBe(text);
    expect(engine.tokens.list(eve.id)).toEqual([]);
    engine.tokens.delete(ada.id, info.token_id);
    expect(engine.authenticate(value)).toBeUndefined();
    expect(failure(() => engine.tokens.delete(ada.id, info.token_id))).toBe(text);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e16])("refuse a life of %s", (seconds) => {
    const { engine, ada } = people();
    expect(failure(() => engine.tokens.create(ada.id, { lifetime_seconds: seconds }))).toMatch(
      /^INVALID_PARAMETER_VALUE: Invalid lifetime_seconds/,
    );
  });

  it("are limited in number, expired ones aside", () => {
    const { engine, ada, clock } = people({ tokenQuota: 2 });
    engine.tokens.create(ada.id, { lifetime_seconds: 1 });
    engine.tokens.create(ada.id, {});
    expect(failure(() => engine.tokens.create(ada.id, {}))).toMatch(/^QUOTA_EXCEEDED: You have 2/);
    clock.advance(1000);
    engine.tokens.create(ada.id, {});
    const bob = engine.ensureUser({ userName: "bob@example.com" });
    engine.tokens.create(bob.id, {});
  });

  it("have scopes, chosen or not", () => {
    const { engine, ada } = people();
    expect(engine.tokens.create(ada.id, { scopes: ["sql"] }).token_info).toMatchObject({
      scopes: ["sql"],
      autoscope_state: "AUTOSCOPE_STATE_USER_SELECTED",
    });
    expect(engine.tokens.create(ada.id, { autoscope_enabled: true }).token_info).toMatchObject({
      autoscope_state: "AUTOSCOPE_STATE_RUNNING",
    });
    expect(
      failure(() => engine.tokens.create(ada.id, { scopes: ["sql"], autoscope_enabled: true })),
    ).toBe("INVALID_PARAMETER_VALUE: scopes can't be given with autoscope_enabled.");
  });

  it("change in comment and scopes", () => {
    const { engine, ada } = people();
    const { token_id: id } = engine.tokens.create(ada.id, {
      comment: "a",
      scopes: ["sql"],
    }).token_info;
    engine.tokens.update(ada.id, id, { comment: "b" }, "comment");
    expect(engine.tokens.list(ada.id)).toMatchObject([{ comment: "b", scopes: ["sql"] }]);
    engine.tokens.update(ada.id, id, { scopes: ["jobs"] }, "comment,scopes");
    expect(engine.tokens.list(ada.id)).toMatchObject([{ comment: "", scopes: ["jobs"] }]);
    engine.tokens.update(ada.id, id, {}, "*");
    expect(engine.tokens.list(ada.id)[0]).not.toHaveProperty("scopes");
    for (const mask of ["expiry_time", "", "comment, scopes"]) {
      expect(failure(() => engine.tokens.update(ada.id, id, {}, mask))).toMatch(
        /^INVALID_PARAMETER_VALUE: Invalid update_mask/,
      );
    }
    expect(failure(() => engine.tokens.update(ada.id, "x", {}, "comment"))).toMatch(
      /^RESOURCE_DOES/,
    );
  });

  it("can be registered with a value of one's own, once", () => {
    const { engine, ada, store } = people();
    const info = engine.tokens.register(ada.id, "dapi-local", "first");
    expect(engine.tokens.register(ada.id, "dapi-local")).toEqual(info);
    expect(engine.authenticate("dapi-local")).toEqual(ada);
    const { engine: again } = people({ store });
    expect(again.authenticate("dapi-local")).toEqual(ada);
    expect(again.authenticate("dapi-locaL")).toBeUndefined();
    expect(again.authenticate("")).toBeUndefined();
  });
});
