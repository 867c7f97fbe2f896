import { describe, expect, it } from "vitest";
import { referencePage } from "./reference.js";

describe("referencePage", () => {
  it.each([
    ["workspace.clusters", "ClustersAPI", "create", "workspace/clusters/create"],
    ["workspace.jobs", "JobsAPI", "run_now", "workspace/jobs/runnow"],
    ["workspace.workspace", "WorkspaceAPI", "import_", "workspace/workspace/import"],
    ["account.ip_access_lists", "AccountIpAccessListsAPI", "list", "account/ipaccesslists/list"],
    [
      "workspace.settings.default_namespace",
      "DefaultNamespaceAPI",
      "get",
      "workspace/defaultnamespace/get",
    ],
    [undefined, "BundleAPI", "get_version", "workspace/bundle/getversion"],
  ])("%s %s.%s", (property, service, method, page) => {
    expect(referencePage(property, service, method)).toBe(
      `https://docs.databricks.com/api/${page}`,
    );
  });
});
