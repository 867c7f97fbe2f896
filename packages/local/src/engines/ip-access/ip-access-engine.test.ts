import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { manualClock } from "../../clock/index.js";
import { memoryStore } from "../../state/index.js";
import { IpAccessEngine, WorkspaceConf } from "./index.js";
import { isWithin, parseRange } from "./ip-ranges.js";

function world(on = false) {
  const clock = manualClock(Date.UTC(2026, 0, 1));
  const state = { on };
  const engine = new IpAccessEngine({ store: memoryStore(), clock, isEnabled: () => state.on });
  return { clock, engine, state };
}

function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code}: ${message}`;
  }
  return "none";
}

const OFFICE = { label: "office", list_type: "ALLOW", ip_addresses: ["1.2.3.0/24", "5.6.7.8"] };

describe("IP access lists", () => {
  it("are made, changed, replaced and deleted", () => {
    const { clock, engine } = world();
    const made = engine.create(OFFICE, "1000000000000001");
    expect(made).toEqual({
      ...OFFICE,
      list_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      address_count: 2,
      enabled: true,
      created_at: clock.now(),
      created_by: 1000000000000001,
      updated_at: clock.now(),
      updated_by: 1000000000000001,
    });
    clock.advance(5);
    const { list_id: id } = made;
    const changed = engine.update(id, { enabled: false }, "7");
    expect(changed).toEqual({ ...made, enabled: false, updated_at: clock.now(), updated_by: 7 });
    expect(
      engine.replace(id, { ...OFFICE, ip_addresses: undefined, enabled: true }, "7"),
    ).toMatchObject({
      ip_addresses: [],
      address_count: 0,
      enabled: true,
    });
    expect(engine.list()).toEqual([engine.get(id)]);
    engine.delete(id);
    for (const work of [
      () => engine.get(id),
      () => engine.delete(id),
      () => engine.update(id, {}, "7"),
    ]) {
      expect(failure(work)).toBe(
        `RESOURCE_DOES_NOT_EXIST: Can't find an IP access list with id: ${id}.`,
      );
    }
  });

  it.each([
    [{ ...OFFICE, label: " " }, "INVALID_PARAMETER_VALUE: label is required."],
    [{ ...OFFICE, list_type: "MAYBE" }, "INVALID_PARAMETER_VALUE: Invalid list_type MAYBE."],
    [
      { ...OFFICE, ip_addresses: ["1.2.3"] },
      "INVALID_PARAMETER_VALUE: Invalid ip_addresses: 1.2.3",
    ],
    [{ ...OFFICE, ip_addresses: ["1.2.3.4/33"] }, "INVALID_PARAMETER_VALUE: Invalid ip_addresses"],
    [
      OFFICE,
      "RESOURCE_ALREADY_EXISTS: IP access list with type (ALLOW) and label (office) already exists",
    ],
    [{ ...OFFICE, list_type: "BLOCK", ip_addresses: ["127.0.0.0/8"] }, "INVALID_STATE: "],
    [
      { ...OFFICE, label: "many", ip_addresses: Array.from({ length: 999 }, () => "1.1.1.1") },
      "QUOTA_EXCEEDED: All IP access lists together can hold 1000 values; these would be 1001.",
    ],
  ])("can't be %j", (list, problem) => {
    const { engine } = world();
    engine.create(OFFICE, "1");
    expect(failure(() => engine.create(list, "1"))).toContain(problem);
    expect(engine.list()).toHaveLength(1);
  });

  it("never lock out the caller while they are in force", () => {
    const { engine, state } = world(true);
    const locked = /^INVALID_STATE: .*127\.0\.0\.1/;
    expect(failure(() => engine.create(OFFICE, "1"))).toMatch(locked);
    const home = engine.create({ ...OFFICE, label: "home", ip_addresses: ["127.0.0.1"] }, "1");
    engine.create(OFFICE, "1");
    expect(failure(() => engine.delete(home.list_id))).toMatch(locked);
    expect(failure(() => engine.update(home.list_id, { enabled: false }, "1"))).toMatch(locked);
    engine.checkEnabling();
    state.on = false;
    engine.delete(home.list_id);
    expect(failure(() => engine.checkEnabling())).toMatch(locked);
  });
});

describe("ranges", () => {
  it("hold the addresses that share their first bits", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const address = fc.tuple(byte, byte, byte, byte);
    const bits = (parts: readonly number[]): number =>
      parts.reduce((number, part) => number * 256 + part, 0);
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 32 }), (a, b, prefix) => {
        const size = 2 ** (32 - prefix);
        const same = Math.floor(bits(a) / size) === Math.floor(bits(b) / size);
        expect(isWithin(a.join("."), [`${b.join(".")}/${prefix}`])).toBe(same);
        expect(isWithin(a.join("."), [a.join(".")])).toBe(true);
      }),
    );
  });

  it.each(["", "1.2.3", "1.2.3.4/", "1.2.3.4/33", "::/129", "1.2.3.4/8/9", "x/8"])(
    "aren't %j",
    (text) => {
      expect(parseRange(text)).toBeUndefined();
    },
  );

  it("may be of IPv6", () => {
    expect(isWithin("2001:db8::1", ["2001:db8::/32"])).toBe(true);
    expect(isWithin("127.0.0.1", ["2001:db8::/32"])).toBe(false);
    expect(isWithin("nowhere", ["0.0.0.0/0"])).toBe(false);
  });
});

describe("the switches of a workspace", () => {
  it("are set all or none, and asked for by name", () => {
    const seen: string[] = [];
    const conf = new WorkspaceConf(memoryStore(), (key, value) => {
      seen.push(`${key}=${value}`);
      if (value === "refused") throw new Error("no");
    });
    expect(conf.getAll(["enableIpAccessLists"])).toEqual({ enableIpAccessLists: "" });
    conf.set({ enableIpAccessLists: "true", maxTokenLifetimeDays: "90" });
    expect(conf.getAll(["maxTokenLifetimeDays", "enableIpAccessLists"])).toEqual({
      maxTokenLifetimeDays: "90",
      enableIpAccessLists: "true",
    });
    expect(seen).toEqual(["enableIpAccessLists=true", "maxTokenLifetimeDays=90"]);
    expect(() =>
      conf.set({ enableIpAccessLists: "false", maxTokenLifetimeDays: "refused" }),
    ).toThrow();
    expect(conf.get("enableIpAccessLists")).toBe("true");
    expect(failure(() => conf.getAll(["enableAll"]))).toBe(
      "BAD_REQUEST: enableAll is an invalid config key",
    );
    expect(failure(() => conf.set({ enableAll: "true" }))).toBe(
      "BAD_REQUEST: failed to set workspace conf because some new keys are invalid: enableAll",
    );
    expect(failure(() => conf.set({ enableIpAccessLists: "maybe" }))).toBe(
      'BAD_REQUEST: Some values are not allowed: {"enableIpAccessLists":"maybe"}',
    );
  });
});
