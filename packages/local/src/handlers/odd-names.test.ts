import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect } from "vitest";
import { proof } from "../testing/proof.js";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "odd-names-test-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Names that programs can give to files, and that the API has no trouble to say. */
const NAMES = ["a\\b.txt", "a\nb.txt"];

/** Puts files of odd names into each folder of that name below another; one is not even UTF-8. */
function putInto(name: string): void {
  for (const found of fs.readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (path.basename(found) !== name) continue;
    const real = path.join(folder, found);
    const nameless = Buffer.concat([Buffer.from(`${real}/`), Buffer.from([0x61, 0xff, 0xfe])]);
    for (const odd of NAMES) fs.writeFileSync(path.join(real, odd), odd);
    try {
      fs.mkdirSync(nameless);
    } catch {
      // Some file systems take no such name: then nobody has files of that name there.
    }
  }
}

describe.skipIf(process.platform === "win32")("folders with files of odd names", () => {
  proof(
    [],
    "can be listed, read, exported and removed",
    async ({ call, send }) => {
      const volume = { catalog_name: "main", schema_name: "default", volume_type: "MANAGED" };
      await call("POST", "/api/2.1/unity-catalog/volumes", { ...volume, name: "v" });
      const files = "/api/2.0/fs/files/Volumes/main/default/v/odd";
      const directory = files.replace("files", "directories");
      await call("PUT", directory);
      await call("POST", "/api/2.0/dbfs/mkdirs", { path: "/odd" });
      await call("POST", "/api/2.0/workspace/mkdirs", { path: "/Shared/odd" });
      putInto("odd");

      const names = (list: readonly { path: string }[] = []): readonly string[] =>
        list.map((item) => path.posix.basename(item.path)).sort();
      type Lists = Record<string, { path: string }[]>;
      const odd = NAMES.toSorted();
      expect(names((await call<Lists>("GET", directory))["contents"])).toEqual(odd);
      const dbfs = await call<Lists>("GET", "/api/2.0/dbfs/list?path=/odd");
      expect(names(dbfs["files"])).toEqual(odd);
      const tree = await call<Lists>("GET", "/api/2.0/workspace/list?path=/Shared/odd");
      expect(names(tree["objects"])).toEqual(odd);
      await call("GET", "/api/2.0/workspace/export?path=/Shared/odd&format=AUTO");

      for (const name of NAMES) {
        const at = `${files}/${encodeURIComponent(name)}`;
        expect(await (await send("GET", at)).text()).toBe(name);
        await call("DELETE", at);
      }
      await call("DELETE", directory);
      for (const [at, where] of Object.entries({ dbfs: "/odd", workspace: "/Shared/odd" })) {
        await call("POST", `/api/2.0/${at}/delete`, { path: where, recursive: true });
      }
      const left = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
      expect(left.filter((name) => /odd|b\.txt$/.test(name))).toEqual([]);
    },
    { folder },
  );
});
