import { describe, expect, it } from "vitest";
import type { TreeObject } from "../engines/workspace-tree/index.js";
import { objectToWire } from "./workspace-object.js";

const git = {
  id: 7,
  path: "/Repos/me/project",
  url: "https://github.com/me/project",
  provider: "gitHub",
  branch: "main",
  head_commit_id: "abc",
};
const at = (path: string): TreeObject => ({
  kind: "repos",
  id: 7,
  path,
  file: "/somewhere",
  gitFolder: { ...git, path: path.replace(/^\/Workspace/, "") },
});
const nothing = new URLSearchParams();

describe("a Git folder", () => {
  it("is a REPO below /Repos, however spelled, and elsewhere a folder", () => {
    for (const path of ["/Repos/me/project", "/Workspace/Repos/me/project"]) {
      expect(objectToWire(at(path), nothing)).toEqual({
        object_type: "REPO",
        object_id: 7,
        resource_id: "7",
        path,
      });
    }
    expect(objectToWire(at("/Users/me/project"), nothing)).toMatchObject({
      object_type: "DIRECTORY",
      directory_info: { is_git_folder: true },
    });
  });

  it("is told of with what is in it, when it is asked for, without what others keep of it", () => {
    const query = new URLSearchParams("return_git_info=true");
    const file: TreeObject = {
      kind: "files",
      id: 8,
      path: "/Repos/me/project/f",
      file: "/somewhere/f",
      size: 0,
      gitFolder: Object.assign({ sparse_checkout: { patterns: [] } }, git),
    };
    expect(objectToWire(file, query)).toMatchObject({ object_type: "FILE", size: 0 });
    expect(objectToWire(file, query).git_info).toEqual(git);
    expect(objectToWire(file, nothing)).not.toHaveProperty("git_info");
  });
});
