import { describe, expect } from "vitest";
import { proof } from "../testing/proof.js";

const UC = "/api/2.1/unity-catalog";

describe("catalog.CatalogsAPI", () => {
  proof(
    [
      "catalog.CatalogsAPI.create",
      "catalog.CatalogsAPI.get",
      "catalog.CatalogsAPI.list",
      "catalog.CatalogsAPI.update",
      "catalog.CatalogsAPI.delete",
    ],
    "creates, finds, changes and deletes",
    async ({ workspace, call, error }) => {
      const { userName } = workspace;
      const made = await call("POST", `${UC}/catalogs`, {
        name: "Sales",
        comment: "all of it",
        properties: { a: "1" },
        storage_root: "s3://bucket/root/",
      });
      expect(made).toMatchObject({ name: "sales", owner: userName, properties: { a: "1" } });
      expect(made["storage_location"]).toMatch(/^s3:\/\/bucket\/root\/__unitystorage\/catalogs\//);
      expect(await call("GET", `${UC}/catalogs/SALES?include_browse=true`)).toEqual(made);
      const first = await call<{ catalogs: { name: string }[]; next_page_token: string }>(
        "GET",
        `${UC}/catalogs?max_results=4&include_unbound=true`,
      );
      expect(first.catalogs).toHaveLength(4);
      const rest = await call("GET", `${UC}/catalogs?page_token=${first.next_page_token}`);
      expect(rest).toMatchObject({ catalogs: [{ name: "system" }, { name: "workspace" }] });
      expect(rest).not.toHaveProperty("next_page_token");
      const change = { new_name: "Trade", isolation_mode: "ISOLATED" };
      expect(await call("PATCH", `${UC}/catalogs/sales`, change)).toMatchObject({
        name: "trade",
        isolation_mode: "ISOLATED",
      });
      expect(await error("PATCH", `${UC}/catalogs/trade`, {})).toMatchObject({
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
      });
      expect(await call("DELETE", `${UC}/catalogs/trade`)).toEqual({});
      expect(await error("GET", `${UC}/catalogs/trade`)).toMatchObject({
        status: 404,
        errorCode: "CATALOG_DOES_NOT_EXIST",
      });
      expect(await error("POST", `${UC}/catalogs`, { name: "main" })).toMatchObject({
        status: 400,
        errorCode: "CATALOG_ALREADY_EXISTS",
      });
      expect(await error("DELETE", `${UC}/catalogs/system?force=true`)).toMatchObject({
        status: 403,
      });
    },
  );

  proof(["catalog.CatalogsAPI.create"], "knows shared and foreign catalogs", async ({ call }) => {
    const shared = { name: "shared", provider_name: "p", share_name: "s" };
    expect(await call("POST", `${UC}/catalogs`, shared)).toMatchObject({
      ...shared,
      catalog_type: "DELTASHARING_CATALOG",
    });
    const foreign = { name: "foreign", connection_name: "c", options: { database: "d" } };
    expect(await call("POST", `${UC}/catalogs`, foreign)).toMatchObject({
      ...foreign,
      catalog_type: "FOREIGN_CATALOG",
    });
  });
});

describe("catalog.SchemasAPI", () => {
  proof(
    [
      "catalog.SchemasAPI.create",
      "catalog.SchemasAPI.get",
      "catalog.SchemasAPI.list",
      "catalog.SchemasAPI.update",
      "catalog.SchemasAPI.delete",
    ],
    "creates, finds, changes and deletes",
    async ({ call, error }) => {
      const made = await call("POST", `${UC}/schemas`, { catalog_name: "main", name: "Raw" });
      expect(made).toMatchObject({ full_name: "main.raw", catalog_type: "MANAGED_CATALOG" });
      expect(await call("GET", `${UC}/schemas/main.RAW`)).toEqual(made);
      const { schemas } = await call<{ schemas: { name: string }[] }>(
        "GET",
        `${UC}/schemas?catalog_name=main&max_results=0`,
      );
      expect(schemas.map(({ name }) => name)).toEqual(["default", "information_schema", "raw"]);
      const change = { new_name: "done", comment: "c", properties: { a: "1" } };
      expect(await call("PATCH", `${UC}/schemas/main.raw`, change)).toMatchObject({
        full_name: "main.done",
        comment: "c",
        properties: { a: "1" },
      });
      expect(await error("PATCH", `${UC}/schemas/main.done`, {})).toMatchObject({
        status: 400,
        body: { message: "UpdateSchema Nothing to update." },
      });
      expect(await error("PATCH", `${UC}/schemas/main.done`, { owner: "nobody" })).toMatchObject({
        status: 404,
        errorCode: "PRINCIPAL_DOES_NOT_EXIST",
      });
      await call("PATCH", `${UC}/schemas/main.done`, { owner: "admins" });
      expect(await call("DELETE", `${UC}/schemas/main.done`)).toEqual({});
      expect(await error("DELETE", `${UC}/schemas/main.done`)).toMatchObject({
        status: 404,
        errorCode: "SCHEMA_DOES_NOT_EXIST",
      });
    },
  );
});

describe("catalog.VolumesAPI", () => {
  const at = { catalog_name: "main", schema_name: "default" };

  proof(
    [
      "catalog.VolumesAPI.create",
      "catalog.VolumesAPI.read",
      "catalog.VolumesAPI.list",
      "catalog.VolumesAPI.update",
      "catalog.VolumesAPI.delete",
    ],
    "creates, finds, changes and deletes, and files follow",
    async ({ call, error, send }) => {
      const managed = { ...at, name: "Raw", volume_type: "MANAGED" };
      const made = await call("POST", `${UC}/volumes`, managed);
      expect(await call("GET", `${UC}/volumes/main.default.RAW?include_browse=true`)).toEqual(made);
      const files = "/api/2.0/fs/files/Volumes/main/default";
      await send("PUT", `${files}/raw/d/f`, Buffer.from("text"));
      expect(
        await call("PATCH", `${UC}/volumes/main.default.raw`, { new_name: "Moved" }),
      ).toMatchObject({ name: "moved", volume_id: made["volume_id"] });
      expect(await (await send("GET", `${files}/moved/d/f`)).text()).toBe("text");
      const gone = await send("GET", `${files}/raw/d/f`);
      expect([gone.status, await gone.json()]).toMatchObject([
        404,
        { error_code: "NOT_FOUND", message: "Volume 'main.default.raw' does not exist." },
      ]);
      const query = "catalog_name=main&schema_name=default&max_results=0";
      expect(await call("GET", `${UC}/volumes?${query}`)).toMatchObject({
        volumes: [{ name: "moved" }],
      });
      expect(await error("DELETE", `${UC}/schemas/main.default`)).toMatchObject({
        status: 400,
        errorCode: "SCHEMA_NOT_EMPTY",
        body: {
          message:
            "Schema 'main.default' is not empty. The schema has 0 tables(s), 0 functions(s), 1 volumes(s)",
        },
      });
      await call("DELETE", `${UC}/volumes/main.default.moved`);
      await call("POST", `${UC}/volumes`, { ...managed, name: "moved" });
      expect((await send("GET", `${files}/moved/d/f`)).status).toBe(404);
    },
  );

  proof(
    ["catalog.VolumesAPI.create"],
    "says what is wrong with a volume",
    async ({ call, error }) => {
      const create = (more: object): Promise<unknown> =>
        error("POST", `${UC}/volumes`, { ...at, name: "v", volume_type: "MANAGED", ...more });
      expect(await create({ storage_location: "s3://b/a" })).toMatchObject({
        status: 400,
        body: { message: "CreateVolume storage_location can not be provided." },
      });
      expect(await create({ volume_type: "EXTERNAL" })).toMatchObject({ status: 400 });
      expect(await create({ schema_name: "none" })).toMatchObject({
        status: 404,
        errorCode: "SCHEMA_DOES_NOT_EXIST",
      });
      expect(await create({ name: "a.b" })).toMatchObject({ status: 400 });
      const external = { volume_type: "EXTERNAL", storage_location: "s3://b/a/" };
      expect(await call("POST", `${UC}/volumes`, { ...at, name: "v", ...external })).toMatchObject({
        volume_type: "EXTERNAL",
        storage_location: "s3://b/a",
      });
    },
  );
});

describe("catalog.MetastoresAPI", () => {
  proof(
    ["catalog.MetastoresAPI.current", "catalog.MetastoresAPI.summary"],
    "says which metastore the workspace's catalogs are in",
    async ({ workspace, call }) => {
      const { metastore_id } = await call("GET", `${UC}/catalogs/main`);
      expect(await call("GET", `${UC}/current-metastore-assignment`)).toEqual({
        metastore_id,
        workspace_id: workspace.workspaceId,
        default_catalog_name: "main",
      });
      const owner = workspace.userName;
      expect(await call("GET", `${UC}/metastore_summary`)).toMatchObject({ metastore_id, owner });
    },
  );
});
