import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTemplate } from "./path-template.js";
import { Router } from "./router.js";

function found(templates: readonly string[], path: string): readonly (readonly string[])[] {
  const router = new Router<string>();
  for (const template of templates) router.add("GET", template, template);
  const segments = path.split("/").slice(1);
  return Array.from(router.match("GET", segments), ({ route, values }) => [route, ...values]);
}

describe("Router", () => {
  it("prefers a literal to a hole, a hole to many, and lists all that match", () => {
    const templates = ["/a/{+rest}", "/a/{id}", "/a/list"];
    expect(found(templates, "/a/list")).toEqual([
      ["/a/list"],
      ["/a/{id}", "list"],
      ["/a/{+rest}", "list"],
    ]);
    expect(found(templates, "/a/x")).toEqual([
      ["/a/{id}", "x"],
      ["/a/{+rest}", "x"],
    ]);
    expect(found(templates, "/a/x/y")).toEqual([["/a/{+rest}", "x/y"]]);
    expect(found(templates, "/a")).toEqual([]);
  });

  it("goes back where a literal leads nowhere", () => {
    const templates = ["/a/b/c", "/a/{x}/d"];
    expect(found(templates, "/a/b/d")).toEqual([["/a/{x}/d", "b"]]);
  });

  it("reads what stands behind a hole of many segments", () => {
    const templates = [
      "/p/{+name}",
      "/p/{+name}/undelete",
      "/p/{+name}:query",
      "/p/{+parent}/roles",
    ];
    expect(found(templates, "/p/a/b/undelete")[0]).toEqual(["/p/{+name}/undelete", "a/b"]);
    expect(found(templates, "/p/a/b:query")[0]).toEqual(["/p/{+name}:query", "a/b"]);
    expect(found(templates, "/p/a/b/roles")[0]).toEqual(["/p/{+parent}/roles", "a/b"]);
    expect(found(templates, "/p/a/b/c")).toEqual([["/p/{+name}", "a/b/c"]]);
  });

  it("gives a value its slash where the hole stands right behind a literal", () => {
    const templates = ["/fs/files{+file_path}", "/fs/directories{+path}"];
    expect(found(templates, "/fs/files/Volumes/a/b")).toEqual([
      ["/fs/files{+file_path}", "/Volumes/a/b"],
    ]);
    expect(found(templates, "/fs/files")).toEqual([]);
  });

  it("does not take nothing for a value", () => {
    expect(found(["/a/{id}"], "/a/")).toEqual([]);
    expect(found(["/a/{+name}:query"], "/a/:query")).toEqual([]);
  });

  it("looks at the verb, and lists routes of one place in the order of their adding", () => {
    const router = new Router<number>();
    router.add("GET", "/a/{x}", 1);
    router.add("POST", "/a/{x}", 2);
    router.add("GET", "/a/{y}", 3);
    expect(Array.from(router.match("GET", ["a", "v"]), ({ route }) => route)).toEqual([1, 3]);
    expect([...router.match("PUT", ["a", "v"])]).toEqual([]);
  });

  it("finds the values that a template was filled with", () => {
    const value = fc.string({ minLength: 1 }).filter((text) => !text.includes("/"));
    fc.assert(
      fc.property(value, fc.array(value, { minLength: 1, maxLength: 4 }), (one, many) => {
        const all = found(["/x/{a}/y/{+b}"], `/x/${one}/y/${many.join("/")}`);
        expect(all).toEqual([["/x/{a}/y/{+b}", one, many.join("/")]]);
      }),
    );
  });
});

describe("parseTemplate", () => {
  it("refuses two holes in one segment", () => {
    expect(() => parseTemplate("/a/{b}-{c}")).toThrow('cannot read "{b}-{c}"');
  });
});
