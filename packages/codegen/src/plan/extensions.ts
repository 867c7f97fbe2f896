/** A hand-written subclass of a generated service, in the SDK's `extensions` folder. */
export interface Extension {
  /** The folder under `extensions`. */
  readonly folder: string;
  readonly name: string;
  /** Methods beside those of the service. Each returns a promise. */
  readonly methods: readonly string[];
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
    methods: ["download", "exists", "open", "upload"],
  },
  "jobs.JobsAPI": { folder: "jobs", name: "Jobs", methods: [] },
};

/** The hand-written class that stands for a service in the clients, if there is one. */
export function extensionOf(packageName: string, service: string): Extension | undefined {
  return extensions[`${packageName}.${service}`];
}
