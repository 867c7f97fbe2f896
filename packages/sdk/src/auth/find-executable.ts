import { builtin } from "../internal/index.js";
import type { StrategyInput } from "./strategy.js";

/**
 * The path of a program: as given when `name` is a path, else the first in `PATH`. Relative folders
 * of `PATH` are passed over, because they would let the current folder choose the program.
 * `undefined` when there is none, or the runtime has no files.
 */
export function findExecutable(name: string, env: StrategyInput["env"]): string | undefined {
  const fs = builtin("node:fs");
  const path = builtin("node:path");
  if (fs === undefined || path === undefined) return undefined;
  const isProgram = (file: string): boolean => {
    try {
      fs.accessSync(file, fs.constants.X_OK);
      return fs.statSync(file).isFile();
    } catch {
      return false;
    }
  };
  const files = endings(env).map((ending) => name + ending);
  if (/[/\\]/.test(name)) return files.find(isProgram);
  return (env["PATH"] ?? env["Path"] ?? "")
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .flatMap((folder) => files.map((file) => path.join(folder, file)))
    .find(isProgram);
}

/** What a program's name may end in: nothing, and on Windows what `PATHEXT` says. */
function endings(env: StrategyInput["env"]): readonly string[] {
  if (builtin("node:path")?.sep !== "\\") return [""];
  const known = (env["PATHEXT"] ?? ".COM;.EXE;.BAT;.CMD").split(";").filter((each) => each !== "");
  return ["", ...known];
}
