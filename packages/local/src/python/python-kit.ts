import { sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the paths that programs know lie on this machine; what is left out does not resolve. */
export interface PythonPaths {
  /** The folder that programs see as `/Workspace`. */
  readonly workspace?: string | undefined;
  /** The folder that programs see as `/Volumes`. */
  readonly volumes?: string | undefined;
  /** The folder that programs see as `/dbfs`. */
  readonly dbfs?: string | undefined;
}

/** What a kit is made with. */
export interface PythonKitOptions {
  /** A function is asked when a program starts. */
  readonly paths: PythonPaths | (() => PythonPaths);
}

/**
 * What makes a Python program one of the workspace: it finds `dbutils`, `display` and `spark` among its
 * builtins, and `/Workspace`, `/Volumes` and `/dbfs` where the workspace keeps them. Runs on Python 3.8
 * and later, with nothing installed. The program's environment must have `DATABRICKS_HOST` and
 * `DATABRICKS_TOKEN`.
 */
export interface PythonKit {
  /** Variables that programs need beside those of their run; read them for each program anew. */
  readonly environment: Readonly<Record<string, string>>;
  /** The interpreter's arguments that run a file as `python -u file ...parameters` does. */
  runScript(file: string, parameters?: readonly string[]): string[];
  /**
   * The interpreter's arguments that run the cells of a notebook, in source format, one after the
   * other. What `dbutils.notebook.exit` is given is in the task's exchange, see `readTaskOutput`.
   *
   * @param path in the workspace: what the notebook is called in tracebacks
   */
  runNotebook(file: string, path: string): string[];
  /**
   * The interpreter's arguments that answer commands, one line of JSON each, for execution contexts.
   *
   * @param mostBytes of text that a result may have
   */
  runCommands(mostBytes: number): string[];
  /** The interpreter's arguments that run pip in the interpreter's environment. */
  runPip(parameters: readonly string[]): string[];
  /** A text with the names that requests have (`/Volumes/...`, `dbfs:/...`) for places on this machine. */
  show(text: string): string;
  /** The interpreter's arguments that make an environment in a folder, which need not be there. */
  makeEnvironment(folder: string): string[];
  /**
   * A command for a shell script that sees the paths too, where this machine allows that. Otherwise,
   * or if the script says nothing of them, the command as it is: the environment has
   * `DATABRICKS_LOCAL_WORKSPACE` and its like.
   */
  withPaths(shell: ShellCommand): string[];
}

/** A shell that runs a script. */
export interface ShellCommand {
  readonly command: readonly string[];
  /** The text of the script. */
  readonly script: string;
  readonly workingFolder: string;
  /** An empty folder. */
  readonly scratch: string;
}

// Why: beside this file in the sources, and beside the bundle once it is built.
const KIT = fileURLToPath(new URL("./kit/", import.meta.url));

/** The kit for the programs of one workspace. */
export function pythonKit({ paths }: PythonKitOptions): PythonKit {
  const folders = (): [string, string][] => {
    return foldersOf(typeof paths === "function" ? paths() : paths);
  };
  const entry = (name: string): string[] => ["-u", `${KIT}${name}`];
  return {
    get environment() {
      const found = folders();
      return {
        DATABRICKS_LOCAL_PATHS: JSON.stringify(Object.fromEntries(found)),
        ...Object.fromEntries(found.map(([path, folder]) => [variableOf(path), folder])),
        // Why: neither this kit nor what programs import should change because it ran.
        PYTHONDONTWRITEBYTECODE: "1",
      };
    },
    runScript: (file, parameters = []) => [...entry("run.py"), file, ...parameters],
    runNotebook: (file, path) => [...entry("run_notebook.py"), file, path],
    runCommands: (mostBytes) => [...entry("run_commands.py"), String(mostBytes)],
    runPip: (parameters) => [...entry("run_pip.py"), ...parameters],
    show: (text) => {
      return folders().reduce((shown, [path, folder]) => {
        return shown.replaceAll(folder + sep, path === "/dbfs" ? "dbfs:/" : `${path}/`);
      }, text);
    },
    makeEnvironment: (folder) => [...entry("make_environment.py"), folder],
    withPaths: ({ command, script, workingFolder, scratch }) => {
      const found = folders();
      const mentions = found.some(([path]) => script.includes(path));
      if (!mentions || process.platform === "win32") return [...command];
      const wrapper = `${KIT}_databricks_local/with-paths.sh`;
      return ["sh", wrapper, scratch, workingFolder, ...found.flat(), "--", ...command];
    },
  };
}

function foldersOf({ workspace, volumes, dbfs }: PythonPaths): [string, string][] {
  const all = { "/Workspace": workspace, "/Volumes": volumes, "/dbfs": dbfs };
  return Object.entries(all).flatMap(([path, folder]): [string, string][] => {
    return folder === undefined ? [] : [[path, folder]];
  });
}

function variableOf(path: string): string {
  return `DATABRICKS_LOCAL${path.toUpperCase().replaceAll(/\W/g, "_")}`;
}
