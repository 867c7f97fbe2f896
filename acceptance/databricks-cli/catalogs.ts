import { expect, it } from "vitest";
import type { Scene } from "../support/cli-story.js";

/** The objects that volumes stand in. */
export function tellOfCatalogs(scene: Scene): void {
  it("creates, lists, reads, changes and deletes them", async () => {
    const { machine } = scene;
    const change = { comment: "changed" };
    expect(await machine.json("catalogs", "create", "cli")).toMatchObject({
      name: "cli",
      catalog_type: "MANAGED_CATALOG",
      owner: scene.local.userName,
    });
    expect(await machine.json("catalogs", "list")).toContainEqual(
      expect.objectContaining({ name: "cli" }),
    );
    await machine.cli("catalogs", "update", "cli", "--comment", "changed");
    expect(await machine.json("catalogs", "get", "cli")).toMatchObject(change);

    expect(await machine.json("schemas", "create", "s", "cli")).toMatchObject({
      full_name: "cli.s",
    });
    expect(await machine.json("schemas", "list", "cli")).toMatchObject([
      { name: "default" },
      { name: "information_schema" },
      { name: "s" },
    ]);
    await machine.cli("schemas", "update", "cli.s", "--comment", "changed");
    expect(await machine.json("schemas", "get", "cli.s")).toMatchObject(change);

    const kind = { volume_type: "MANAGED", full_name: "cli.s.v" };
    expect(await machine.json("volumes", "create", "cli", "s", "v", "MANAGED")).toMatchObject(kind);
    expect(await machine.json("volumes", "list", "cli", "s")).toMatchObject([kind]);
    await machine.cli("volumes", "update", "cli.s.v", "--comment", "changed");
    expect(await machine.json("volumes", "read", "cli.s.v")).toMatchObject(change);
    await machine.cli("fs", "mkdir", "dbfs:/Volumes/cli/s/v/folder");
    await machine.cli("volumes", "update", "cli.s.v", "--new-name", "w");
    expect(await machine.refusal("volumes", "read", "cli.s.v")).toContain("does not exist");
    expect(await machine.json("fs", "ls", "dbfs:/Volumes/cli/s/w")).toMatchObject([
      { name: "folder" },
    ]);

    expect(await machine.refusal("schemas", "delete", "cli.s")).toContain("1 volumes");
    expect(await machine.refusal("catalogs", "delete", "cli")).toContain("is not empty");
    await machine.cli("volumes", "delete", "cli.s.w");
    await machine.cli("schemas", "delete", "cli.s");
    await machine.cli("catalogs", "delete", "cli", "--force");
    expect(await machine.refusal("catalogs", "get", "cli")).toContain("does not exist");
  });

  it("is told what is there already, and what is not", async () => {
    const { machine } = scene;
    await machine.cli("schemas", "create", "twice", "main");
    await machine.cli("volumes", "create", "main", "twice", "v", "MANAGED");
    const refusal = machine.refusal.bind(machine);
    expect(await refusal("catalogs", "create", "main")).toContain("'main' already exists");
    expect(await refusal("schemas", "create", "twice", "main")).toContain("'twice' already exists");
    expect(await refusal("volumes", "create", "main", "twice", "v", "MANAGED")).toContain(
      "'v' already exists",
    );
    expect(await refusal("schemas", "create", "s", "none")).toContain(
      "Catalog 'none' does not exist",
    );
    expect(await refusal("volumes", "create", "main", "none", "v", "MANAGED")).toContain(
      "Schema 'main.none' does not exist",
    );
    expect(await refusal("volumes", "create", "main", "twice", "e", "EXTERNAL")).toContain(
      "storage_location",
    );
    await machine.cli("schemas", "delete", "main.twice", "--force");
  });
}
