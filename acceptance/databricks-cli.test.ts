import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  },
);
