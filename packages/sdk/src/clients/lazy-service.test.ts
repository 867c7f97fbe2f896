import { describe, expect, it } from "vitest";
import { Paged } from "../paging/index.js";
import { lazyService } from "./lazy-service.js";

class Things {
  readonly #name: string;
  readonly inner = { get: (id: number): Promise<string> => Promise.resolve(`inner ${id}`) };

  constructor(name: string) {
    this.#name = name;
  }

  get(id: number): Promise<string> {
    return Promise.resolve(`${this.#name} ${id}`);
  }

  list(): Paged<number> {
    return new Paged(async function* () {
      yield { items: [1, 2], response: {} };
      yield { items: [3], response: {} };
    });
  }
}

const names = { calls: "get", lists: "list" };

function counting(): { service: Things; loads: () => number; fail: (error?: Error) => void } {
  let loads = 0;
  let failure: Error | undefined;
  const load = (): Promise<Things> => {
    loads += 1;
    return failure ? Promise.reject(failure) : Promise.resolve(new Things("thing"));
  };
  const service = lazyService(names, load, { inner: { calls: "get", lists: "" } });
  return { service, loads: () => loads, fail: (error) => (failure = error) };
}

describe("lazyService", () => {
  it("loads the service by the first call, and once", async () => {
    const { service, loads } = counting();
    expect(loads()).toBe(0);
    expect(await Promise.all([service.get(1), service.get(2)])).toEqual(["thing 1", "thing 2"]);
    expect(loads()).toBe(1);
  });

  it("loads nothing for a list that is not read", async () => {
    const { service, loads } = counting();
    const list = service.list();
    expect(loads()).toBe(0);
    expect(await list.toArray()).toEqual([1, 2, 3]);
    expect(await list.prefetch().toArray({ limit: 2 })).toEqual([1, 2]);
    expect(loads()).toBe(1);
  });

  it("reaches nested services", async () => {
    const { service } = counting();
    expect(await service.inner.get(7)).toBe("inner 7");
  });

  it("rejects the call whose load fails, and loads again for the next", async () => {
    const { service, loads, fail } = counting();
    fail(new Error("offline"));
    await expect(service.get(1)).rejects.toThrow("offline");
    await expect(service.list().first()).rejects.toThrow("offline");
    fail(undefined);
    expect(await service.get(1)).toBe("thing 1");
    expect(loads()).toBe(3);
  });

  it("can be awaited by mistake without hanging, and has a replaceable method", async () => {
    const { service } = counting();
    expect(await service).toBe(service);
    service.get = () => Promise.resolve("fake");
    expect(await service.get(1)).toBe("fake");
  });
});
