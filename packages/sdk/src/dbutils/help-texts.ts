/** What `help()` tells of one method. */
export interface MethodHelp {
  /** How it is called. */
  readonly call: string;
  readonly does: string;
}

/** What `help()` tells of one utility. */
export interface UtilityHelp {
  readonly about: string;
  readonly methods: Readonly<Record<string, MethodHelp>>;
}

const helpItself: MethodHelp = {
  call: "help(method?)",
  does: "returns this text, or more on one method",
};

/** All texts of `help()`, by utility. Options stand in braces; all methods that send take a signal. */
export const helpTexts: Readonly<Record<string, UtilityHelp>> = {
  credentials: {
    about: "roles of the cloud on the cluster, and service credentials",
    methods: {
      assumeRole: {
        call: "assumeRole(role)",
        does: "chooses the role that the cluster accesses S3 with; runs on the cluster",
      },
      getServiceCredentialsProvider: {
        call: "getServiceCredentialsProvider(credentialName)",
        does: "returns credentials for the cloud's SDK, from a service credential of Unity Catalog",
      },
      help: helpItself,
      showCurrentRole: {
        call: "showCurrentRole()",
        does: "returns the roles in use; runs on the cluster",
      },
      showRoles: {
        call: "showRoles()",
        does: "returns the roles to choose from; runs on the cluster",
      },
    },
  },
  fs: {
    about: "files: dbfs:/path, /Volumes/path, and file:/path on this machine",
    methods: {
      cp: {
        call: "cp(from, to, { recurse, overwrite })",
        does: "copies a file, or a directory with recurse",
      },
      head: {
        call: "head(file, { maxBytes })",
        does: "returns the beginning of a file as UTF-8 text, 65536 bytes of it by default",
      },
      help: helpItself,
      ls: { call: "ls(dir)", does: "lists a directory" },
      mkdirs: { call: "mkdirs(dir)", does: "makes a directory and the parents that it lacks" },
      mount: {
        call: "mount(source, mountPoint, { encryptionType, owner, extraConfigs })",
        does: "mounts cloud storage into DBFS; runs on the cluster",
      },
      mounts: { call: "mounts()", does: "lists what is mounted; runs on the cluster" },
      mv: {
        call: "mv(from, to, { recurse, overwrite })",
        does: "moves a file, or a directory with recurse",
      },
      put: {
        call: "put(file, contents, { overwrite })",
        does: "writes text to a file, replacing one with overwrite",
      },
      refreshMounts: {
        call: "refreshMounts()",
        does: "has the cluster see what others mounted; runs on the cluster",
      },
      rm: { call: "rm(path, { recurse })", does: "deletes a file, or a directory with recurse" },
      unmount: { call: "unmount(mountPoint)", does: "ends a mount; runs on the cluster" },
      updateMount: {
        call: "updateMount(source, mountPoint, { encryptionType, owner, extraConfigs })",
        does: "mounts as mount does, in place of what is mounted there; runs on the cluster",
      },
    },
  },
  jobs: {
    about: "what tasks of jobs use",
    methods: {
      help: helpItself,
      taskValues: {
        call: "taskValues",
        does: 'what the tasks of a run leave for each other: see help("jobs.taskValues")',
      },
    },
  },
  "jobs.taskValues": {
    about:
      "what the tasks of a run leave for each other; only notebooks and Python tasks have them",
    methods: {
      get: {
        call: "get(taskKey, key, { default, debugValue })",
        does: "returns debugValue outside of a job, and fails without it",
      },
      help: helpItself,
      set: { call: "set(key, value)", does: "does nothing outside of a job" },
    },
  },
  library: {
    about: "the Python on the cluster that the calls of this dbutils run in",
    methods: {
      help: helpItself,
      restartPython: {
        call: "restartPython()",
        does: "has the calls that follow run in a new Python process",
      },
    },
  },
  notebook: {
    about: "running notebooks, as jobs",
    methods: {
      exit: {
        call: "exit(value)",
        does: "throws a NotebookExit with the value, to end the program",
      },
      getContext: {
        call: "getContext()",
        does: "returns path, workspace and cluster of the program, as far as they are known",
      },
      help: helpItself,
      run: {
        call: "run(path, timeoutSeconds, parameters)",
        does: "runs a notebook on the cluster and returns what it exits with",
      },
    },
  },
  secrets: {
    about: "reading secrets",
    methods: {
      get: { call: "get(scope, key)", does: "returns a secret as text" },
      getBytes: { call: "getBytes(scope, key)", does: "returns a secret as bytes" },
      help: helpItself,
      list: { call: "list(scope)", does: "lists the keys in a scope" },
      listScopes: { call: "listScopes()", does: "lists the scopes" },
    },
  },
  widgets: {
    about: "parameters of the program, given as --name=value on its command line",
    methods: {
      combobox: {
        call: "combobox(name, defaultValue, choices, label?)",
        does: "makes a parameter with a default and suggestions",
      },
      dropdown: {
        call: "dropdown(name, defaultValue, choices, label?)",
        does: "makes a parameter with a default that is one of some choices",
      },
      get: { call: "get(name)", does: "returns a parameter's value, or its default" },
      getAll: { call: "getAll()", does: "returns all parameters with their values" },
      getArgument: {
        call: "getArgument(name, defaultValue?)",
        does: "returns a parameter's value, its default, or the one given here; deprecated, use get",
      },
      help: helpItself,
      multiselect: {
        call: "multiselect(name, defaultValue, choices, label?)",
        does: "makes a parameter with a default that takes several of some choices",
      },
      remove: { call: "remove(name)", does: "removes a parameter's default" },
      removeAll: { call: "removeAll()", does: "removes all defaults" },
      text: {
        call: "text(name, defaultValue, label?)",
        does: "makes a parameter with a default",
      },
    },
  },
};

/** What notebooks have and programs cannot, with the reason. */
export const notHere: Readonly<Record<string, string>> = {
  api: "it is a library for Scala programs, to build against dbutils outside of a cluster",
  data:
    "summarize draws a data frame of a notebook, and only a notebook can hand it one and show the " +
    "picture; query the table for its figures instead",
  preview: "it holds what is tried out in notebooks; call(method, args) reaches it where it exists",
};
