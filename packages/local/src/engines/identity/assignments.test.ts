import { describe, expect, it } from "vitest";
import { Assignments } from "./index.js";
import { failure, people } from "./testing/people.js";

describe("assignments", () => {
  it("put people into a workspace and make them its administrators", () => {
    const { directory, engine, account, ada } = people();
    const assignments = new Assignments(directory, (id) => id === 1);
    const eve = String(account.users.create({ userName: "eve@example.com" })["id"]);
    expect(assignments.set(1, eve, ["USER"])).toMatchObject({ level: "USER" });
    expect(engine.isAdmin(eve)).toBe(false);
    expect(assignments.set(1, eve, ["USER", "ADMIN"])).toMatchObject({ level: "ADMIN" });
    expect(engine.isAdmin(eve)).toBe(true);
    const list = assignments.list(1).map(({ principal, level }) => [principal.id, level]);
    expect(list).toEqual([
      [ada.id, "ADMIN"],
      [eve, "ADMIN"],
    ]);
    assignments.set(1, eve, ["USER"]);
    expect(engine.isAdmin(eve)).toBe(false);
    expect(assignments.set(1, eve, [])).toBeUndefined();
    expect(engine.admits(eve)).toBeUndefined();
    assignments.set(1, eve, ["ADMIN"]);
    assignments.delete(1, eve);
    expect(engine.admits(eve)).toBeUndefined();
    assignments.set(1, eve, ["USER"]);
    expect(engine.isAdmin(eve)).toBe(false);
  });

  it("are of workspaces and people that are there", () => {
    const { directory, engine, ada } = people();
    const assignments = new Assignments(directory, (id) => id === 1);
    const local = String(engine.groups.create({ displayName: "local" })["id"]);
    const missing = (id: string) => `RESOURCE_DOES_NOT_EXIST: Principal with id ${id} not found.`;
    expect(failure(() => assignments.set(1, local, ["USER"]))).toBe(missing(local));
    expect(failure(() => assignments.set(1, "9", ["USER"]))).toBe(missing("9"));
    expect(failure(() => assignments.delete(1, "9"))).toBe(missing("9"));
    for (const work of [
      () => assignments.list(2),
      () => assignments.set(2, ada.id, ["USER"]),
      () => assignments.delete(2, ada.id),
    ]) {
      expect(failure(work)).toBe("RESOURCE_DOES_NOT_EXIST: Workspace 2 does not exist.");
    }
  });
});
