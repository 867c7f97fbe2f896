import { describe, expect, it } from "vitest";
import { detectSurroundings } from "./detect.js";
import { detectOs, detectRuntime } from "./index.js";

const shown = (env: Record<string, string>): string =>
  detectSurroundings(env)
    .map((part) => part.join("/"))
    .join(" ");

describe("detectSurroundings", () => {
  it.each<[Record<string, string>, string]>([
    [{}, ""],
    [{ GITHUB_ACTIONS: "true" }, "cicd/github"],
    [{ GITHUB_ACTIONS: "false" }, ""],
    [{ GITLAB_CI: "true" }, "cicd/gitlab"],
    [{ JENKINS_URL: "http://ci" }, "cicd/jenkins"],
    [{ TF_BUILD: "True" }, "cicd/azure-devops"],
    [{ TF_BUILD: "true" }, ""],
    [{ CIRCLECI: "true" }, "cicd/circle"],
    [{ TRAVIS: "true" }, "cicd/travis"],
    [{ BITBUCKET_BUILD_NUMBER: "7" }, "cicd/bitbucket"],
    [{ PROJECT_ID: "a", BUILD_ID: "b", PROJECT_NUMBER: "1" }, ""],
    [
      { PROJECT_ID: "a", BUILD_ID: "b", PROJECT_NUMBER: "1", LOCATION: "x" },
      "cicd/google-cloud-build",
    ],
    [{ CODEBUILD_BUILD_ARN: "arn" }, "cicd/aws-code-build"],
    [{ TFC_RUN_ID: "run" }, "cicd/tf-cloud"],
    [{ TFC_RUN_ID: "run", GITLAB_CI: "true" }, "cicd/gitlab"],
    [{ KIRO: "" }, "agent/kiro"],
    [{ GEMINI_CLI: "1" }, "agent/gemini-cli"],
    [{ GEMINI_CLI: "1", CURSOR_AGENT: "1" }, "agent/multiple"],
    [{ OMNIGENT: "1", GOOSE_TERMINAL: "1" }, "agent/goose meta-harness/omnigent"],
  ])("%o is %j", (env, parts) => {
    expect(shown(env)).toBe(parts);
  });

  it("looks once at an environment", () => {
    const env: Record<string, string> = {};
    expect(shown(env)).toBe("");
    env["TRAVIS"] = "true";
    expect(shown(env)).toBe("");
  });
});

describe("detectRuntime", () => {
  it("finds the runtime of this test", () => {
    expect(detectRuntime()).toEqual({ name: "node", version: process.versions.node });
  });

  it.each([
    [{ process: { versions: { node: "22.1.0" } } }, "node/22.1.0"],
    [{ Bun: { version: "1.2.0" }, process: { versions: { node: "22.1.0" } } }, "bun/1.2.0"],
    [
      { Deno: { version: { deno: "2.1.0" } }, process: { versions: { node: "22.1.0" } } },
      "deno/2.1.0",
    ],
    [{ navigator: { userAgent: "Mozilla/5.0" } }, "browser/0.0.0"],
    [{}, "browser/0.0.0"],
  ])("%o is %s", (globals, runtime) => {
    const { name, version } = detectRuntime(globals);
    expect(`${name}/${version}`).toBe(runtime);
  });
});

describe("detectOs", () => {
  it.each([
    [{ process: { platform: "linux" } }, "linux"],
    [{ process: { platform: "darwin" } }, "darwin"],
    [{ process: { platform: "win32" } }, "windows"],
    [{ Deno: { build: { os: "windows" } } }, "windows"],
    [{ navigator: { userAgent: "Mozilla/5.0 (Windows NT 10.0)" } }, "windows"],
    [{ navigator: { userAgent: "Mozilla/5.0 (Linux; Android 14)" } }, "android"],
    [{ navigator: { userAgent: "(iPhone; CPU iPhone OS 17_0 like Mac OS X)" } }, "ios"],
    [{ navigator: { platform: "MacIntel" } }, "darwin"],
    [{}, "unknown"],
  ])("%o is %s", (globals, os) => {
    expect(detectOs(globals)).toBe(os);
  });
});
