export { type GlobalScript, GlobalScripts, type ScriptRequest } from "./global-scripts.js";
export type { ScriptFailure, ScriptReport, ScriptRun, ScriptStatus } from "./script-report.js";
export { ScriptRunner, type ScriptRunnerOptions, type StartingCluster } from "./script-runner.js";
export type { LocateScript, ScriptLocation } from "./script-source.js";
