import { describe, expect, it } from "vitest";
import { lazy } from "./lazy.js";

describe("lazy", () => {
  it("loads once, when first asked, and is there at once after that", async () => {
    let loads = 0;
    const code = lazy(async () => ({ load: ++loads }));
    expect(loads).toBe(0);
    const [first, second] = [code(), code()];
    expect(await first).toEqual({ load: 1 });
    expect(await second).toBe(await first);
    expect(code()).toEqual({ load: 1 });
  });

  it("tries again after a load that failed", async () => {
    let loads = 0;
    const code = lazy(async () => {
      if (++loads === 1) throw new Error("no network");
      return { loads };
    });
    await expect(code()).rejects.toThrow("no network");
    expect(await code()).toEqual({ loads: 2 });
  });
});
