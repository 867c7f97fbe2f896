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
  git("checkout", "--quiet", "-b", "other");
  fs.writeFileSync(path.join(folder, "project", "main.py"), "print('on another branch')");
  git("commit", "--quiet", "--all", "--message=second");
  git("checkout", "--quiet", "main");
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
    [
      "workspace.WorkspaceAPI.import",
      "workspace.WorkspaceAPI.export",
      "workspace.WorkspaceAPI.mkdirs",
      "workspace.WorkspaceAPI.delete",
    ],
    "lets the workspace write into clones, which git then sees",
    async ({ call, error }) => {
      const path = "/Repos/me/project";
      const repo = { url, provider: "gitHub", path };
      const { id } = await call<{ id: number }>("POST", "/api/2.0/repos", repo);
      const put = (name: string, text: string): Promise<unknown> =>
        call("POST", "/api/2.0/workspace/import", {
          path: `${path}/${name}`,
          content: Buffer.from(text).toString("base64"),
          format: "AUTO",
          overwrite: true,
        });
      await call("POST", "/api/2.0/workspace/mkdirs", { path: `/Workspace${path}/lib` });
      await put("lib/n.py", "# Databricks notebook source\n1");
      await put("main.py", "print('changed')");
      const read = `/api/2.0/workspace/export?path=${path}/lib/n`;
      expect(await call("GET", read)).toMatchObject({ file_type: "py" });
      const at = `/api/2.0/repos/${id}`;
      expect(await error("PATCH", at, { branch: "other" })).toMatchObject({
        errorCode: "GIT_CONFLICT",
      });
      await call("PATCH", at, { branch: "other", dangerously_force_discard_all: true });
      expect(await error("GET", read)).toMatchObject({ status: 404 });
      const remove = { path, recursive: true };
      expect(await error("POST", "/api/2.0/workspace/delete", { path })).toMatchObject({
        errorCode: "DIRECTORY_NOT_EMPTY",
      });
      await call("POST", "/api/2.0/workspace/delete", remove);
      expect(await error("GET", at)).toMatchObject({ status: 404 });
      await call("POST", "/api/2.0/repos", repo);
    },
  );

  proof(
    [],
    "makes repos where nothing is, in folders of those who ask",
    async ({ call, error }) => {
      const bob = { token: "bobs" };
      const make = (path: string): readonly [string, string, object] =>
        ["POST", "/api/2.0/repos", { url, provider: "gitHub", path }] as const;
      const home = "/Users/me@example.com";
      await call("POST", "/api/2.0/workspace/mkdirs", { path: `${home}/taken` });
      expect(await error(...make(`${home}/taken`))).toMatchObject({
        status: 400,
        errorCode: "RESOURCE_ALREADY_EXISTS",
      });
      expect(await error(...make(`${home}/free`), bob)).toMatchObject({ status: 403 });
      expect(await error(...make("/Repos/team/free"), bob)).toMatchObject({ status: 403 });
      await call(...make("/Repos/bob@example.com/mine"), bob);
      await call(...make("/Shared/ours"), bob);
      await call(...make("/Repos/team/free"));
    },
    { users: [{ userName: "bob@example.com", token: "bobs" }] },
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
