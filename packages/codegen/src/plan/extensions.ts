/** Services whose client property is a hand-written subclass from the SDK's `extensions` folder. */
const extensions: Readonly<Record<string, string>> = {
  "compute.ClustersAPI": "Clusters",
  "files.DbfsAPI": "Dbfs",
  "jobs.JobsAPI": "Jobs",
};

/** The hand-written class that stands for a service in the clients, if there is one. */
export function extensionOf(packageName: string, service: string): string | undefined {
  return extensions[`${packageName}.${service}`];
}
