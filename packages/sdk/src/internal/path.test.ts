import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expandPath, InvalidInput } from "./index.js";

describe("expandPath", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["/api/2.0/plain", {}, "/api/2.0/plain"],
    [
      "/api/2.1/unity-catalog/catalogs/{name}",
      { name: "main" },
      "/api/2.1/unity-catalog/catalogs/main",
    ],
    ["/x/{name}/y", { name: "a/b" }, "/x/a%2Fb/y"],
    [
      "/x/{name}",
      { name: "ä ?#%&=+;:@!$'()*,[]" },
      "/x/%C3%A4%20%3F%23%25%26%3D%2B%3B%3A%40%21%24%27%28%29%2A%2C%5B%5D",
    ],
    ["/x/{name}", { name: "A-z_0.9~" }, "/x/A-z_0.9~"],
    ["/x/{name}", { name: "..." }, "/x/..."],
    ["/x/{name}", { name: "%2e%2e" }, "/x/%252e%252e"],
    ["/x/{a}/{b}", { a: "1", b: "2" }, "/x/1/2"],
    ["/x/{job_id}", { job_id: 0 }, "/x/0"],
    ["/x/{job_id}", { job_id: 9223372036854775807n }, "/x/9223372036854775807"],
    ["/x/{flag}", { flag: false }, "/x/false"],
    [
      "/files{+file_path}",
      { file_path: "/Volumes/a/b c/d?.txt" },
      "/files/Volumes/a/b%20c/d%3F.txt",
    ],
    ["/files{+file_path}", { file_path: "Volumes/a" }, "/files/Volumes/a"],
    ["/files{+file_path}", { file_path: "/" }, "/files/"],
    ["/files{+file_path}", { file_path: "/a/" }, "/files/a/"],
    ["/bundle/{+name}/done", { name: "deployments/a b" }, "/bundle/deployments/a%20b/done"],
    ["/bundle/{+name}/done", { name: "/deployments/a" }, "/bundle/deployments/a/done"],
  ])("%s with %o is %s", (template, values, path) => {
    expect(expandPath(template, values)).toBe(path);
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ["/x/{name}", {}, "name", "is missing"],
    ["/x/{name}", { name: null }, "name", "is missing"],
    ["/x/{name}", { name: "" }, "name", "is empty"],
    ["/x/{toString}", {}, "toString", "is missing"],
    ["/x/{name}", { name: {} }, "name", "object"],
    ["/x/{name}", { name: ["a"] }, "name", "array"],
    ["/x/{name}", { name: "." }, "name", "segment"],
    ["/x/{name}", { name: ".." }, "name", "segment"],
    ["/files{+file_path}", { file_path: "/a/../b" }, "file_path", "segment"],
    ["/files{+file_path}", { file_path: ".." }, "file_path", "segment"],
    ["/x/{id}", { id: Number.NaN }, "id", "NaN"],
    ["/x/{id}", { id: 2 ** 53 }, "id", "bigint"],
    ["/x/{name}", { name: "\ud800" }, "name", "surrogate"],
  ])("%s with %o is refused for %s", (template, values, field, text) => {
    const expand = (): string => expandPath(template, values);
    expect(expand).toThrow(InvalidInput);
    expect(expand).toThrow(text);
    expect(expand).toThrow(new RegExp(`^${field} `));
  });

  it("keeps every value inside its segment, whatever a URL parser makes of it", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 });
    fc.assert(
      fc.property(text, (name) => {
        fc.pre(name !== "." && name !== "..");
        const url = new URL(expandPath("/x/{name}/y", { name }), "https://host");
        const [empty, x, segment = "", y, ...more] = url.pathname.split("/");
        expect([empty, x, decodeURIComponent(segment), y, more]).toEqual(["", "x", name, "y", []]);
        expect(url.search + url.hash).toBe("");
      }),
    );
  });

  it("keeps every segment of a multi-segment value", () => {
    const segment = fc.string({ minLength: 1 }).filter((s) => !/^\.{1,2}$|\//.test(s));
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
        const path = expandPath("/files{+p}", { p: `/${segments.join("/")}` });
        const { pathname } = new URL(path, "https://host");
        expect(pathname.split("/").slice(2).map(decodeURIComponent)).toEqual(segments);
      }),
    );
  });
});
