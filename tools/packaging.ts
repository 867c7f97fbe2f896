import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPackage } from "./build.js";
import { root } from "./imports.js";

/** The tarballs that would be published, and a folder to play in. */
export interface Packed {
  readonly folder: string;
  readonly sdk: string;
  readonly local: string;
  remove(): void;
}

/** Builds and packs both published packages into a temporary folder. */
export async function pack(): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-pack-"));
  for (const name of ["sdk", "local"] as const) {
    await buildPackage(name);
    execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], {
      cwd: join(root, "packages", name),
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  const tarball = (prefix: string): string => {
    const name = readdirSync(folder).find(
      (file) => file.startsWith(prefix) && file.endsWith(".tgz"),
    );
    if (!name) throw new Error(`npm pack left no ${prefix}*.tgz`);
    return join(folder, name);
  };
  return {
    folder,
    sdk: tarball("databricks-sdk-ts"),
    local: tarball("databricks-local"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
