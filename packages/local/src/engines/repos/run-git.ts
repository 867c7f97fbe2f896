import { spawn } from "node:child_process";

/** How a git command is run. */
export interface GitRun {
  readonly cwd: string;
  /** Written to the command's standard input. */
  readonly input?: string;
  /** Milliseconds after which the command and its children are ended. */
  readonly timeout: number;
  /** Ends the command. */
  readonly signal: AbortSignal;
}

/** How a git command ended. */
export interface GitResult {
  /** Undefined when it did not end by itself. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /** What went wrong, in git's words or ours. */
  readonly stderr: string;
}

/**
 * Settings that hold for every command: nothing of the user's own configuration, no hooks, no
 * redirects to hosts that were not allowed, no helper programs, no links that lead out of a clone.
 */
const SETTINGS: readonly string[] = [
  "core.hooksPath=/dev/null",
  "core.symlinks=false",
  "core.fsmonitor=false",
  "credential.helper=",
  "http.followRedirects=false",
  "protocol.allow=never",
  "protocol.file.allow=always",
  "protocol.http.allow=always",
  "protocol.https.allow=always",
  "submodule.recurse=false",
  "advice.detachedHead=false",
  "gc.auto=0",
];

/** Variables of this process that git may see. */
const INHERITED = ["PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot", "SSL_CERT_FILE", "SSL_CERT_DIR"];
/** Output beyond this many characters is of no use to anybody. */
const OUTPUT_LIMIT = 64 * 1024;

/** Runs git without a shell, prompts or the user's configuration. Never rejects. */
export function runGit(args: readonly string[], run: GitRun): Promise<GitResult> {
  return new Promise((resolve) => {
    const settings = SETTINGS.flatMap((setting) => ["-c", setting]);
    const child = spawn("git", [...settings, ...args], {
      cwd: run.cwd,
      env: environment(),
      // A process group of its own, so that its transport helpers end with it.
      detached: process.platform !== "win32",
      stdio: "pipe",
    });
    const out = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        if (out[name].length < OUTPUT_LIMIT) out[name] += text;
      });
    }
    const stop = (reason: string): void => {
      out.stderr = reason;
      killGroup(child.pid, () => child.kill("SIGKILL"));
    };
    const onAbort = (): void => stop("The workspace was closed.");
    const timer = setTimeout(() => {
      stop(`git did not finish within ${run.timeout / 1000} seconds.`);
    }, run.timeout);
    const settle = (exitCode: number | undefined): void => {
      clearTimeout(timer);
      run.signal.removeEventListener("abort", onAbort);
      resolve({ exitCode, ...out });
    };
    run.signal.addEventListener("abort", onAbort);
    if (run.signal.aborted) onAbort();
    child.once("error", (error: NodeJS.ErrnoException) => {
      const absent = error.code === "ENOENT";
      out.stderr = absent ? "git was not found on PATH: install Git." : error.message;
      settle(undefined);
    });
    child.once("close", (code) => settle(code ?? undefined));
    // A command that ends before it has read its input is no failure of ours.
    child.stdin.on("error", () => {});
    child.stdin.end(run.input ?? "");
  });
}

function environment(): NodeJS.ProcessEnv {
  const own = INHERITED.map((name) => [name, process.env[name]] as const);
  return {
    ...Object.fromEntries(own.filter(([, value]) => value !== undefined)),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: process.platform === "win32" ? "NUL" : "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "",
    SSH_ASKPASS: "",
    GIT_OPTIONAL_LOCKS: "0",
    LC_ALL: "C",
  };
}

function killGroup(pid: number | undefined, killOne: () => void): void {
  if (pid === undefined) return;
  try {
    if (process.platform === "win32") killOne();
    else process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
