import { describe, expect, it } from "vitest";
import { FakeClock } from "../../http/testing/fake-clock.js";
import { ProgressMeter, type TransferProgress, watching } from "./progress.js";
import { mergeSettings, resolveSettings } from "./settings.js";

function metered(total?: number): {
  clock: FakeClock;
  meter: ProgressMeter;
  seen: TransferProgress[];
} {
  const clock = new FakeClock();
  const seen: TransferProgress[] = [];
  const onProgress = (progress: TransferProgress): void => void seen.push(progress);
  return { clock, seen, meter: new ProgressMeter({ clock, total, onProgress }) };
}

describe("ProgressMeter", () => {
  it("reports ten times a second at most, and the end", () => {
    const { clock, meter, seen } = metered(100);
    for (let step = 0; step < 100; step++) {
      clock.advance(10);
      meter.add(1);
    }
    meter.finish();
    expect(seen).toHaveLength(11);
    expect(seen[0]).toEqual({ bytes: 10, total: 100, rate: 100 });
    expect(seen.at(-1)).toEqual({ bytes: 100, total: 100, rate: 100 });
  });

  it("tells the rate of the last seconds", () => {
    const { clock, meter, seen } = metered();
    for (const rate of [1000, 10]) {
      for (let second = 0; second < 20; second++) {
        clock.advance(1000);
        meter.add(rate);
      }
      expect(seen.at(-1)?.rate).toBe(rate);
    }
    expect(seen.at(-1)).toEqual({ bytes: 20_200, rate: 10 });
  });

  it("takes back what did not arrive, and then tells no negative rate", () => {
    const { clock, meter, seen } = metered();
    clock.advance(1000);
    meter.add(500);
    clock.advance(6000);
    meter.add(-400);
    expect(seen.at(-1)).toEqual({ bytes: 100, rate: 0 });
    expect(meter.bytes).toBe(100);
  });

  it("knows the total at the end, if not before", () => {
    const { meter, seen } = metered();
    meter.add(5);
    meter.finish();
    expect(seen).toMatchObject([{ bytes: 5, total: 5 }]);
  });
});

describe("watching", () => {
  it("hears of what the caller's function rejects with", async () => {
    const aborted: unknown[] = [];
    const reason = new Error("no more");
    const report = watching<number>(
      async (n) => {
        if (n > 1) throw reason;
      },
      (given) => aborted.push(given),
    );
    report?.(1);
    report?.(2);
    await new Promise(setImmediate);
    expect(aborted).toEqual([reason]);
    expect(watching(undefined, () => undefined)).toBeUndefined();
  });

  it("leaves what it throws to the caller of the meter", () => {
    const report = watching<number>(
      () => {
        throw new Error("at once");
      },
      () => undefined,
    );
    expect(() => report?.(1)).toThrow("at once");
  });
});

describe("settings", () => {
  it("of a call go before those of all calls, but for what it rules out", () => {
    const usual = { parallelism: 4, stallTimeout: 1 };
    expect(resolveSettings(mergeSettings(usual, { parallelism: 2 }))).toMatchObject({
      parallelism: 2,
      stallTimeout: 1,
      partSize: undefined,
    });
    expect(resolveSettings(mergeSettings(usual, { useParallel: false })).parallelism).toBe(1);
    expect(resolveSettings(mergeSettings(usual, undefined)).parallelism).toBe(4);
  });
});
