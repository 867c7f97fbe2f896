/** A hand-written subclass of a generated service, in the SDK's `extensions` folder. */
export interface Extension {
  /** The folder under `extensions`. */
  readonly folder: string;
  readonly name: string;
  /** Methods beside those of the service that return promises. */
  readonly methods: readonly string[];
  /** Methods beside those of the service that return lists. */
  readonly lists?: readonly string[];
}

/** The services whose client property is an extension. */
const extensions: Readonly<Record<string, Extension>> = {
  "compute.ClustersAPI": {
    folder: "clusters",
    name: "Clusters",
    methods: ["ensureClusterIsRunning", "selectNodeType", "selectSparkVersion"],
  },
  "files.DbfsAPI": {
    folder: "dbfs",
    name: "Dbfs",
    methods: ["copy", "download", "exists", "open", "upload"],
  },
  "files.FilesAPI": {
    folder: "files",
    name: "Files",
    methods: ["deleteTree", "downloadTo", "downloadTree", "exists", "uploadFrom", "uploadTree"],
    lists: ["walk"],
  },
  "iam.PermissionsAPI": {
    folder: "permissions",
    name: "Permissions",
    methods: ["add", "remove"],
  },
  "jobs.JobsAPI": {
    folder: "jobs",
    name: "Jobs",
    methods: ["getRunOutputs", "repairFailed", "repairFailedAndWait"],
  },
  "serving.ServingEndpointsAPI": {
    folder: "serving-endpoints",
    name: "ServingEndpoints",
    methods: ["openAiOptions", "queryStream"],
  },
  "serving.ServingEndpointsDataPlaneAPI": {
    folder: "serving-endpoints",
    name: "ServingEndpointsDataPlane",
    methods: ["queryStream"],
  },
  "workspace.WorkspaceAPI": {
    folder: "workspace",
    name: "Workspace",
    methods: ["download", "upload"],
  },
};

/** The hand-written class that stands for a service in the clients, if there is one. */
export function extensionOf(packageName: string, service: string): Extension | undefined {
  return extensions[`${packageName}.${service}`];
}
