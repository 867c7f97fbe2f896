import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";

/** Switches of a workspace, and what they can be set to; undefined: any text. */
const KEYS: Readonly<Record<string, readonly string[] | undefined>> = {
  enableIpAccessLists: ["true", "false"],
  enableTokensConfig: ["true", "false"],
  enableDeprecatedGlobalInitScripts: ["true", "false"],
  enableDeprecatedClusterNamedInitScripts: ["true", "false"],
  enableDcs: ["true", "false"],
  enableProjectTypeInWorkspace: ["true", "false"],
  enableResultsDownloading: ["true", "false"],
  enableExportNotebook: ["true", "false"],
  enableNotebookTableClipboard: ["true", "false"],
  enableVerboseAuditLogs: ["true", "false"],
  enableWebTerminal: ["true", "false"],
  enableWorkspaceFilesystem: ["true", "false", "dbr8.4+"],
  enforceUserIsolation: ["true", "false"],
  enforceWorkspaceViewAcls: ["true", "false"],
  enforceClusterViewAcls: ["true", "false"],
  maxTokenLifetimeDays: undefined,
  maxUserInactivityDays: undefined,
  storeInteractiveNotebookResultsInCustomerAccount: ["true", "false"],
};

/** The switches of a workspace. All values are text. */
export class WorkspaceConf {
  readonly #values: Collection<{ readonly value: string }>;
  readonly #onChange: (key: string, value: string) => void;

  /**
   * @param store the workspace's own scope; collection `workspace-conf`
   * @param onChange may throw to refuse a value
   */
  constructor(store: Store, onChange: (key: string, value: string) => void) {
    this.#values = store.collection("workspace-conf");
    this.#onChange = onChange;
  }

  /** What a switch is set to; undefined: it never was. */
  get(key: string): string | undefined {
    return this.#values.get(key)?.value;
  }

  /** The values of switches; those that were never set are empty. */
  getAll(keys: readonly string[]): Record<string, string> {
    const wrong = keys.find((key) => !Object.hasOwn(KEYS, key));
    if (wrong !== undefined) throw invalid(`${wrong} is an invalid config key`);
    return Object.fromEntries(keys.map((key) => [key, this.get(key) ?? ""]));
  }

  /** Sets switches, all or none. */
  set(values: Readonly<Record<string, string>>): void {
    const entries = Object.entries(values);
    const wrong = entries.filter(([key]) => !Object.hasOwn(KEYS, key)).map(([key]) => key);
    if (wrong.length > 0) {
      const text = "failed to set workspace conf because some new keys are invalid";
      throw invalid(`${text}: ${wrong.join(", ")}`);
    }
    const refused = entries.filter(
      ([key, value]) => value !== "" && KEYS[key]?.includes(value) === false,
    );
    if (refused.length > 0) {
      throw invalid(`Some values are not allowed: ${JSON.stringify(Object.fromEntries(refused))}`);
    }
    for (const [key, value] of entries) this.#onChange(key, value);
    for (const [key, value] of entries) this.#values.put(key, { value });
  }
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("BAD_REQUEST", message);
}
