import { describe, expect, it } from "vitest";
import { InvalidRequestError } from "../errors/index.js";
import { commandLineParameters } from "./command-line-parameters.js";
import { WidgetsUtils } from "./widgets-utils.js";

describe("commandLineParameters", () => {
  it.each([
    [["--a=1", "--b=2"], { a: "1", b: "2" }],
    [["--a", "1", "--b", "2"], { a: "1", b: "2" }],
    [["--a=x=y", "--b="], { a: "x=y", b: "" }],
    [["--a=1\n2"], { a: "1\n2" }],
    [["--a", "--b", "-1"], { a: "", b: "-1" }],
    [["--a=1", "--a=2"], { a: "2" }],
    [["x", "-y=1", "z=2", "--a=1"], { a: "1" }],
    [["--a=1", "--", "--b=2"], { a: "1" }],
    [["--__proto__=1"], JSON.parse('{"__proto__": "1"}') as object],
    [[], {}],
  ])("%j", (args, expected) => {
    expect([...commandLineParameters(args)]).toEqual(Object.entries(expected));
  });
});

describe("widgets", () => {
  it("have their default, unless the command line says otherwise", async () => {
    const widgets = new WidgetsUtils(["--env=prod"]);
    await widgets.text("env", "dev");
    await widgets.text("day", "today");
    expect(await widgets.get("env")).toBe("prod");
    expect(await widgets.get("day")).toBe("today");
    expect(await widgets.getAll()).toEqual({ env: "prod", day: "today" });
  });

  it("need not be made for what the command line gives", async () => {
    expect(await new WidgetsUtils(["--env", "prod"]).get("env")).toBe("prod");
  });

  it("that are neither are named in the error, with what to do", async () => {
    const call = new WidgetsUtils([]).get("day");
    await expect(call).rejects.toThrow(InvalidRequestError);
    await expect(call).rejects.toThrow(/InputWidgetNotDefined.*"day".*--day=<value>/s);
    await expect(call).rejects.toMatchObject({ field: "name" });
  });

  it("getArgument has a default of its own", async () => {
    const widgets = new WidgetsUtils([]);
    expect(await widgets.getArgument("day", "monday")).toBe("monday");
    await widgets.text("day", "today");
    expect(await widgets.getArgument("day", "monday")).toBe("today");
    await expect(widgets.getArgument("hour")).rejects.toThrow(InvalidRequestError);
  });

  it.each(["dropdown", "multiselect"] as const)(
    "%s takes a default of its choices",
    async (kind) => {
      const widgets = new WidgetsUtils([]);
      await widgets[kind]("x", "b", ["a", "b"], "X");
      expect(await widgets.get("x")).toBe("b");
      const call = widgets[kind]("x", "c", ["a", "b"]);
      await expect(call).rejects.toThrow(InvalidRequestError);
      await expect(call).rejects.toMatchObject({ field: "defaultValue" });
    },
  );

  it("combobox takes any default", async () => {
    const widgets = new WidgetsUtils([]);
    await widgets.combobox("x", "c", ["a", "b"]);
    expect(await widgets.get("x")).toBe("c");
  });

  it("can be removed, one and all", async () => {
    const widgets = new WidgetsUtils(["--given=1"]);
    for (const name of ["a", "b", "c"]) await widgets.text(name, name);
    await widgets.remove("a");
    expect(await widgets.getAll()).toEqual({ b: "b", c: "c", given: "1" });
    await widgets.removeAll();
    expect(await widgets.getAll()).toEqual({ given: "1" });
  });

  it("read the arguments of the program by themselves", async () => {
    expect(await new WidgetsUtils().getAll()).toBeTypeOf("object");
  });
});
