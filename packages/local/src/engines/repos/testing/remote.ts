import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

/** A bare repository in a temporary folder, with a working copy to push from. */
export class Remote {
  readonly folder: string = fs.mkdtempSync(path.join(os.tmpdir(), "remote-test-"));
  readonly url: string = pathToFileURL(path.join(this.folder, "project.git")).href;
  readonly #work = path.join(this.folder, "work");

  constructor() {
    this.#run(this.folder, "init", "--quiet", "--bare", "--initial-branch=main", "project.git");
    this.#run(this.folder, "init", "--quiet", "--initial-branch=main", "work");
    this.git("remote", "add", "origin", path.join(this.folder, "project.git"));
  }

  /** Runs git in the working copy and returns what it writes. */
  git(...args: string[]): string {
    return this.#run(this.#work, ...args);
  }

  /** Commits these files on a branch, pushes it, and returns the commit. */
  push(branch: string, files: Readonly<Record<string, string>>): string {
    this.git("checkout", "--quiet", "-B", branch);
    for (const [name, contents] of Object.entries(files)) {
      const file = path.join(this.#work, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, contents);
    }
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message=change");
    this.git("push", "--quiet", "--force", "origin", branch);
    return this.git("rev-parse", "HEAD");
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  #run(cwd: string, ...args: string[]): string {
    const who = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    return execFileSync("git", [...who, ...args], { cwd, encoding: "utf8" }).trim();
  }
}
