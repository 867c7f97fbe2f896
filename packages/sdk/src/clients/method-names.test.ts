import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ServiceClient } from "../api-client/index.js";
import * as extensions from "../extensions/index.js";
import { methodNames } from "./method-names.gen.js";

type ServiceClass = new (api: ServiceClient) => object;

const extended: Readonly<Record<string, ServiceClass>> = {
  "compute.ClustersAPI": extensions.Clusters,
  "files.DbfsAPI": extensions.Dbfs,
  "files.FilesAPI": extensions.Files,
  "iam.PermissionsAPI": extensions.Permissions,
  "jobs.JobsAPI": extensions.Jobs,
  "serving.ServingEndpointsAPI": extensions.ServingEndpoints,
  "serving.ServingEndpointsDataPlaneAPI": extensions.ServingEndpointsDataPlane,
  "workspace.WorkspaceAPI": extensions.Workspace,
};

/** The public methods of a class and of those it extends. */
function methodsOf(service: ServiceClass): string[] {
  const names = new Set<string>();
  for (
    let type = service.prototype as object;
    type !== Object.prototype;
    type = Object.getPrototypeOf(type) as object
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
      if (typeof value === "function" && name !== "constructor") names.add(name);
    }
  }
  return [...names].sort();
}

describe("method names", () => {
  const packages = readdirSync(new URL("../services", import.meta.url), { withFileTypes: true });
  for (const { name } of packages.filter(
    (entry) => entry.isDirectory() && entry.name !== "testing",
  )) {
    it(`of ${name} are those of its classes`, async () => {
      const module = (await import(`../services/${name}/index.gen.ts`)) as Record<
        string,
        ServiceClass
      >;
      for (const [key, { calls, lists }] of Object.entries(methodNames)) {
        const [home, service = ""] = key.split(".");
        const type = extended[key] ?? module[service];
        if (home !== name || type === undefined) continue;
        const known = `${calls} ${lists}`.split(/\s+/).filter((method) => method !== "");
        expect(known.sort(), key).toEqual(methodsOf(type));
      }
    });
  }
});
