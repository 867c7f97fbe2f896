import { beforeEach, describe, expect, it } from "vitest";
import { type ControlledClock, manualClock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import { memoryStore, type Store } from "../../state/index.js";
import { CatalogEngine, type VolumeFolders } from "./index.js";

const START = 1_700_000_000_000;
const ME = "me@example.com";

let clock: ControlledClock;
let store: Store;
let moves: string[];
let engine: CatalogEngine;

/** Notes what happens to the real folders. */
const folders: VolumeFolders = {
  create: (name, location) => void moves.push(`create ${[...name, location ?? ""].join("/")}`),
  rename: (from, to) => void moves.push(`rename ${from.join("/")} ${to.join("/")}`),
  remove: (name, location) => void moves.push(`remove ${[...name, location ?? ""].join("/")}`),
};

const open = (): CatalogEngine =>
  new CatalogEngine({
    store,
    clock,
    admin: "admin@example.com",
    folders,
    isPrincipal: (name) => name !== "nobody",
  });

beforeEach(() => {
  clock = manualClock(START);
  store = memoryStore();
  moves = [];
  engine = open();
});

const volume = (name: string, more: object = {}): ReturnType<typeof engine.volumes.create> =>
  engine.volumes.create(
    { catalog_name: "main", schema_name: "default", name, volume_type: "MANAGED", ...more },
    ME,
  );
const schema = (name: string, catalog = "main"): ReturnType<typeof engine.schemas.create> =>
  engine.schemas.create({ catalog_name: catalog, name }, ME);

function failure(work: () => unknown): { code: string; message: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof WorkspaceError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("expected an error");
}

const names = (page: { readonly items: readonly { readonly name: string }[] }): string[] =>
  page.items.map(({ name }) => name);

describe("a new workspace", () => {
  it("has its first catalogs, each with its first schemas, once", () => {
    const first = ["hive_metastore", "main", "samples", "system", "workspace"];
    expect(names(engine.catalogs.list({}))).toEqual(first);
    for (const name of first) {
      expect(names(engine.schemas.list(name, {}))).toEqual(["default", "information_schema"]);
    }
    const { metastoreId } = engine;
    engine.catalogs.delete("workspace");
    engine = open();
    expect(engine.metastoreId).toBe(metastoreId);
    expect(names(engine.catalogs.list({}))).not.toContain("workspace");
  });

  it.each(["samples", "system", "hive_metastore"])("guards catalog %s", (name) => {
    const refused = { code: "PERMISSION_DENIED" };
    expect(failure(() => engine.catalogs.update(name, { comment: "x" }, ME))).toMatchObject(
      refused,
    );
    expect(failure(() => engine.catalogs.delete(name, true))).toMatchObject(refused);
    expect(failure(() => schema("s", name))).toMatchObject(refused);
    expect(failure(() => engine.schemas.delete(`${name}.default`))).toMatchObject(refused);
    expect(failure(() => volume("v", { catalog_name: name }))).toMatchObject(refused);
  });

  it("guards each information_schema", () => {
    const refused = { code: "PERMISSION_DENIED" };
    const at = "main.information_schema";
    expect(failure(() => engine.schemas.delete(at, true))).toMatchObject(refused);
    expect(failure(() => engine.schemas.update(at, { comment: "x" }, ME))).toMatchObject(refused);
    const inside = { schema_name: "information_schema" };
    expect(failure(() => volume("v", inside))).toMatchObject(refused);
  });
});

describe("objects", () => {
  it("have names in lower case, and say whose they are", () => {
    const audit = {
      owner: ME,
      created_by: ME,
      created_at: START,
      updated_by: ME,
      updated_at: START,
      metastore_id: engine.metastoreId,
      browse_only: false,
    };
    expect(engine.catalogs.create({ name: "Sales", comment: "c" }, ME)).toMatchObject({
      ...audit,
      name: "sales",
      full_name: "sales",
      comment: "c",
      catalog_type: "MANAGED_CATALOG",
      securable_type: "CATALOG",
      isolation_mode: "OPEN",
      provisioning_info: { state: "ACTIVE" },
    });
    expect(schema("Raw", "SALES")).toMatchObject({
      ...audit,
      catalog_name: "sales",
      name: "raw",
      full_name: "sales.raw",
      catalog_type: "MANAGED_CATALOG",
    });
    const at = { catalog_name: "Sales", schema_name: "RAW" };
    const made = volume("Files", at);
    expect(made).toMatchObject({ ...audit, full_name: "sales.raw.files", volume_type: "MANAGED" });
    expect(made.volume_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(engine.volumes.get("SALES.Raw.FILES")).toEqual(made);
    expect(engine.volumes.exists("sales", "raw", "files")).toBe(true);
    expect(moves).toEqual(["create sales/raw/files/"]);
  });

  it.each(["", "a.b", "a b", "a/b", "a\tb", "x".repeat(256)])("are not called '%s'", (name) => {
    const made = [
      ["CreateCatalog", () => engine.catalogs.create({ name }, ME)],
      ["CreateSchema", () => schema(name)],
      ["CreateVolume", () => volume(name)],
      ["UpdateCatalog", () => engine.catalogs.update("main", { new_name: name }, ME)],
    ] as const;
    for (const [call, work] of made) {
      const kind = call.slice(6);
      expect(failure(work)).toMatchObject({
        code: "INVALID_PARAMETER_VALUE",
        message: expect.stringContaining(
          `Invalid input: RPC ${call} Field managedcatalog.${kind}Info.name: name "${name}" is not a valid name.`,
        ),
      });
    }
  });

  it("are unique, and found where they are only", () => {
    engine.catalogs.create({ name: "c" }, ME);
    schema("s", "c");
    volume("v");
    const cases: readonly (readonly [() => unknown, string, string])[] = [
      [
        () => engine.catalogs.create({ name: "C" }, ME),
        "CATALOG_ALREADY_EXISTS",
        "Catalog 'c' already exists",
      ],
      [() => schema("S", "c"), "SCHEMA_ALREADY_EXISTS", "Schema 's' already exists"],
      [() => volume("V"), "VOLUME_ALREADY_EXISTS", "Volume 'v' already exists"],
      [() => schema("s", "no"), "CATALOG_DOES_NOT_EXIST", "Catalog 'no' does not exist."],
      [() => engine.catalogs.get("no"), "CATALOG_DOES_NOT_EXIST", "Catalog 'no' does not exist."],
      [() => engine.schemas.get("c.no"), "SCHEMA_DOES_NOT_EXIST", "Schema 'c.no' does not exist."],
      [() => engine.schemas.get("no.s"), "CATALOG_DOES_NOT_EXIST", "Catalog 'no' does not exist."],
      [
        () => engine.volumes.get("c.s.no"),
        "VOLUME_DOES_NOT_EXIST",
        "Volume 'c.s.no' does not exist.",
      ],
      [
        () => engine.volumes.get("c.no.v"),
        "SCHEMA_DOES_NOT_EXIST",
        "Schema 'c.no' does not exist.",
      ],
      [
        () => volume("v", { schema_name: "no" }),
        "SCHEMA_DOES_NOT_EXIST",
        "Schema 'main.no' does not exist.",
      ],
      [() => engine.volumes.list("main", "no", {}), "SCHEMA_DOES_NOT_EXIST", "Schema 'main.no'"],
      [() => engine.volumes.delete("main.default.no"), "VOLUME_DOES_NOT_EXIST", "Volume"],
    ];
    for (const [work, code, message] of cases) {
      expect(failure(work)).toMatchObject({ code, message: expect.stringContaining(message) });
    }
  });
});

describe("updates", () => {
  it("change what they name and nothing else", () => {
    const before = volume("v", { comment: "old" });
    clock.advance(1000);
    const after = engine.volumes.update("main.default.v", { comment: "new", owner: "you" }, "it");
    expect(after).toEqual({
      ...before,
      comment: "new",
      owner: "you",
      updated_at: START + 1000,
      updated_by: "it",
    });
    const properties = { a: "1" };
    expect(engine.catalogs.update("main", { properties }, ME)).toMatchObject({
      properties,
      owner: "admin@example.com",
    });
  });

  it("that say nothing, or name nobody, are refused", () => {
    volume("v");
    const nothing = [
      ["Catalog", () => engine.catalogs.update("main", {}, ME)],
      ["Schema", () => engine.schemas.update("main.default", {}, ME)],
      ["Volume", () => engine.volumes.update("main.default.v", { comment: undefined }, ME)],
    ] as const;
    for (const [kind, work] of nothing) {
      expect(failure(work)).toEqual({
        code: "INVALID_PARAMETER_VALUE",
        message: `Update${kind} Nothing to update.`,
      });
    }
    expect(failure(() => engine.catalogs.update("main", { owner: "nobody" }, ME))).toEqual({
      code: "PRINCIPAL_DOES_NOT_EXIST",
      message: "Could not find principal with name nobody",
    });
  });

  it("of a name take along what is inside", () => {
    engine.catalogs.create({ name: "c" }, ME);
    schema("s", "c");
    const { volume_id } = volume("v", { catalog_name: "c", schema_name: "s" });
    moves = [];
    engine.volumes.update("c.s.v", { new_name: "V2" }, ME);
    engine.schemas.update("c.s", { new_name: "s2" }, ME);
    engine.catalogs.update("c", { new_name: "c2" }, ME);
    expect(engine.volumes.get("c2.s2.v2")).toMatchObject({ volume_id, full_name: "c2.s2.v2" });
    expect(engine.schemas.get("c2.s2")).toMatchObject({ catalog_name: "c2" });
    expect(names(engine.schemas.list("c2", {}))).toEqual(["default", "information_schema", "s2"]);
    expect(failure(() => engine.volumes.get("c.s.v")).code).toBe("CATALOG_DOES_NOT_EXIST");
    expect(engine.volumes.exists("c", "s", "v")).toBe(false);
    expect(moves).toEqual(["rename c/s/v c/s/v2", "rename c/s c/s2", "rename c c2"]);
  });

  it("of a name to one that is taken are refused, to its own are not", () => {
    volume("v");
    volume("w");
    const rename = (new_name: string): unknown =>
      engine.volumes.update("main.default.v", { new_name }, ME);
    expect(failure(() => rename("W")).code).toBe("VOLUME_ALREADY_EXISTS");
    expect(rename("V")).toMatchObject({ name: "v" });
    schema("s");
    const schemas = (): unknown => engine.schemas.update("main.s", { new_name: "default" }, ME);
    expect(failure(schemas).code).toBe("SCHEMA_ALREADY_EXISTS");
    const catalogs = (): unknown => engine.catalogs.update("main", { new_name: "system" }, ME);
    expect(failure(catalogs).code).toBe("CATALOG_ALREADY_EXISTS");
  });

  it("hand predictive optimization down", () => {
    const flag = (): unknown =>
      engine.schemas.get("main.default").effective_predictive_optimization_flag;
    const inherited = { inherited_from_type: "CATALOG", inherited_from_name: "main" };
    expect(flag()).toEqual({ value: "DISABLE", ...inherited });
    engine.catalogs.update("main", { enable_predictive_optimization: "ENABLE" }, ME);
    expect(flag()).toEqual({ value: "ENABLE", ...inherited });
    engine.schemas.update("main.default", { enable_predictive_optimization: "DISABLE" }, ME);
    expect(flag()).toEqual({ value: "DISABLE" });
  });
});

describe("deleting", () => {
  it("is refused for what holds something, unless forced", () => {
    schema("s");
    volume("v", { schema_name: "s" });
    expect(failure(() => engine.schemas.delete("main.s"))).toEqual({
      code: "SCHEMA_NOT_EMPTY",
      message:
        "Schema 'main.s' is not empty. The schema has 0 tables(s), 0 functions(s), 1 volumes(s)",
    });
    expect(failure(() => engine.catalogs.delete("main"))).toMatchObject({
      code: "CATALOG_NOT_EMPTY",
      message: expect.stringContaining("Catalog 'main' is not empty."),
    });
    moves = [];
    engine.schemas.delete("main.s", true);
    expect(moves).toEqual(["remove main/s/v/", "remove main/s/"]);
    volume("w");
    expect(failure(() => engine.catalogs.delete("main")).code).toBe("CATALOG_NOT_EMPTY");
    engine.catalogs.delete("main", true);
    expect(engine.volumes.exists("main", "default", "w")).toBe(false);
    expect(failure(() => engine.schemas.list("main", {})).code).toBe("CATALOG_DOES_NOT_EXIST");
  });

  it("takes a catalog that holds no more than at first, or less", () => {
    engine.catalogs.create({ name: "c" }, ME);
    engine.schemas.delete("c.default");
    engine.catalogs.delete("C");
    engine.catalogs.delete("workspace");
    expect(names(engine.catalogs.list({}))).not.toContain("c");
  });
});

describe("volumes", () => {
  it("that are managed are not placed, those that are external must be", () => {
    const location = "s3://bucket/a/";
    const refused = (more: object): string => failure(() => volume("v", more)).message;
    expect(refused({ storage_location: location })).toBe(
      "CreateVolume storage_location can not be provided.",
    );
    expect(refused({ volume_type: "EXTERNAL" })).toContain("storage_location must be given");
    expect(refused({ volume_type: "EXTERNAL", storage_location: "/a" })).toContain("as a URL");
    expect(refused({ volume_type: "OTHER" })).toContain("must be MANAGED or EXTERNAL");
    const made = volume("v", { volume_type: "EXTERNAL", storage_location: location });
    expect(made.storage_location).toBe("s3://bucket/a");
    expect(moves).toEqual(["create main/default/v/s3://bucket/a"]);
    engine.volumes.delete("main.default.v");
    expect(moves.at(-1)).toBe("remove main/default/v/s3://bucket/a");
  });

  it("do not share their place", () => {
    const external = (name: string, storage_location: string): unknown =>
      volume(name, { volume_type: "EXTERNAL", storage_location });
    external("a", "s3://bucket/a");
    for (const clash of ["s3://bucket/a/", "s3://bucket/a/b", "s3://bucket"]) {
      expect(failure(() => external("b", clash)).message).toContain("overlaps");
    }
    external("b", "s3://bucket/ab");
  });
});

describe("lists", () => {
  it("come by name, whole or in pages", () => {
    for (let index = 0; index < 130; index += 1) schema(`s${String(index).padStart(3, "0")}`);
    expect(engine.schemas.list("main", {}).items).toHaveLength(132);
    const usual = engine.schemas.list("main", { max_results: 0 });
    expect(usual.items).toHaveLength(100);
    const seen: string[] = [];
    for (let token: string | undefined = ""; token !== undefined;) {
      const page = engine.schemas.list("main", { max_results: 50, page_token: token });
      seen.push(...names(page));
      token = page.next_page_token;
    }
    expect(seen).toEqual(names(engine.schemas.list("main", {})));
  });

  it("refuse what was not given out", () => {
    const invalid = { code: "INVALID_PARAMETER_VALUE" };
    expect(failure(() => engine.catalogs.list({ max_results: -1 }))).toMatchObject(invalid);
    expect(failure(() => engine.catalogs.list({ page_token: "?" }))).toMatchObject(invalid);
  });
});
