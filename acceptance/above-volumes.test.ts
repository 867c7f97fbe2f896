import { InvalidRequestError, NotFound } from "databricks-sdk-ts";
import { expect, it } from "vitest";
import { Lab } from "./support/lab.js";

it("lists catalogs, schemas and volumes where files are looked for, as notebooks do", async () => {
  await using lab = await Lab.open();
  const { w } = lab;
  const { fs } = w.dbutils;
  await w.catalogs.create({ name: "sales" });
  await w.schemas.create({ catalog_name: "sales", name: "raw" });
  for (const name of ["a", "b"]) {
    const volume_type = "MANAGED";
    await w.volumes.create({ catalog_name: "sales", schema_name: "raw", name, volume_type });
  }
  await w.files.upload("/Volumes/sales/raw/a/deep/data.csv", "1,2\n");

  const catalogs = await fs.ls("/Volumes");
  const sales = { path: "dbfs:/Volumes/sales/", name: "sales/", size: 0 };
  expect(catalogs).toContainEqual(expect.objectContaining(sales));
  expect((await fs.ls("/Volumes/sales")).map(({ name }) => name)).toContain("raw/");
  const volumes = await fs.ls("dbfs:/Volumes/sales/raw/");
  expect(volumes.map(({ path }) => path)).toEqual([
    "dbfs:/Volumes/sales/raw/a/",
    "dbfs:/Volumes/sales/raw/b/",
  ]);
  const files = await w.dbfs.list("/Volumes/sales", { recursive: true }).toArray();
  expect(files.map(({ path }) => path)).toEqual(["/Volumes/sales/raw/a/deep/data.csv"]);

  for (const [path, exists] of [
    ["/Volumes", true],
    ["/Volumes/sales", true],
    ["/Volumes/sales/raw", true],
    ["/Volumes/sales/raw/a", true],
    ["/Volumes/none", false],
    ["/Volumes/sales/none", false],
    ["/Volumes/none/none", false],
    ["/Volumes/sales/raw/none", false],
  ] as const) {
    expect(await w.dbfs.exists(path), path).toBe(exists);
  }
  for (const path of ["/Volumes/none", "/Volumes/sales/none"]) {
    await expect(fs.ls(path), path).rejects.toThrow(NotFound);
  }
});

it("deletes and moves none of them", async () => {
  await using lab = await Lab.open();
  const { fs } = lab.w.dbutils;
  for (const path of ["/Volumes", "/Volumes/main", "dbfs:/Volumes/main/default/"]) {
    for (const asked of [fs.rm(path, true), fs.mv(path, "/copy", true)]) {
      await expect(asked, path).rejects.toThrow(InvalidRequestError);
      await expect(asked, path).rejects.toThrow("is not in a volume: give /Volumes/<catalog>");
    }
  }
  expect(lab.statuses("files.DbfsAPI.mkdirs")).toEqual([]);
  expect(await fs.ls("/Volumes/main")).not.toEqual([]);
});
