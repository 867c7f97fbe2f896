import * as fs from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WorkspaceError } from "../../errors/index.js";
import { memoryStore } from "../../state/index.js";
import { checkGitUrl, gitProvider } from "./git-url.js";
import { type NewRepo, ReposEngine } from "./index.js";
import { Remote } from "./testing/remote.js";

let remote: Remote;
let first: string;
let engine: ReposEngine;

beforeAll(() => {
  remote = new Remote();
  first = remote.push("main", { "main.py": "print(1)", "docs/a.md": "a", "lib/b.py": "b" });
  remote.git("tag", "v1");
  remote.git("push", "--quiet", "origin", "v1");
  remote.push("feature", { "main.py": "print(2)" });
  remote.git("checkout", "--quiet", "main");
});
afterAll(() => remote.remove());
beforeEach(() => {
  engine = new ReposEngine({ store: memoryStore() });
});
afterEach(() => engine.close());

const wanted = (more: Partial<NewRepo> = {}): NewRepo => ({
  url: remote.url,
  provider: "gitHub",
  userName: "me@example.com",
  ...more,
});

async function failure(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof WorkspaceError) return { code: error.code, message: error.message };
  throw new Error(`expected a WorkspaceError, not ${String(error)}`);
}

const contents = (at: string): string => fs.readFileSync(engine.locate(at) ?? "missing", "utf8");

describe("create", () => {
  it("clones the default branch to the user's folder", async () => {
    const repo = await engine.create(wanted({ provider: "GITHUB" }));
    expect(repo).toEqual({
      id: expect.any(Number) as number,
      url: remote.url,
      provider: "gitHub",
      path: "/Repos/me@example.com/project",
      branch: "main",
      head_commit_id: first,
    });
    expect(engine.get(repo.id)).toEqual(repo);
    expect(contents("/Workspace/Repos/me@example.com/project/main.py")).toBe("print(1)");
  });

  it("checks out only the folders of a sparse checkout, and the top", async () => {
    const repo = await engine.create(wanted({ path: "/Repos/a/b", patterns: ["docs"] }));
    expect(repo.sparse_checkout).toEqual({ patterns: ["docs"] });
    expect(contents("/Repos/a/b/docs/a.md")).toBe("a");
    expect(contents("/Repos/a/b/main.py")).toBe("print(1)");
    expect(engine.locate("/Repos/a/b/lib/b.py")).toBeUndefined();
    await engine.update(repo.id, { patterns: ["lib"] });
    expect(contents("/Repos/a/b/lib/b.py")).toBe("b");
    expect(engine.get(repo.id).sparse_checkout).toEqual({ patterns: ["lib"] });
  });

  it("takes a repository without commits", async () => {
    const empty = new Remote();
    try {
      const repo = await engine.create(wanted({ url: empty.url }));
      expect(repo.head_commit_id).toBeUndefined();
    } finally {
      empty.remove();
    }
  });

  it("lets one of two requests for the same path win", async () => {
    const results = await Promise.allSettled([engine.create(wanted()), engine.create(wanted())]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await failure(engine.create(wanted()))).code).toBe("RESOURCE_ALREADY_EXISTS");
    const inside = wanted({ path: "/Users/x/y" });
    await engine.create(inside);
    const below = await failure(engine.create({ ...inside, path: "/Users/x/y/z" }));
    expect(below.code).toBe("RESOURCE_ALREADY_EXISTS");
  });

  const invalid = "INVALID_PARAMETER_VALUE";
  const refused: readonly (readonly [string, Partial<NewRepo>, string])[] = [
    [
      "a host that is not allowed",
      { url: "https://github.com/a/b.git" },
      "GIT_URL_NOT_ON_ALLOW_LIST",
    ],
    [
      "a name that is like an allowed host",
      { url: "http://localhost.evil.test/a" },
      "GIT_URL_NOT_ON_ALLOW_LIST",
    ],
    ["an option in place of a url", { url: "--upload-pack=touch /tmp/x" }, invalid],
    ["a transport that runs programs", { url: "ext::sh -c id" }, invalid],
    ["ssh", { url: "ssh://localhost/a" }, invalid],
    ["a scp-like url", { url: "git@localhost:a/b.git" }, invalid],
    ["a password in the url", { url: "http://me:secret@localhost/a" }, invalid],
    ["a file on another host", { url: "file://server/share" }, invalid],
    ["an unknown provider", { provider: "svn" }, invalid],
    ["no provider where none can be concluded", { provider: "" }, invalid],
    ["a path below /Repos that is too short", { path: "/Repos/x" }, invalid],
    ["a path below /Repos that is too long", { path: "/Repos/x/y/z" }, invalid],
    ["a path with a way out", { path: "/Repos/../x/y" }, invalid],
    ["a relative path", { path: "Repos/x/y" }, invalid],
    ["a repository that is not there", { url: "file:///no/such/repository" }, "GIT_REMOTE_ERROR"],
  ];
  it.each(refused)("refuses %s", async (_, more, code) => {
    const error = await failure(engine.create(wanted(more)));
    expect(error.code).toBe(code);
    expect(error.message).not.toContain("secret");
    expect(engine.list()).toEqual({ repos: [] });
  });

  it("says how to allow a host", async () => {
    const error = await failure(engine.create(wanted({ url: "http://git.example.test/a/b.git" })));
    expect(error.message).toContain('"git.example.test" among the allowed Git hosts');
  });

  it("asks hosts that are allowed, and no others that they name", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(302, { location: "http://git.example.test/stolen" }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/a/b.git`;
    expect((await failure(engine.create(wanted({ url })))).code).toBe("GIT_REMOTE_ERROR");
    expect(asked).toEqual(["/a/b.git/info/refs?service=git-upload-pack"]);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("providers and hosts", () => {
  it.each([
    ["https://github.com/a/b", "gitHub"],
    ["https://gitlab.com/a/b.git", "gitLab"],
    ["https://bitbucket.org/a/b", "bitbucketCloud"],
    ["https://dev.azure.com/o/p/_git/r", "azureDevOpsServices"],
    ["https://o.visualstudio.com/p/_git/r", "azureDevOpsServices"],
    ["https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/r", "awsCodeCommit"],
  ])("concludes the provider of %s", (url, provider) => {
    expect(gitProvider("", checkGitUrl(url, ["*"]))).toBe(provider);
  });

  it.each([
    ["http://git.example.test/a", "*.example.test", true],
    ["http://example.test/a", "*.example.test", false],
    ["http://badexample.test/a", "*.example.test", false],
    ["http://git.example.test/a", "GIT.example.test", true],
  ])("%s against %s", (url, allowed, expected) => {
    const check = (): URL => checkGitUrl(url, [allowed]);
    if (expected) expect(check().hostname).toBe("git.example.test");
    else expect(check).toThrow("not on the allow list");
  });
});

describe("update", () => {
  it("goes to a branch, to its newest commit, and to a tag", async () => {
    const { id } = await engine.create(wanted());
    expect(await engine.update(id, { branch: "feature" })).toMatchObject({ branch: "feature" });
    expect(contents("/Repos/me@example.com/project/main.py")).toBe("print(2)");
    const newest = remote.push("feature", { "main.py": "print(3)" });
    expect(await engine.update(id, { branch: "feature" })).toMatchObject({
      head_commit_id: newest,
    });
    const tagged = await engine.update(id, { tag: "v1" });
    expect(tagged).toMatchObject({ head_commit_id: first });
    expect(tagged).not.toHaveProperty("branch");
    expect(engine.get(id)).toEqual(tagged);
  });

  it.each([
    ["an unknown branch", { branch: "no" }, "GIT_UNKNOWN_REF"],
    ["an unknown tag", { tag: "no" }, "GIT_UNKNOWN_REF"],
    ["a revision expression", { branch: "main~0" }, "GIT_UNKNOWN_REF"],
    ["a range", { tag: "v1..v1" }, "GIT_UNKNOWN_REF"],
    ["an option for a branch", { branch: "--orphan" }, "INVALID_PARAMETER_VALUE"],
    ["an option for a tag", { tag: "-f" }, "INVALID_PARAMETER_VALUE"],
    ["both", { branch: "main", tag: "v1" }, "INVALID_PARAMETER_VALUE"],
    ["nothing", {}, "INVALID_PARAMETER_VALUE"],
    ["sparse folders where there were none", { patterns: ["docs"] }, "INVALID_PARAMETER_VALUE"],
  ] as const)("refuses %s", async (_, change, code) => {
    const repo = await engine.create(wanted());
    expect((await failure(engine.update(repo.id, change))).code).toBe(code);
    expect(engine.get(repo.id)).toEqual(repo);
  });

  it("keeps what was changed in the clone unless told to lose it", async () => {
    const { id } = await engine.create(wanted());
    const file = engine.locate("/Repos/me@example.com/project/main.py") ?? "";
    fs.writeFileSync(file, "changed");
    expect((await failure(engine.update(id, { branch: "feature" }))).code).toBe("GIT_CONFLICT");
    expect(fs.readFileSync(file, "utf8")).toBe("changed");
    await engine.update(id, { branch: "feature", discardChanges: true });
    expect(fs.readFileSync(file, "utf8")).not.toBe("changed");
  });

  it("runs no hooks", async () => {
    const { id } = await engine.create(wanted());
    const root = engine.locate("/Repos/me@example.com/project") ?? "";
    const hook = path.join(root, ".git", "hooks", "post-checkout");
    fs.mkdirSync(path.dirname(hook), { recursive: true });
    fs.writeFileSync(hook, `#!/bin/sh\ntouch ${path.join(root, "ran")}\n`, { mode: 0o755 });
    await engine.update(id, { branch: "feature" });
    expect(fs.existsSync(path.join(root, "ran"))).toBe(false);
  });
});

describe("list, delete, locate", () => {
  it("pages by 20 and filters by prefix", async () => {
    const store = memoryStore();
    for (let id = 1; id <= 21; id += 1) {
      store.collection("repos").put(String(id), { id, path: `/Repos/many/r${id}` });
    }
    store.collection("repos").put("22", { id: 22, path: "/Repos/other/r" });
    const many = new ReposEngine({ store });
    const page = many.list("/Workspace/Repos/many");
    expect(page.repos).toHaveLength(20);
    const last = many.list("/Repos/many", page.next_page_token);
    expect(last.repos.map((repo) => repo.path)).toEqual(["/Repos/many/r21"]);
    expect(last).not.toHaveProperty("next_page_token");
    expect(() => many.list(undefined, "???")).toThrow("next_page_token");
    await many.close();
  });

  it("deletes the clone with the repo", async () => {
    const { id } = await engine.create(wanted());
    const root = engine.locate("/Repos/me@example.com/project") ?? "";
    await engine.delete(id);
    expect(fs.existsSync(root)).toBe(false);
    const gone = { code: "RESOURCE_DOES_NOT_EXIST", message: "Repo could not be found" };
    expect(await failure(engine.delete(id))).toEqual(gone);
    expect(() => engine.get(id)).toThrow("Repo could not be found");
    await engine.create(wanted());
  });

  it.skipIf(process.platform === "win32")("locates files of any name", async () => {
    const { path: root } = await engine.create(wanted());
    for (const name of ["a\\b.txt", "a\nb.txt"]) {
      fs.writeFileSync(path.join(engine.locate(root) ?? "", name), name);
      expect(contents(`${root}/${name}`)).toBe(name);
    }
    const back = "must not hold";
    expect((await failure(engine.create(wanted({ path: "/Repos/a/b\\c" })))).message).toContain(
      back,
    );
  });

  it("locates nothing outside of a clone and nothing of git's own", async () => {
    await engine.create(wanted());
    const root = "/Repos/me@example.com/project";
    fs.symlinkSync("/etc", path.join(engine.locate(root) ?? "", "out"));
    expect(engine.locate(`${root}/lib/b.py`)).toMatch(/lib\/b\.py$/);
    for (const at of [
      `${root}/.git/config`,
      `${root}/.GIT/config`,
      `${root}/out/hostname`,
      `${root}2`,
    ]) {
      expect(engine.locate(at)).toBeUndefined();
    }
    expect(() => engine.locate(`${root}/../x`)).toThrow("path");
  });

  it("keeps repos over a restart", async () => {
    const store = memoryStore();
    const folder = fs.mkdtempSync(path.join(remote.folder, "kept-"));
    const before = new ReposEngine({ store, folder });
    const repo = await before.create(wanted());
    await before.close();
    const after = new ReposEngine({ store, folder });
    expect(after.get(repo.id)).toEqual(repo);
    expect(after.locate(`${repo.path}/main.py`)).toBeDefined();
    await after.close();
  });
});
