import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startLocalWorkspace, type LocalWorkspace } from "../server.js";
import { call } from "../testing/call.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "databricks-local-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts on the folder, works, and ends again. */
async function during<T>(work: (workspace: LocalWorkspace) => Promise<T>): Promise<T> {
  const workspace = await startLocalWorkspace({ folder });
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}

it("a folder that is opened again has its notebooks and secrets, which only the server reads", async () => {
  const secret = "correct horse battery staple";
  const status = "/api/2.0/workspace/get-status?path=/Shared/n";
  const before = await during(async (workspace) => {
    const notebook = { path: "/Shared/n", content: "MQ==", language: "PYTHON" };
    await call(workspace, "POST", "/api/2.0/workspace/import", notebook);
    await call(workspace, "POST", "/api/2.0/secrets/scopes/create", { scope: "s" });
    const value = { scope: "s", key: "k", string_value: secret };
    await call(workspace, "POST", "/api/2.0/secrets/put", value);
    return call(workspace, "GET", status);
  });
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  for (const file of files) {
    const bytes = await readFile(join(file.parentPath, file.name));
    expect(bytes.includes(secret), file.name).toBe(false);
  }
  await during(async (workspace) => {
    expect(await call(workspace, "GET", status)).toEqual(before);
    expect(await call(workspace, "GET", "/api/2.0/secrets/get?scope=s&key=k")).toEqual({
      key: "k",
      value: Buffer.from(secret).toString("base64"),
    });
  });
});
