import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { proof } from "../testing/proof.js";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "repos-handler-test-"));
const url = pathToFileURL(path.join(folder, "project")).href;

beforeAll(() => {
  const git = (...args: string[]): void => {
    const who = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    execFileSync("git", [...who, ...args], { cwd: path.join(folder, "project") });
  };
  fs.mkdirSync(path.join(folder, "project"));
  git("init", "--quiet", "--initial-branch=main");
  fs.writeFileSync(path.join(folder, "project", "main.py"), "print('from a repo')");
  git("add", "--all");
  git("commit", "--quiet", "--message=first");
  git("branch", "feature");
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe("workspace.ReposAPI", () => {
  proof(
    [
      "workspace.ReposAPI.create",
      "workspace.ReposAPI.get",
      "workspace.ReposAPI.list",
      "workspace.ReposAPI.update",
      "workspace.ReposAPI.delete",
    ],
    "clones, shows, switches and removes",
    async ({ call, error }) => {
      const body = {
        url,
        provider: "gitHub",
        path: "/Repos/me/project",
        sparse_checkout: { patterns: ["lib"] },
      };
      const repo = await call<{ id: number }>("POST", "/api/2.0/repos", body);
      expect(repo).toMatchObject({
        ...body,
        branch: "main",
        head_commit_id: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      });
      const at = `/api/2.0/repos/${repo.id}`;
      expect(await call("GET", at)).toEqual(repo);
      expect(await call("GET", "/api/2.0/repos?path_prefix=/Repos/me")).toEqual({ repos: [repo] });
      expect(await call("GET", "/api/2.0/repos?path_prefix=/Repos/you")).toEqual({});
      expect(await call("PATCH", at, { branch: "feature" })).toEqual({});
      expect(await call("GET", at)).toMatchObject({ branch: "feature" });
      expect(await error("PATCH", at, { branch: "no" })).toMatchObject({
        status: 400,
        errorCode: "GIT_UNKNOWN_REF",
      });
      expect(await error("POST", "/api/2.0/repos", body)).toMatchObject({
        status: 400,
        errorCode: "RESOURCE_ALREADY_EXISTS",
      });
      const outside = { url: "https://github.com/a/b", provider: "gitHub" };
      expect(await error("POST", "/api/2.0/repos", outside)).toMatchObject({
        errorCode: "GIT_URL_NOT_ON_ALLOW_LIST",
      });
      expect(await call("DELETE", at)).toEqual({});
      expect(await error("GET", at)).toMatchObject({
        status: 404,
        errorCode: "RESOURCE_DOES_NOT_EXIST",
        body: { message: "Repo could not be found" },
      });
    },
  );

  proof(
    [],
    "clones from the hosts that were named, and no others",
    async ({ error }) => {
      const from = (url: string): object => ({ url, provider: "gitHub" });
      const own = await error("POST", "/api/2.0/repos", from("http://127.0.0.1:1/a/b.git"));
      expect(own.errorCode).toBe("GIT_URL_NOT_ON_ALLOW_LIST");
      const named = await error("POST", "/api/2.0/repos", from("http://localhost:1/a/b.git"));
      expect(named.errorCode).toBe("GIT_REMOTE_ERROR");
    },
    { gitHosts: ["localhost"] },
  );
});
