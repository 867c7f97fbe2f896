import { describe } from "vitest";
import { tellOfBundles } from "./databricks-cli/bundles.js";
import { tellOfCatalogs } from "./databricks-cli/catalogs.js";
import { tellOfClusters } from "./databricks-cli/clusters.js";
import { tellOfErrors } from "./databricks-cli/errors.js";
import { tellOfFiles } from "./databricks-cli/files.js";
import { tellOfJobs } from "./databricks-cli/jobs.js";
import { tellOfSecrets } from "./databricks-cli/secrets.js";
import { tellOfServing } from "./databricks-cli/serving.js";
import { tellOfSigningIn } from "./databricks-cli/sign-in.js";
import { tellOfTheWorkspaceTree } from "./databricks-cli/workspace-tree.js";
import { cliScene } from "./support/cli-story.js";
import { databricksCli, databricksCliVersion } from "./support/databricks-cli.js";

const found = await databricksCli();
if ("missing" in found) console.warn(`SKIPPED: ${found.missing}`);
const cli = "cli" in found ? found.cli : "";

describe.skipIf(cli === "")(
  `the official CLI ${databricksCliVersion}`,
  { timeout: 120_000 },
  () => {
    const scene = cliScene(cli);
    describe("signs in", () => tellOfSigningIn(scene, cli));
    describe("is refused", () => tellOfErrors(scene));
    describe("with the workspace's tree", () => tellOfTheWorkspaceTree(scene));
    describe("with secrets", () => tellOfSecrets(scene));
    describe("with files", () => tellOfFiles(scene));
    describe("with catalogs", () => tellOfCatalogs(scene));
    describe("with clusters", () => tellOfClusters(scene));
    describe("with jobs", () => tellOfJobs(scene));
    describe("with serving endpoints", () => tellOfServing(scene));
    describe("with bundles", () => tellOfBundles(scene));
  },
);
