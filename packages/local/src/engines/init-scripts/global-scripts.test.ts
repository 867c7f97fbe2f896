import { beforeEach, describe, expect, it } from "vitest";
import { manualClock, type ControlledClock } from "../../clock/index.js";
import { memoryStore } from "../../state/index.js";
import { GlobalScripts } from "./index.js";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const START = 1_700_000_000_000;

let clock: ControlledClock;
let scripts: GlobalScripts;
beforeEach(() => {
  clock = manualClock(START);
  scripts = new GlobalScripts(memoryStore(), clock);
});

const add = (name: string, position?: number): string =>
  scripts.create({ name, script: base64(name), position }, "me");
const order = (): string =>
  scripts
    .list()
    .map(({ name, position }) => `${position}${name}`)
    .join(" ");

describe("global init scripts", () => {
  it("stand in an order", () => {
    add("a");
    add("b");
    const c = add("c", 0);
    expect(order()).toBe("0c 1a 2b");
    add("d", 99);
    expect(order()).toBe("0c 1a 2b 3d");
    scripts.update(c, { name: "c", script: base64("c"), position: 2 }, "me");
    expect(order()).toBe("0a 1b 2c 3d");
    scripts.update(c, { name: "c2", script: base64("c") }, "me");
    expect(order()).toBe("0a 1b 2c2 3d");
    scripts.delete(c);
    expect(order()).toBe("0a 1b 2d");
  });

  it("keep who made and changed them", () => {
    const id = add("a");
    expect(id).toMatch(/^[0-9A-F]{16}$/);
    clock.advance(5);
    scripts.update(id, { name: "b", script: base64("x"), enabled: true }, "you");
    expect(scripts.get(id)).toEqual({
      script_id: id,
      name: "b",
      script: base64("x"),
      enabled: true,
      position: 0,
      created_at: START,
      created_by: "me",
      updated_at: START + 5,
      updated_by: "you",
    });
    scripts.update(id, { name: "b", script: base64("y") }, "you");
    expect(scripts.get(id).enabled).toBe(true);
  });

  it.each([
    [{ name: "" }, "name: must not be empty."],
    [{ name: "taken" }, "There is a global init script with the name taken already."],
    [{ script: "" }, "script: must be base64, and not empty."],
    [{ script: "no base64!" }, "script: must be base64, and not empty."],
    [{ script: base64("x".repeat(65_537)) }, "script: must have at most 65536 bytes."],
    [{ position: -1 }, "position -1: must be a whole number of at least 0."],
  ])("are refused with %j", (wrong, message) => {
    add("taken");
    const other = add("other");
    const request = { name: "x", script: base64("x"), ...wrong };
    expect(() => scripts.create(request, "me")).toThrow(message);
    expect(() => scripts.update(other, request, "me")).toThrow(message);
    expect(order()).toBe("0taken 1other");
  });

  it("may have 64 KiB, and are missed when they are gone", () => {
    scripts.create({ name: "x", script: base64("x".repeat(65_536)) }, "me");
    expect(() => scripts.get("0")).toThrow("There is no global init script with id 0.");
    expect(() => scripts.delete("0")).toThrow("There is no global init script with id 0.");
  });
});
