import { createHash } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Scene } from "../support/cli-story.js";

const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const bytesOf = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 251);

/** Volumes and DBFS, which the CLI tells apart by their paths alone. */
export function tellOfFiles(scene: Scene): void {
  beforeAll(async () => {
    await scene.w.schemas.create({ name: "cli", catalog_name: "main" });
    const volume = { catalog_name: "main", schema_name: "cli", name: "bytes" };
    await scene.w.volumes.create({ ...volume, volume_type: "MANAGED" });
  });
  afterAll(async () => {
    await scene.w.volumes.delete({ name: "main.cli.bytes" });
    await scene.w.schemas.delete({ full_name: "main.cli" });
  });
  const volume = "dbfs:/Volumes/main/cli/bytes";
  const names = async (path: string): Promise<readonly string[]> =>
    ((await scene.machine.json("fs", "ls", path)) as { name: string }[]).map(({ name }) => name);
  const fs = (...args: readonly string[]): Promise<string> => scene.machine.cli("fs", ...args);
  const refusal = (...args: readonly string[]): Promise<string> =>
    scene.machine.refusal("fs", ...args);

  for (const [place, root] of Object.entries({ "a volume": volume, DBFS: "dbfs:/cli" })) {
    it(`copies a tree of files into ${place} and back`, async () => {
      const { machine } = scene;
      const bytes = bytesOf(100_000);
      const tree = join(machine.home, "tree");
      const text = machine.file("tree/a.txt", "a\n");
      machine.file("tree/empty", "");
      machine.file("tree/sub/b.bin", bytes);
      machine.file("tree/sub/sp ace #%?ü.txt", "odd");
      await fs("cp", "-r", tree, `${root}/tree`);
      expect(await names(root)).toEqual(["tree"]);
      expect(await names(`${root}/tree`)).toEqual(["a.txt", "empty", "sub"]);
      expect(await fs("cat", `${root}/tree/a.txt`)).toBe("a\n");
      expect(await fs("cat", `${root}/tree/sub/sp ace #%?ü.txt`)).toBe("odd");
      const back = join(machine.home, "back");
      await fs("cp", "-r", `${root}/tree`, back);
      expect(machine.read("back/a.txt").toString()).toBe("a\n");
      expect(machine.read("back/empty").length).toBe(0);
      expect(machine.read("back/sub/b.bin").equals(bytes)).toBe(true);
      expect(machine.read("back/sub/sp ace #%?ü.txt").toString()).toBe("odd");
      expect((await fs("cp", "-r", `${root}/tree`, back)).match(/skipped/g)).toHaveLength(4);

      machine.file("tree/a.txt", "other\n");
      expect(await fs("cp", text, `${root}/tree/a.txt`)).toContain("already exists");
      expect(await fs("cat", `${root}/tree/a.txt`)).toBe("a\n");
      await fs("cp", "--overwrite", text, `${root}/tree`);
      expect(await fs("cat", `${root}/tree/a.txt`)).toBe("other\n");
      expect(await refusal("rm", `${root}/tree`)).toContain("directory not empty");
      await fs("rm", "-r", `${root}/tree`);
      expect(await names(root)).toEqual([]);
    });

    it(`says what is missing in ${place}, or in the way`, async () => {
      const { machine } = scene;
      const file = machine.file("a.txt", "a");
      await fs("mkdir", `${root}/made/deep`);
      await fs("mkdir", `${root}/made/deep`);
      await fs("cp", file, `${root}/made/a.txt`);
      expect(await refusal("mkdir", `${root}/made/a.txt`)).toContain("already exists");
      expect(await refusal("ls", `${root}/none`)).toContain("no such directory");
      expect(await refusal("ls", `${root}/made/a.txt`)).toContain("not a directory");
      expect(await refusal("cat", `${root}/none`)).toContain("file does not exist");
      expect(await refusal("cat", `${root}/made`)).toContain("not a file");
      expect(await refusal("rm", `${root}/none`)).toContain("file does not exist");
      expect(await refusal("cp", `${root}/made`, "made")).toContain("is a directory");
      await fs("rm", `${root}/made/deep`);
      await fs("rm", "-r", `${root}/made`);
      expect(await names(root)).toEqual([]);
    });
  }

  it("copies files of many parts, also from one place to the other", async () => {
    const { machine } = scene;
    const bytes = bytesOf(20 * 1024 * 1024 + 1);
    const file = machine.file("big", bytes);
    await fs("cp", file, `${volume}/big`);
    await fs("cp", `${volume}/big`, "dbfs:/big");
    await fs("cp", "dbfs:/big", `${volume}/again`);
    await fs("cp", `${volume}/again`, join(machine.home, "back"));
    expect(hash(machine.read("back"))).toBe(hash(bytes));
    expect(await machine.json("fs", "ls", volume)).toMatchObject([
      { name: "again", size: bytes.length },
      { name: "big", size: bytes.length },
    ]);
    for (const path of ["dbfs:/big", `${volume}/big`, `${volume}/again`]) await fs("rm", path);
  });

  it("refuses what is no place in a volume", async () => {
    expect(await refusal("ls", "dbfs:/Volumes")).toContain("No operations allowed on this path");
    expect(await refusal("ls", "dbfs:/Volumes/main/cli")).toContain("/Volumes/<catalog>/<schema>");
    expect(await refusal("ls", "dbfs:/Volumes/main/cli/none")).toContain("no such directory");
    expect(await refusal("mkdir", "dbfs:/Volumes/main/cli/none/x")).toContain("does not exist");
    expect(await refusal("rm", "-r", volume)).toContain("the root of a volume");
  });

  it("calls the Files API by itself", async () => {
    const { machine } = scene;
    const path = "/api/2.0/fs/files/Volumes/main/cli/bytes/call.json";
    const body = machine.file("body.json", '{"x":1}');
    await machine.cli("api", "put", path, "--json", `@${body}`);
    expect(await machine.json("api", "get", path)).toEqual({ x: 1 });
    expect(
      await machine.json("api", "get", "/api/2.0/fs/directories/Volumes/main/cli/bytes"),
    ).toMatchObject({ contents: [{ name: "call.json", is_directory: false }] });
    expect(await machine.refusal("api", "put", path, "--json", `@${body}`)).toContain(
      "already exists",
    );
    await machine.cli("api", "delete", path);
    expect(await machine.refusal("api", "get", path)).toContain("not found");
  });
}
