/**
 * Where a program is: a file of this machine, which is run where it lies so that it can import its
 * neighbours, or its bytes.
 */
export type Program = { readonly file: string } | { readonly bytes: Uint8Array };

/** A notebook of the workspace. */
export interface Notebook {
  /** `PYTHON`, `SQL`, `SCALA` or `R`. */
  readonly language: string;
  /** In source format. */
  readonly program: Program;
}

/** What the environment of tasks without a cluster is to have, by the API's names. */
export interface EnvironmentSpec {
  readonly dependencies?: readonly string[] | undefined;
  readonly java_dependencies?: readonly string[] | undefined;
  readonly base_environment?: string | undefined;
}

/** The packages that programs find on a cluster. */
export interface LibrariesPort {
  /** Installs what a task needs, and waits for it; rejects with what the user reads. */
  installAndWait(clusterId: string, libraries: readonly object[]): Promise<void>;
  /** The Python interpreter of programs there: a name that is looked for on `PATH`, or a path. */
  interpreter(clusterId: string): string;
  /** The same where there is no cluster; makes what `spec` asks for, or rejects with what the user reads. */
  serverlessEnvironment(spec: EnvironmentSpec): Promise<string>;
}

/** What lets a task's program call the workspace, for as long as the task runs. */
export interface RunAccess {
  readonly host: string;
  readonly token: string;
  /** Called when the task has ended. */
  revoke(): void;
}

/** Makes and watches the clusters that tasks run on. May reject with a `WorkspaceError`. */
export interface ClustersPort {
  /** Makes a cluster for a run that acts for this user, and returns its id once it is running. */
  ensureJobCluster(spec: object, name: string, userName: string): Promise<string>;
  /** Whether a task that acts for this user may run on this cluster; starts it first where needed. */
  isUsable(clusterId: string, userName: string): boolean | Promise<boolean>;
  /** Ends a cluster that `ensureJobCluster` made. */
  release(clusterId: string): void | Promise<void>;
}

/** Calls `work` after that time; the result calls it off. */
export type Timer = (milliseconds: number, work: () => void) => () => void;

/** Whom a program acts for. */
export interface RunIdentity {
  readonly userName: string;
  /** The task run. */
  readonly runId: number;
}

/** What the engine needs of others. */
export interface JobsPorts {
  readonly clusters: ClustersPort;
  /** Default: clusters have what is installed on this machine, and no task may ask for more. */
  readonly libraries?: LibrariesPort;
  /**
   * Finds the program of a task: `dbfs:/...`, `/dbfs/...`, `/Workspace/...`, `/Repos/...`;
   * undefined: there is none that this user may read. A `WorkspaceError` it throws is what they read.
   */
  findProgram(path: string, userName: string): Program | undefined | Promise<Program | undefined>;
  /** Finds the notebook of a task; undefined: there is none that this user may read. */
  findNotebook(path: string, userName: string): Notebook | undefined;
  grantAccess(run: RunIdentity): RunAccess | Promise<RunAccess>;
  /** The id of the workspace, for `{{workspace.id}}` and for programs to call back. */
  readonly workspaceId: number;
}
