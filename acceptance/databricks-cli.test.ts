import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type LocalWorkspace, startLocalWorkspace } from "databricks-local";
import { WorkspaceClient } from "databricks-sdk-ts";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from "vitest";
import { databricksCli, databricksCliVersion } from "./support/databricks-cli.js";

const found = await databricksCli();
if ("missing" in found) console.warn(`SKIPPED: ${found.missing}`);
const cli = "cli" in found ? found.cli : "";

const root = fileURLToPath(new URL("..", import.meta.url));
const ownCli = [join(root, "node_modules/tsx/dist/cli.mjs"), "packages/sdk/src/cli/main.ts"];

/** A user's machine: a home folder, and a browser without a screen that follows redirects. */
class Machine implements Disposable {
  readonly home: string = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-cli-"));
  readonly env: Readonly<Record<string, string>>;

  constructor() {
    const browser = join(this.home, "xdg-open");
    const visit = `#!/bin/sh\nexec "${process.execPath}" -e 'fetch(process.argv[1])' "$1"\n`;
    writeFileSync(browser, visit);
    chmodSync(browser, 0o755);
    this.env = {
      HOME: this.home,
      PATH: `${this.home}:${process.env["PATH"] ?? ""}`,
      BROWSER: browser,
      DATABRICKS_CONFIG_FILE: join(this.home, ".databrickscfg"),
      // From version 1.0 on the CLI would rather use the system's keyring, which nobody else reads.
      DATABRICKS_AUTH_STORAGE: "plaintext",
    };
  }

  /** Runs the official CLI, and returns what it printed. */
  async cli(...args: readonly string[]): Promise<string> {
    return this.#run(cli, args);
  }

  async json(...args: readonly string[]): Promise<unknown> {
    return JSON.parse(await this.cli(...args, "--output", "json"));
  }

  /** Runs this SDK's command line. */
  async own(...args: readonly string[]): Promise<string> {
    return this.#run(process.execPath, [...ownCli, ...args]);
  }

  /** What the official CLI complains about, which must fail. */
  async refusal(...args: readonly string[]): Promise<string> {
    const error = await this.cli(...args).catch((thrown: unknown) => thrown);
    if (error instanceof Error && "stderr" in error) return String(error.stderr);
    throw new Error(`databricks ${args.join(" ")} should have failed`);
  }

  /** Makes a personal access token the default. */
  signIn({ host, token }: LocalWorkspace): void {
    const profile = `[DEFAULT]\nhost = ${host}\ntoken = ${token}\n`;
    writeFileSync(this.env["DATABRICKS_CONFIG_FILE"] ?? "", profile);
  }

  /** Writes a file below the home folder, and returns its path. */
  file(name: string, contents: string | Uint8Array): string {
    const path = join(this.home, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
    return path;
  }

  tokens(): Readonly<Record<string, { access_token: string }>> {
    const text = readFileSync(join(this.home, ".databricks/token-cache.json"), "utf8");
    return (JSON.parse(text) as { tokens: Record<string, { access_token: string }> }).tokens;
  }

  [Symbol.dispose](): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  async #run(command: string, args: readonly string[]): Promise<string> {
    const options = { cwd: root, env: this.env, timeout: 60_000 };
    return (await promisify(execFile)(command, [...args], options)).stdout;
  }
}

describe.skipIf(cli === "")(
  `the official CLI ${databricksCliVersion}`,
  { timeout: 120_000 },
  () => {
    let local: LocalWorkspace;
    let machine: Machine;

    beforeAll(async () => {
      local = await startLocalWorkspace({ autoApprove: true, hostType: "workspace" });
    });
    afterAll(() => local.close());
    beforeEach(() => {
      machine = new Machine();
    });
    afterEach(() => machine[Symbol.dispose]());

    const person = (): object => ({ userName: local.userName });

    it("signs in to the local workspace, and its token is good for this SDK", async () => {
      await machine.cli("auth", "login", "--host", local.host, "--profile", "local");
      expect(Object.keys(machine.tokens())).toContain("local");
      expect(await machine.json("current-user", "me", "--profile", "local")).toMatchObject(
        person(),
      );
      expect(await machine.json("clusters", "list", "--profile", "local")).toEqual([]);
      expect(await machine.json("auth", "describe", "--profile", "local")).toMatchObject({
        status: "success",
        username: local.userName,
      });
      const before = local.journal.entries().length;

      // By the CLI itself, whatever it keeps its tokens in.
      const env = { ...machine.env, DATABRICKS_CLI_PATH: cli };
      await using asked = new WorkspaceClient({ profile: "local", env });
      expect(await asked.currentUser.me()).toMatchObject(person());
      expect(asked.config.authType).toBe("databricks-cli");

      // By the file that both keep.
      const { host } = local;
      await using read = new WorkspaceClient({ host, authType: "external-browser", env });
      expect(await read.currentUser.me()).toMatchObject(person());
      const since = local.journal.entries().slice(before);
      expect(since.filter(({ path }) => path === "/oidc/v1/authorize")).toEqual([]);
    });

    it("goes on with the login of this SDK", async () => {
      await machine.own("auth", "login", "--host", local.host);
      const printed: unknown = JSON.parse(await machine.cli("auth", "token", "--host", local.host));
      expect(printed).toMatchObject({
        access_token: machine.tokens()[local.host]?.access_token,
        token_type: "Bearer",
      });
      writeFileSync(
        machine.env["DATABRICKS_CONFIG_FILE"] ?? "",
        `[DEFAULT]\nhost = ${local.host}\n`,
      );
      expect(await machine.json("current-user", "me")).toMatchObject(person());
      expect(await machine.json("auth", "describe")).toMatchObject({ status: "success" });
    });

    it("takes a profile with a personal access token, as this SDK does", async () => {
      const profile = `[pat]\nhost = ${local.host}\ntoken = ${local.token}\n`;
      writeFileSync(machine.env["DATABRICKS_CONFIG_FILE"] ?? "", profile);
      expect(await machine.json("current-user", "me", "--profile", "pat")).toMatchObject(person());
      expect(await machine.own("auth", "describe", "--profile", "pat")).toContain("by pat");
    });

    it("imports, lists, exports and deletes notebooks", async () => {
      machine.signIn(local);
      const root = `/Users/${local.userName}/cli`;
      const notebook = `${root}/deep/hello`;
      await machine.cli("workspace", "mkdirs", `${root}/deep`);
      await machine.cli("workspace", "mkdirs", `${root}-like`);
      const file = machine.file("hello.py", "print('hello')\n");
      const source = ["--format", "SOURCE", "--language", "PYTHON", "--file", file];
      const importing = ["workspace", "import", notebook, ...source];
      await machine.cli(...importing);
      expect(await machine.refusal(...importing)).toContain("already exists");
      await machine.cli(...importing, "--overwrite");
      expect(await machine.json("workspace", "list", `${root}/deep`)).toMatchObject([
        { path: notebook, object_type: "NOTEBOOK", language: "PYTHON" },
      ]);
      expect(await machine.cli("workspace", "export", notebook)).toContain(
        "# Databricks notebook source\nprint('hello')",
      );
      expect(await machine.refusal("workspace", "delete", root)).toMatch(/not empty/i);
      await machine.cli("workspace", "delete", root, "--recursive");
      expect(await machine.refusal("workspace", "get-status", root)).toMatch(/doesn't exist/);
      expect(await machine.json("workspace", "get-status", `${root}-like`)).toMatchObject({
        object_type: "DIRECTORY",
      });
    });

    it("keeps secrets", async () => {
      machine.signIn(local);
      const base64 = (text: string): string => Buffer.from(text).toString("base64");
      await machine.cli("secrets", "create-scope", "cli");
      await machine.cli("secrets", "put-secret", "cli", "text", "--string-value", "pass wörd");
      await machine.cli("secrets", "put-secret", "cli", "bytes", "--bytes-value", "bytes");
      expect(await machine.json("secrets", "list-secrets", "cli")).toMatchObject([
        { key: "text" },
        { key: "bytes" },
      ]);
      const secret = (key: string): Promise<unknown> =>
        machine.json("secrets", "get-secret", "cli", key);
      expect(await secret("text")).toMatchObject({ value: base64("pass wörd") });
      expect(await secret("bytes")).toMatchObject({ value: base64("bytes") });
      const creator = { principal: local.userName, permission: "MANAGE" };
      expect(await machine.json("secrets", "list-acls", "cli")).toEqual([creator]);
      await machine.cli("secrets", "put-acl", "cli", "users", "READ");
      expect(await machine.json("secrets", "get-acl", "cli", "users")).toMatchObject({
        permission: "READ",
      });
      const value = ["--string-value", "value"];
      expect(await machine.refusal("secrets", "create-scope", "cli")).toContain("already exists");
      expect(
        await machine.refusal("secrets", "put-secret", "cli", "k".repeat(129), ...value),
      ).toContain("128");
      expect(await machine.refusal("secrets", "put-secret", "nowhere", "key", ...value)).toContain(
        "does not exist",
      );
      await machine.cli("secrets", "delete-scope", "cli");
    });

    it("copies a tree of files into a volume and back", async () => {
      machine.signIn(local);
      await using w = new WorkspaceClient({ host: local.host, token: local.token, env: {} });
      await w.schemas.create({ name: "cli", catalog_name: "main" });
      const volume = { catalog_name: "main", schema_name: "cli", name: "bytes" };
      await w.volumes.create({ ...volume, volume_type: "MANAGED" });
      const root = "dbfs:/Volumes/main/cli/bytes";
      const names = async (path: string): Promise<unknown> => {
        const entries = (await machine.json("fs", "ls", path)) as { name: string }[];
        return entries.map(({ name }) => name);
      };

      const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
      const text = machine.file("tree/a.txt", "a\n");
      machine.file("tree/sub/b.bin", bytes);
      await machine.cli("fs", "cp", "--recursive", join(machine.home, "tree"), `${root}/tree`);
      expect(await names(`${root}/tree`)).toEqual(["a.txt", "sub"]);
      expect(await machine.cli("fs", "cat", `${root}/tree/a.txt`)).toBe("a\n");
      await machine.cli("fs", "cp", "--recursive", `${root}/tree`, join(machine.home, "back"));
      expect(readFileSync(join(machine.home, "back/a.txt"), "utf8")).toBe("a\n");
      expect(readFileSync(join(machine.home, "back/sub/b.bin")).equals(bytes)).toBe(true);

      writeFileSync(text, "other\n");
      expect(await machine.cli("fs", "cp", text, `${root}/tree/a.txt`)).toContain("already exists");
      expect(await machine.cli("fs", "cat", `${root}/tree/a.txt`)).toBe("a\n");
      await machine.cli("fs", "cp", "--overwrite", text, `${root}/tree/a.txt`);
      expect(await machine.cli("fs", "cat", `${root}/tree/a.txt`)).toBe("other\n");
      await machine.cli("fs", "rm", "--recursive", `${root}/tree`);
      expect(await names(root)).toEqual([]);
    });
  },
);
