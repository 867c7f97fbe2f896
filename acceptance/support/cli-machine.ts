import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { LocalWorkspace } from "databricks-local";

const root = fileURLToPath(new URL("../..", import.meta.url));
const ownCli = [join(root, "node_modules/tsx/dist/cli.mjs"), "packages/sdk/src/cli/main.ts"];

/** A user's machine: a home folder, and a browser without a screen that follows redirects. */
export class Machine implements Disposable {
  readonly home: string = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-cli-"));
  readonly env: Readonly<Record<string, string>>;
  readonly #cli: string;

  constructor(cli: string) {
    this.#cli = cli;
    const browser = join(this.home, "bin/xdg-open");
    mkdirSync(dirname(browser));
    const visit = "fetch(process.argv[1]).then(() => process.exit())";
    writeFileSync(browser, `#!/bin/sh\nexec "${process.execPath}" -e '${visit}' "$1"\n`);
    chmodSync(browser, 0o755);
    this.env = {
      HOME: this.home,
      PATH: `${dirname(browser)}:${process.env["PATH"] ?? ""}`,
      BROWSER: browser,
      DATABRICKS_CONFIG_FILE: join(this.home, ".databrickscfg"),
      // From version 1.0 on the CLI would rather use the system's keyring, which nobody else reads.
      DATABRICKS_AUTH_STORAGE: "plaintext",
      // The engine of bundles that needs no Terraform.
      DATABRICKS_BUNDLE_ENGINE: "direct",
    };
  }

  /** Runs the official CLI in the home folder, and returns what it printed. */
  async cli(...args: readonly string[]): Promise<string> {
    return (await this.#run(this.#cli, args, { cwd: this.home })).stdout;
  }

  /** The same, in a folder below and with more variables; standard error comes behind the output. */
  async cliIn(
    folder: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const cwd = join(this.home, folder);
    const { stdout, stderr } = await this.#run(this.#cli, args, { cwd, env });
    return stdout + stderr;
  }

  async json(...args: readonly string[]): Promise<unknown> {
    return JSON.parse(await this.cli(...args, "--output", "json"));
  }

  /** The same for commands whose request is a JSON document. */
  async send(request: object, ...args: readonly string[]): Promise<unknown> {
    const text = await this.cli(...args, "--json", JSON.stringify(request), "--output", "json");
    return text.trim() === "" ? undefined : JSON.parse(text);
  }

  /** What the official CLI complains about, which must fail. */
  async refusal(...args: readonly string[]): Promise<string> {
    const error = await this.cli(...args).catch((thrown: unknown) => thrown);
    if (error instanceof Error && "stderr" in error) return String(error.stderr);
    throw new Error(`databricks ${args.join(" ")} should have failed`);
  }

  /** Runs this SDK's command line. */
  async own(...args: readonly string[]): Promise<string> {
    return (await this.#run(process.execPath, [...ownCli, ...args], { cwd: root })).stdout;
  }

  /** Makes a personal access token the default. */
  signIn({ host, token }: Pick<LocalWorkspace, "host" | "token">): void {
    this.configure(`[DEFAULT]\nhost = ${host}\ntoken = ${token}\n`);
  }

  /** Writes the configuration file. */
  configure(text: string): void {
    writeFileSync(this.env["DATABRICKS_CONFIG_FILE"] ?? "", text);
  }

  /** Writes a file below the home folder, and returns its path. */
  file(name: string, contents: string | Uint8Array): string {
    const path = join(this.home, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
    return path;
  }

  /** The bytes of a file below the home folder. */
  read(name: string): Buffer {
    return readFileSync(join(this.home, name));
  }

  /** The tokens that the machine keeps, by their keys. */
  tokens(): Readonly<Record<string, { access_token: string }>> {
    const text = this.read(".databricks/token-cache.json").toString();
    return (JSON.parse(text) as { tokens: Record<string, { access_token: string }> }).tokens;
  }

  [Symbol.dispose](): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  async #run(
    command: string,
    args: readonly string[],
    { cwd, env }: { cwd: string; env?: Readonly<Record<string, string>> },
  ): Promise<{ stdout: string; stderr: string }> {
    const maxBuffer = 64 * 1024 * 1024;
    const options = { cwd, env: { ...this.env, ...env }, timeout: 60_000, maxBuffer };
    return await promisify(execFile)(command, [...args], options);
  }
}
