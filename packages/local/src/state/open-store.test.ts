import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { storeContract } from "./contract.test-suite.js";
import { findDriver, libsqlDriver } from "./driver.js";
import { openStore } from "./index.js";

const root = mkdtempSync(join(tmpdir(), "databricks-local-state-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
function newFolder(): string {
  folders += 1;
  return join(root, String(folders));
}

const libsql = await libsqlDriver(() => import("libsql"));
storeContract("openStore with libsql", () => openStore(newFolder(), libsql));
if (process.getBuiltinModule("node:sqlite")) {
  const builtin = await findDriver();
  storeContract("openStore with node:sqlite", () => openStore(newFolder(), builtin));
}

interface Thing {
  readonly name: string;
}

describe("openStore", () => {
  it("finds everything again when the folder is opened again", async () => {
    const folder = join(newFolder(), "deep", "below");
    const first = await openStore(folder);
    first.scope("w").collection<Thing>("things").put("b", { name: "b" });
    first.scope("w").collection<Thing>("things").put("a", { name: "a" });
    first.close();
    const second = await openStore(folder);
    expect(second.scope("w").collection<Thing>("things").values()).toEqual([
      { name: "b" },
      { name: "a" },
    ]);
    second.close();
  });

  it("is readable by its owner only", async () => {
    const folder = newFolder();
    const store = await openStore(folder);
    expect(statSync(join(folder, "state.db")).mode & 0o077).toBe(0);
    store.close();
  });

  it("refuses a folder that another store has open, and takes it afterwards", async () => {
    const folder = newFolder();
    const first = await openStore(folder);
    await expect(openStore(folder)).rejects.toThrow(`${folder} is in use`);
    first.close();
    (await openStore(folder)).close();
  });

  it("refuses state of another version, naming both", async () => {
    const folder = newFolder();
    (await openStore(folder)).close();
    const database = libsql(join(folder, "state.db"));
    database.exec("PRAGMA user_version = 99");
    database.close();
    await expect(openStore(folder)).rejects.toThrow(/version 99.*reads version 1/);
  });

  it("says what to do where there is no SQLite", async () => {
    const missing = libsqlDriver(() => Promise.reject(new Error("Cannot find package")));
    await expect(missing).rejects.toThrow('install the package "libsql"');
  });

  it("has what was written when the process was killed, and is locked until then", async () => {
    const folder = newFolder();
    const child = await writeInChild(folder);
    await expect(openStore(folder)).rejects.toThrow("in use");
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    const store = await openStore(folder);
    const things = store.scope("w").collection<Thing>("things");
    expect(things.values().map(({ name }) => name)).toEqual(["kept"]);
    store.close();
  });
});

/** A process that opens the store, writes one entry, begins a transaction and then hangs. */
async function writeInChild(folder: string): Promise<ReturnType<typeof spawn>> {
  const loader = createRequire(import.meta.url).resolve("tsx");
  const module = new URL("./index.ts", import.meta.url).href;
  const program = `
    const { openStore } = await import(${JSON.stringify(module)});
    const store = await openStore(${JSON.stringify(folder)});
    const things = store.scope("w").collection("things");
    things.put("a", { name: "kept" });
    store.transaction(() => {
      things.put("b", { name: "lost" });
      console.log("written");
      for (;;);
    });`;
  const child = spawn(
    process.execPath,
    ["--import", loader, "--input-type=module", "--eval", program],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`the child ended with ${code}`)));
  });
  return child;
}
