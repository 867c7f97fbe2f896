import { describe, expect, it } from "vitest";
import { WorkspaceError } from "../../errors/index.js";
import { parseVolumePath } from "./volume-path.js";

describe("a path in a volume", () => {
  it("names its volume in lower case, and keeps the rest as it is", () => {
    expect(parseVolumePath("/Volumes/Main/Default/Raw/A b/ü.txt", "file")).toEqual({
      volume: ["main", "default", "raw"],
      at: "/main/default/raw/A b/ü.txt",
      path: "/Volumes/main/default/raw/A b/ü.txt",
      isRoot: false,
    });
  });

  it("of a directory may be the volume itself, and end with a slash", () => {
    const root = { at: "/c/s/v", isRoot: true };
    expect(parseVolumePath("/Volumes/c/s/v", "directory")).toMatchObject(root);
    expect(parseVolumePath("/Volumes/c/s/v/", "directory")).toMatchObject(root);
    const inside = { at: "/c/s/v/d", isRoot: false };
    expect(parseVolumePath("/Volumes/c/s/v/d/", "directory")).toMatchObject(inside);
  });

  it("of a file that is there may be asked of the volume itself, which is none", () => {
    expect(parseVolumePath("/Volumes/c/s/v", "existing file").isRoot).toBe(true);
  });

  it.each([
    ["", "file"],
    ["Volumes/c/s/v/f", "file"],
    ["/volumes/c/s/v/f", "file"],
    ["/Workspace/c/s/v/f", "file"],
    ["/Volumes", "directory"],
    ["/Volumes/x", "directory"],
    ["/Volumes/c/s", "directory"],
    ["/Volumes/c/s/v", "file"],
    ["/Volumes/c/s/v/", "file"],
    ["/Volumes/c/s/v/d/", "file"],
    ["/Volumes/c/s/v//f", "file"],
    ["/Volumes/c/s/v/d//", "directory"],
    ["/Volumes//s/v/f", "file"],
    ["/Volumes/c/s/v/../../../etc", "file"],
    ["/Volumes/c/s/../f", "file"],
    ["/Volumes/c/s/v/.", "directory"],
    ["/Volumes/c/s/v/a\0b", "file"],
    [`/Volumes/c/s/v/${"ü".repeat(128)}`, "file"],
    [`/Volumes/c/s/v${"/deep".repeat(700)}`, "file"],
  ] as const)("is refused: %s of a %s", (path, kind) => {
    const parse = (): unknown => parseVolumePath(path, kind);
    expect(parse).toThrow(WorkspaceError);
    expect(parse).toThrow("Invalid path");
  });

  it("takes names of 255 bytes", () => {
    const name = `${"ü".repeat(127)}x`;
    expect(parseVolumePath(`/Volumes/c/s/v/${name}`, "file").at).toBe(`/c/s/v/${name}`);
  });
});
