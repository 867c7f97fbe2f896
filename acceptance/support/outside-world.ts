import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * What programs reach for on the internet, in a folder of this machine: a Git repository with the
 * branches `main` and `foo`, and a package index with one package in it.
 */
export class OutsideWorld implements Disposable {
  readonly #folder: string = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-world-"));
  /** Variables for whoever runs Git and pip. */
  readonly env: Readonly<Record<string, string>>;

  constructor({ repository, project }: { readonly repository: string; readonly project: string }) {
    const { PATH = "" } = process.env;
    const index = this.#index(project);
    this.env = {
      // In place of variables: the local workspace hears of no Git configuration but its own.
      PATH: `${this.#gitWith(repository)}:${PATH}`,
      PIP_NO_INDEX: "1",
      PIP_FIND_LINKS: index,
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A folder with a `git` in it that finds the repository of that URL here. */
  #gitWith(url: string): string {
    const [bin, repository] = [join(this.#folder, "bin"), join(this.#folder, "repository")];
    const who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"];
    const git = (...args: readonly string[]): void => {
      execFileSync("git", ["-C", repository, ...who, ...args]);
    };
    mkdirSync(repository);
    git("init", "--quiet", "--initial-branch", "main");
    git("commit", "--quiet", "--allow-empty", "--message", "Begin");
    git("branch", "foo");
    mkdirSync(bin);
    const real = execFileSync("which", ["git"], { encoding: "utf8" }).trim();
    const instead = `url.file://${repository}.insteadOf=${url}`;
    writeFileSync(join(bin, "git"), `#!/bin/sh\nexec '${real}' -c '${instead}' "$@"\n`);
    chmodSync(join(bin, "git"), 0o755);
    return bin;
  }

  /** A folder with a wheel of that project in it, which is empty. */
  #index(project: string): string {
    const index = join(this.#folder, "index");
    const name = project.replaceAll("-", "_");
    const info = `${name}-1.0.dist-info`;
    const files = {
      METADATA: `Metadata-Version: 2.1\nName: ${project}\nVersion: 1.0\n`,
      WHEEL: "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
      RECORD: `${info}/METADATA,,\n${info}/WHEEL,,\n${info}/RECORD,,\n`,
    };
    mkdirSync(join(index, info), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(index, info, file), text);
    const zip = ["-m", "zipfile", "-c", `${name}-1.0-py3-none-any.whl`, info];
    execFileSync("python3", zip, { cwd: index });
    return index;
  }
}
