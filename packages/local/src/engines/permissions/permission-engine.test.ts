import { describe, expect, it } from "vitest";
import { memoryStore } from "../../state/index.js";
import {
  PermissionEngine,
  type ObjectAccess,
  type PermissionEngineOptions,
  type PermissionPrincipal,
  type PrincipalsPort,
} from "./index.js";

const PEOPLE: readonly PermissionPrincipal[] = [
  { id: "1", kind: "user", name: "ada@x", displayName: "Ada" },
  { id: "2", kind: "user", name: "bob@x", displayName: "Bob" },
  { id: "3", kind: "user", name: "eve@x", displayName: "Eve" },
  { id: "4", kind: "servicePrincipal", name: "app-1", displayName: "Robot" },
  { id: "8", kind: "group", name: "admins", displayName: "admins" },
  { id: "9", kind: "group", name: "users", displayName: "users" },
];

/** Ada administers; everybody is in `users`. */
function world(inherited?: PermissionEngineOptions["inherited"]) {
  const gone = new Set<string>();
  const there = (): readonly PermissionPrincipal[] => PEOPLE.filter(({ id }) => !gone.has(id));
  const principals: PrincipalsPort = {
    find: (id) => there().find((one) => one.id === id),
    byName: (kind, name) => there().find((one) => one.kind === kind && one.name === name),
    isAdmin: (id) => id === "1",
    groupIds: () => new Set(["9"]),
  };
  const exists = (_kind: string, id: string): boolean | undefined =>
    id === "nobody" ? undefined : id !== "none";
  const store = memoryStore();
  return {
    engine: new PermissionEngine({ store, principals, exists, ...(inherited && { inherited }) }),
    gone,
  };
}

const shown = ({ entries }: ObjectAccess): string[] =>
  entries.flatMap(({ principal, permissions }) =>
    permissions.map(({ level, inheritedFrom: from = "" }) =>
      `${principal.name} ${level} ${from}`.trim(),
    ),
  );

function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code}: ${message}`;
  }
  return "none";
}

const FILE = ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"];
const MODEL = [
  "CAN_READ",
  "CAN_EDIT",
  "CAN_MANAGE_STAGING_VERSIONS",
  "CAN_MANAGE_PRODUCTION_VERSIONS",
  "CAN_MANAGE",
];
const WAREHOUSE = ["CAN_USE", "CAN_MONITOR", "CAN_VIEW", "CAN_MANAGE", "IS_OWNER"];

describe("the kinds of objects", () => {
  it.each([
    ["clusters", "cluster", ["CAN_ATTACH_TO", "CAN_RESTART", "CAN_MANAGE"]],
    ["cluster-policies", "cluster-policy", ["CAN_USE"]],
    ["instance-pools", "instance-pool", ["CAN_ATTACH_TO", "CAN_MANAGE"]],
    ["jobs", "job", ["CAN_VIEW", "CAN_MANAGE_RUN", "CAN_MANAGE", "IS_OWNER"]],
    ["pipelines", "pipelines", ["CAN_VIEW", "CAN_RUN", "CAN_MANAGE", "IS_OWNER"]],
    ["notebooks", "notebook", FILE],
    ["directories", "directory", FILE],
    ["files", "file", FILE],
    ["repos", "repo", FILE],
    ["experiments", "mlflowExperiment", ["CAN_READ", "CAN_EDIT", "CAN_MANAGE"]],
    ["registered-models", "registered-model", MODEL],
    ["sql/warehouses", "warehouses", WAREHOUSE],
    ["warehouses", "warehouses", WAREHOUSE],
    ["dbsql-dashboards", "dashboard", FILE],
    ["sql/alerts", "alert", FILE],
    ["sql/queries", "query", FILE],
    ["dashboards", "dashboard", FILE],
    ["alertsv2", "alertv2", FILE],
    ["genie", "genie-space", FILE],
    ["serving-endpoints", "serving-endpoint", ["CAN_VIEW", "CAN_QUERY", "CAN_MANAGE"]],
    ["vector-search-endpoints", "vector-search-endpoints", ["CAN_USE", "CAN_MANAGE"]],
    ["apps", "apps", ["CAN_USE", "CAN_MANAGE"]],
    ["database-instances", "database-instances", ["CAN_USE", "CAN_MANAGE"]],
    ["database-projects", "database-projects", ["CAN_CREATE", "CAN_USE", "CAN_MANAGE"]],
    ["knowledge-assistants", "knowledge-assistants", ["CAN_QUERY", "CAN_MANAGE"]],
    ["supervisor-agents", "supervisor-agents", ["CAN_QUERY", "CAN_MANAGE"]],
  ])("%s", (kind, name, levels) => {
    const { engine } = world();
    expect(engine.levels(kind, "x", "1").map(({ level }) => level)).toEqual(levels);
    const owner = levels.includes("IS_OWNER")
      ? [{ user_name: "ada@x", permission_level: "IS_OWNER" }]
      : [];
    const [least = "", ...rest] = levels;
    const next = rest[0] ?? least;
    engine.set(kind, "x", [...owner, { user_name: "bob@x", permission_level: least }], "1");
    const access = engine.update(kind, "x", [{ group_name: "users", permission_level: next }], "1");
    expect(access).toEqual(engine.get(kind, "x", "1"));
    expect(access.objectType).toBe(name);
    expect(access.objectId).toBe(kind === "warehouses" ? "/sql/warehouses/x" : `/${kind}/x`);
    const most = levels.filter((level) => level !== "IS_OWNER").at(-1) ?? "";
    expect(shown(access)).toEqual([
      ...(owner.length > 0 ? ["ada@x IS_OWNER"] : []),
      `bob@x ${least}`,
      `users ${next}`,
      `admins ${most} ${access.objectId.slice(0, -1)}`,
    ]);
    const unknown = [{ user_name: "bob@x", permission_level: "CAN_FLY" }];
    expect(failure(() => engine.update(kind, "x", unknown, "1"))).toMatch(
      /^INVALID_PARAMETER_VALUE: Invalid permission_level 'CAN_FLY'/,
    );
    const ownerError = failure(() => engine.set(kind, "x", [], "1"));
    expect(ownerError).toMatch(owner.length > 0 ? /must have exactly one owner/ : /^none$/);
    expect(failure(() => engine.get(kind, "none", "1"))).toMatch(/^RESOURCE_DOES_NOT_EXIST/);
    expect(failure(() => engine.get(kind, "nobody", "1"))).toMatch(/^NOT_IMPLEMENTED/);
  });

  it.each(["tokens", "passwords"])("authorization/%s, which there is one of", (id) => {
    const { engine } = world();
    const access = engine.get("authorization", id, "2");
    expect(access).toMatchObject({ objectId: `/authorization/${id}`, objectType: id });
    const most = id === "tokens" ? "CAN_MANAGE" : "CAN_USE";
    expect(shown(access)).toEqual(["users CAN_USE", `admins ${most} /authorization/`]);
    expect(engine.allows("authorization", id, "CAN_USE", "2")).toBe(true);
    engine.set("authorization", id, [{ user_name: "bob@x", permission_level: "CAN_USE" }], "1");
    expect(engine.allows("authorization", id, "CAN_USE", "2")).toBe(true);
    expect(engine.allows("authorization", id, "CAN_USE", "3")).toBe(false);
    expect(failure(() => engine.get("authorization", id, "3"))).toMatch(/^PERMISSION_DENIED/);
    expect(failure(() => engine.set("authorization", id, [], "2"))).toMatch(/^PERMISSION_DENIED/);
  });

  it.each(["planes", "authorization", "authorization/tokens", "constructor", "sql"])(
    "are known: %s is none",
    (kind) => {
      expect(failure(() => world().engine.get(kind, "x", "1"))).toMatch(
        /^INVALID_PARAMETER_VALUE: .* is not a supported object type/,
      );
    },
  );
});

describe("access lists", () => {
  it("give what is made to who made it", () => {
    const { engine } = world();
    engine.created("clusters", "c", [], "2");
    engine.created("jobs", "5", [], "2");
    expect(shown(engine.get("clusters", "c", "2"))).toEqual([
      "bob@x CAN_MANAGE",
      "admins CAN_MANAGE /clusters/",
    ]);
    expect(shown(engine.get("jobs", "5", "2"))[0]).toBe("bob@x IS_OWNER");
    engine.removed("jobs", "5");
    expect(shown(engine.get("jobs", "5", "1"))).toEqual(["admins CAN_MANAGE /jobs/"]);
  });

  it("may come with what is made", () => {
    const { engine } = world();
    const robot = { service_principal_name: "app-1", permission_level: "IS_OWNER" };
    engine.created("jobs", "5", [robot, { user_name: "bob@x", permission_level: "CAN_VIEW" }], "2");
    const list = ["app-1 IS_OWNER", "bob@x CAN_VIEW", "admins CAN_MANAGE /jobs/"];
    expect(shown(engine.get("jobs", "5", "2"))).toEqual(list);
    const two = [robot, { user_name: "bob@x", permission_level: "IS_OWNER" }];
    expect(failure(() => engine.checkNew("jobs", two, "2"))).toMatch(/exactly one owner/);
  });

  it("are replaced by set and merged by update, one right for each", () => {
    const { engine } = world();
    engine.created("clusters", "c", [], "2");
    const list = [
      { user_name: "eve@x", permission_level: "CAN_RESTART" },
      { user_name: "eve@x", permission_level: "CAN_ATTACH_TO" },
      { group_name: "admins", permission_level: "CAN_RESTART" },
    ];
    expect(shown(engine.update("clusters", "c", list, "2"))).toEqual([
      "bob@x CAN_MANAGE",
      "eve@x CAN_ATTACH_TO",
      "admins CAN_RESTART",
      "admins CAN_MANAGE /clusters/",
    ]);
    expect(shown(engine.set("clusters", "c", [], "2"))).toEqual(["admins CAN_MANAGE /clusters/"]);
    expect(failure(() => engine.get("clusters", "c", "2"))).toMatch(
      /^PERMISSION_DENIED: User bob@x/,
    );
  });

  it("show nobody who is gone", () => {
    const { engine, gone } = world();
    engine.created("clusters", "c", [], "2");
    gone.add("2");
    expect(shown(engine.get("clusters", "c", "1"))).toEqual(["admins CAN_MANAGE /clusters/"]);
  });

  it.each([
    [{ permission_level: "CAN_RESTART" }, /^INVALID_PARAMETER_VALUE: access_control_list/],
    [{ user_name: "bob@x", group_name: "users" }, /^INVALID_PARAMETER_VALUE: access_control_list/],
    [{ user_name: "bob@x" }, /^INVALID_PARAMETER_VALUE: Invalid permission_level ''/],
    [{ user_name: "bob@x", permission_level: "IS_OWNER" }, /^INVALID_PARAMETER_VALUE/],
    [{ user_name: "no@x", permission_level: "CAN_MANAGE" }, /^RESOURCE_DOES_NOT_EXIST: .*no@x/],
    [{ user_name: "app-1", permission_level: "CAN_MANAGE" }, /^RESOURCE_DOES_NOT_EXIST/],
  ])("can't say %j", (entry, problem) => {
    const { engine } = world();
    expect(failure(() => engine.update("clusters", "c", [entry], "1"))).toMatch(problem);
  });
});

describe("owners", () => {
  const owner = (name: string) => ({ user_name: name, permission_level: "IS_OWNER" });

  it("are one, and no group", () => {
    const { engine } = world();
    engine.created("jobs", "5", [], "2");
    const group = { group_name: "users", permission_level: "IS_OWNER" };
    expect(failure(() => engine.set("jobs", "5", [group], "1"))).toMatch(/can't be the owner/);
    const both = [owner("bob@x"), owner("eve@x")];
    expect(failure(() => engine.set("jobs", "5", both, "1"))).toMatch(/exactly one owner/);
    expect(failure(() => engine.update("jobs", "5", [owner("eve@x")], "1"))).toMatch(/exactly one/);
    expect(shown(engine.set("jobs", "5", [owner("eve@x")], "1"))[0]).toBe("eve@x IS_OWNER");
  });

  it("are changed by themselves and by administrators only", () => {
    const { engine } = world();
    const manage = { user_name: "eve@x", permission_level: "CAN_MANAGE" };
    engine.created("jobs", "5", [manage], "2");
    expect(failure(() => engine.set("jobs", "5", [owner("eve@x")], "3"))).toMatch(
      /^PERMISSION_DENIED: User eve@x does not have Is Owner permission on \/jobs\/5/,
    );
    expect(shown(engine.set("jobs", "5", [owner("bob@x"), manage], "3"))).toHaveLength(3);
    expect(shown(engine.set("jobs", "5", [owner("eve@x")], "2"))[0]).toBe("eve@x IS_OWNER");
  });
});

describe("rights", () => {
  it("include lesser ones, and come through groups", () => {
    const { engine } = world();
    engine.created(
      "clusters",
      "c",
      [{ group_name: "users", permission_level: "CAN_ATTACH_TO" }],
      "2",
    );
    const levels = ["CAN_ATTACH_TO", "CAN_RESTART", "CAN_MANAGE"];
    const of = (id: string): boolean[] =>
      levels.map((level) => engine.allows("clusters", "c", level, id));
    expect([of("1"), of("2"), of("3")]).toEqual([
      [true, true, true],
      [true, true, true],
      [true, false, false],
    ]);
    expect(failure(() => engine.check("clusters", "c", "CAN_RESTART", "3"))).toBe(
      "PERMISSION_DENIED: User eve@x does not have Can Restart permission on /clusters/c.",
    );
    expect(failure(() => engine.update("clusters", "c", [], "3"))).toMatch(/^PERMISSION_DENIED/);
    expect(failure(() => engine.update("cluster-policies", "c", [], "2"))).toMatch(/^PERMISSION/);
  });

  it("are not told of jobs that aren't there, but to administrators", () => {
    const { engine } = world();
    const check = (kind: string, id: string) =>
      failure(() => engine.check(kind, "none", "CAN_VIEW", id)).slice(0, 17);
    expect(check("jobs", "2")).toBe("PERMISSION_DENIED");
    expect(check("jobs", "1")).toBe("none");
    expect(check("clusters", "2")).toBe("none");
  });
});

describe("inherited rights", () => {
  const inFolder: PermissionEngineOptions["inherited"] = (kind, id) =>
    kind === "notebooks" && id === "n"
      ? [{ principalId: "2", level: "CAN_RUN", from: "/directories/d" }]
      : [];

  it("are shown with where they come from, beside those given on the object", () => {
    const { engine } = world(inFolder);
    const list = [
      { user_name: "bob@x", permission_level: "CAN_READ" },
      { user_name: "eve@x", permission_level: "CAN_EDIT" },
    ];
    expect(shown(engine.set("notebooks", "n", list, "1"))).toEqual([
      "bob@x CAN_READ",
      "bob@x CAN_RUN /directories/d",
      "eve@x CAN_EDIT",
      "admins CAN_MANAGE /notebooks/",
    ]);
    expect(engine.given("notebooks", "n")).toEqual([
      { principalId: "2", level: "CAN_READ" },
      { principalId: "3", level: "CAN_EDIT" },
    ]);
  });

  it("count as others do, and cannot be taken away on the object", () => {
    const { engine } = world(inFolder);
    engine.set("notebooks", "n", [], "1");
    expect(engine.allows("notebooks", "n", "CAN_RUN", "2")).toBe(true);
    expect(engine.allows("notebooks", "n", "CAN_EDIT", "2")).toBe(false);
    expect(engine.allows("notebooks", "other", "CAN_READ", "2")).toBe(false);
  });
});
