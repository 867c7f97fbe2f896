import { describe, expect, it } from "vitest";
import { failure, people } from "./testing/people.js";

describe("tokens, for administrators", () => {
  it("are everybody's, by who made them", () => {
    const { engine, ada, clock } = people();
    const bob = engine.ensureUser({ userName: "bob@example.com" });
    const his = engine.tokens.create(bob.id, { comment: "his", lifetime_seconds: 60 });
    engine.tokens.create(ada.id, { comment: "hers" });
    engine.authenticate(his.token_value);
    const { tokenManagement } = engine;
    const comments = (filter?: Parameters<typeof tokenManagement.list>[0]): string[] =>
      tokenManagement.list(filter).map(({ comment }) => comment);
    expect(comments()).toEqual(["his", "hers"]);
    expect(comments({ createdById: ada.id })).toEqual(["hers"]);
    expect(comments({ createdByUserName: "Bob@example.com" })).toEqual(["his"]);
    expect(comments({ createdById: ada.id, createdByUserName: "bob@example.com" })).toEqual([]);
    const id = his.token_info.token_id;
    expect(tokenManagement.get(id)).toEqual({
      token_id: id,
      comment: "his",
      owner_id: bob.id,
      created_by_id: bob.id,
      created_by_username: "bob@example.com",
      creation_time: clock.now(),
      expiry_time: clock.now() + 60_000,
      last_used_day: Date.UTC(2026, 0, 1),
    });
    expect(tokenManagement.update(id, { comment: "ours" }, "comment").comment).toBe("ours");
    tokenManagement.delete(id);
    expect(engine.authenticate(his.token_value)).toBeUndefined();
    expect(failure(() => tokenManagement.delete(id))).toMatch(/^RESOURCE_DOES_NOT_EXIST: Token/);
    engine.users.delete(bob.id, ada);
  });

  it("are made for programs", () => {
    const { engine, account, ada } = people();
    const robot = engine.servicePrincipals.create({});
    const isHere = (id: string): boolean => engine.admits(id) !== undefined;
    const made = engine.tokenManagement.createOnBehalfOf(
      String(robot["applicationId"]),
      { lifetime_seconds: 60 },
      ada.id,
      isHere,
    );
    expect(made.token_info).toMatchObject({
      owner_id: robot["id"],
      created_by_id: ada.id,
      created_by_username: ada.userName,
    });
    expect(engine.authenticate(made.token_value)?.userName).toBe(robot["applicationId"]);
    const elsewhere = String(account.servicePrincipals.create({})["applicationId"]);
    expect(
      failure(() => engine.tokenManagement.createOnBehalfOf(elsewhere, {}, ada.id, isHere)),
    ).toBe(
      `RESOURCE_DOES_NOT_EXIST: Service principal with application ID ${elsewhere} does not exist.`,
    );
  });
});
