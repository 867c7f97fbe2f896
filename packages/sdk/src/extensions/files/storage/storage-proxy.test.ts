import { afterEach, describe, expect, it } from "vitest";
import { Files } from "../files.js";
import { FakeCloud, type FakeCloudOptions } from "../upload/testing/fake-cloud.js";
import { forbidden } from "../upload/testing/fault.js";

const path = "/Volumes/main/default/v/a b";
const part = 256 * 1024;
const content = new Uint8Array(3 * part + 1).fill(7);
const small = { partSize: part, multipartThreshold: 1, storageProxy: true };
const closing: FakeCloud[] = [];

afterEach(async () => {
  for (const cloud of closing.splice(0)) await cloud.close();
});

async function started(options?: FakeCloudOptions): Promise<{ cloud: FakeCloud; files: Files }> {
  const cloud = await FakeCloud.start(options);
  closing.push(cloud);
  return { cloud, files: new Files(cloud.api) };
}

describe("the storage proxy", () => {
  it("is asked for once, and then gets the parts, with credentials", async () => {
    const { cloud, files } = await started();
    await files.upload(path, content, small);
    await files.upload(path, content, { ...small, overwrite: true });
    expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
    expect(cloud.count("probe")).toBe(1);
    expect(cloud.count("part-urls")).toBe(0);
    const [probe, ...parts] = cloud.seen.filter(({ place }) => place === "storage");
    expect(probe).toMatchObject({
      method: "HEAD",
      url: "/api/2.0/fs/files/DatabricksInternal/Probe/fullstack/wis?ew=77",
    });
    expect(parts[0]?.url).toBe(
      "/api/2.0/fs/files/Volumes/main/default/v/a%20b?session_token=token-1&upload_type=multipart&part_number=1",
    );
    for (const { headers } of [probe, ...parts].filter((it) => it !== undefined)) {
      expect(headers["authorization"]).toBe("Bearer dapi0123456789abcdef");
    }
  });

  it("gets the chunks of a resumable upload, too", async () => {
    const { cloud, files } = await started({ kind: "resumable" });
    await files.upload(path, content, small);
    expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
    expect(cloud.actions).toEqual(["probe", "initiate", "chunk", "chunk", "chunk", "chunk"]);
  });

  it("is told when an upload is given up", async () => {
    const { cloud, files } = await started({
      fault: ({ number }) => (number === 2 ? forbidden : undefined),
    });
    await expect(files.upload(path, content, small)).rejects.toMatchObject({ status: 403 });
    expect(cloud.uploads.open.size).toBe(0);
    expect(cloud.seen.at(-1)).toMatchObject({
      method: "DELETE",
      url: "/api/2.0/fs/files/Volumes/main/default/v/a%20b?action=abort-upload&session_token=token-1",
    });
  });

  it.each([
    ["says no", { status: 403 }],
    ["can't be reached", "cut"],
  ] as const)("is done without when it %s", async (_name, fault) => {
    const { cloud, files } = await started({
      fault: ({ action }) => (action === "probe" ? fault : undefined),
    });
    await files.upload(path, content, small);
    expect(cloud.uploads.files.get(path)?.equals(content)).toBe(true);
    expect(cloud.count("part-urls")).toBeGreaterThan(0);
    for (const { action, headers } of cloud.seen) {
      if (action === "part") expect(headers).not.toHaveProperty("authorization");
    }
  });

  it("learns the workspace's id from the service where nobody told it", async () => {
    const { cloud, files } = await started({
      client: { workspaceId: undefined },
      fault: ({ url }) =>
        url.endsWith("/scim/v2/Me")
          ? { status: 200, headers: { "x-databricks-org-id": "77" }, body: "{}" }
          : undefined,
    });
    await files.upload(path, content, small);
    expect(cloud.count("probe")).toBe(1);
    expect(cloud.count("part-urls")).toBe(0);
  });

  it("is not asked for unless it is wanted", async () => {
    const { cloud, files } = await started();
    await files.upload(path, content, { ...small, storageProxy: false });
    expect(cloud.count("probe")).toBe(0);
  });
});
