import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ClosableStore } from "./store.js";

interface Thing {
  readonly name: string;
  readonly tags?: readonly string[] | undefined;
  readonly size?: bigint | number;
}

/** What every store must do, run for each implementation. */
export function storeContract(title: string, open: () => Promise<ClosableStore>): void {
  describe(title, () => {
    let store: ClosableStore;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => {
      store.close();
    });

    it("puts, gets, replaces and deletes", () => {
      const things = store.collection<Thing>("things");
      expect(things.get("a")).toBeUndefined();
      expect(things.delete("a")).toBe(false);
      things.put("a", { name: "one" });
      things.put("a", { name: "two", tags: ["x"] });
      expect(things.get("a")).toEqual({ name: "two", tags: ["x"] });
      expect(things.size).toBe(1);
      expect(things.delete("a")).toBe(true);
      expect(things.get("a")).toBeUndefined();
      expect(things.size).toBe(0);
    });

    it("lists values in the order in which their keys were first put", () => {
      const things = store.collection<Thing>("things");
      for (const name of ["b", "a", "c"]) things.put(name, { name });
      things.put("a", { name: "A" });
      things.delete("b");
      things.put("b", { name: "b" });
      expect(things.values().map(({ name }) => name)).toEqual(["A", "c", "b"]);
    });

    it("copies on the way in and out, drops undefined and keeps big integers", () => {
      const things = store.collection<{ name: string; tags?: string[] | undefined; size: bigint }>(
        "t",
      );
      const value = { name: "one", tags: undefined, size: 2n ** 60n };
      things.put("a", value);
      value.name = "changed";
      const read = things.get("a");
      expect(read).toStrictEqual({ name: "one", size: 2n ** 60n });
      if (read) read.name = "changed";
      expect(things.get("a")?.name).toBe("one");
    });

    it("keeps collections and scopes apart", () => {
      const scope = store.scope("w/1");
      store.collection<Thing>("things").put("a", { name: "outer" });
      scope.collection<Thing>("things").put("a", { name: "inner" });
      scope.scope("things").collection<Thing>("a").put("a", { name: "innermost" });
      expect(store.collection<Thing>("other").size).toBe(0);
      expect(store.collection<Thing>("things").get("a")).toEqual({ name: "outer" });
      expect(store.scope("w/1").collection<Thing>("things").values()).toEqual([{ name: "inner" }]);
      expect(store.scope("w").scope("1").collection<Thing>("things").size).toBe(0);
    });

    it("clears a scope and what lies in it, and nothing beside it", () => {
      const names = ["w1", "w10", "w1/x", "w0"];
      for (const name of names) store.scope(name).collection<Thing>("things").put("a", { name });
      store.scope("w1").scope("inner").collection<Thing>("things").put("a", { name: "inner" });
      store.scope("w1").clear();
      const left = names.map((name) => store.scope(name).collection<Thing>("things").size);
      expect(left).toEqual([0, 1, 1, 1]);
      expect(store.scope("w1").scope("inner").collection<Thing>("things").size).toBe(0);
      store.clear();
      expect(store.scope("w10").collection<Thing>("things").size).toBe(0);
    });

    it("undoes a transaction that throws, order included, in all scopes", () => {
      const things = store.collection<Thing>("things");
      const inner = store.scope("s").collection<Thing>("things");
      for (const name of ["a", "b", "c"]) things.put(name, { name });
      inner.put("x", { name: "x" });
      const before = things.values();
      const work = (): void => {
        things.delete("a");
        things.put("a", { name: "again" });
        things.put("b", { name: "changed" });
        things.put("d", { name: "d" });
        inner.delete("x");
        store.scope("s").clear();
        throw new Error("no");
      };
      expect(() => store.transaction(work)).toThrow("no");
      expect(things.values()).toEqual(before);
      expect(inner.values()).toEqual([{ name: "x" }]);
    });

    it("keeps a transaction that returns, and returns what it did", () => {
      const things = store.collection<Thing>("things");
      const result = store.transaction(() => {
        things.put("a", { name: "a" });
        return things.size;
      });
      expect(result).toBe(1);
      expect(things.get("a")).toEqual({ name: "a" });
    });

    it("lets the outermost of nested transactions decide", () => {
      const things = store.collection<Thing>("things");
      store.transaction(() => {
        try {
          store.scope("s").transaction(() => {
            things.put("a", { name: "a" });
            throw new Error("inner");
          });
        } catch {
          things.put("b", { name: "b" });
        }
      });
      expect(things.size).toBe(2);
      expect(() =>
        store.transaction(() => {
          store.transaction(() => things.put("c", { name: "c" }));
          throw new Error("outer");
        }),
      ).toThrow("outer");
      expect(things.get("c")).toBeUndefined();
    });

    it("takes any text as name and key", () => {
      const names = fc.string({ unit: "grapheme" });
      fc.assert(
        fc.property(names, names, names, (scope, collection, key) => {
          const things = store.scope(scope).collection<Thing>(collection);
          things.put(key, { name: key });
          expect(things.get(key)).toEqual({ name: key });
          expect(things.delete(key)).toBe(true);
        }),
        { numRuns: 50 },
      );
    });
  });
}
