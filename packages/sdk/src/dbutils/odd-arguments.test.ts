import { describe, expect, it } from "vitest";
import { InvalidRequestError } from "../errors/index.js";
import { fakeServiceClient } from "../extensions/testing/fake-service-client.js";
import { DBUtils } from "./dbutils.js";
import { methodNames } from "./method-names.js";

type Method = (...args: readonly unknown[]) => Promise<unknown>;

// Nothing is answered: what is refused is refused before it is sent, and before a cluster is needed.
const utilities = new DBUtils(() => fakeServiceClient({}));

function methodOf(name: string): Method {
  const path = name.split(".");
  const method = path.pop() ?? "";
  const owner = path.reduce<object>((at, key) => (at as Record<string, object>)[key]!, utilities);
  return (owner as Record<string, Method>)[method]!.bind(owner);
}

/** Their first argument is their options, or they take none. */
const onlyOptions = new Set(
  "fs.mounts fs.refreshMounts secrets.listScopes credentials.showCurrentRole credentials.showRoles".split(
    " ",
  ),
);
const withoutArguments = new Set(
  "widgets.getAll widgets.removeAll library.restartPython notebook.getContext".split(" "),
);
const all = Object.entries(methodNames)
  .flatMap(([utility, methods]) => methods.split(" ").map((method) => `${utility}.${method}`))
  .filter((name) => !withoutArguments.has(name));
const helps = all.filter((name) => name.endsWith(".help"));
const calls = ["call", ...all.filter((name) => !helps.includes(name) && !onlyOptions.has(name))];

async function expectRefusal(name: string, args: readonly unknown[]): Promise<void> {
  const error: unknown = await methodOf(name)(...args).catch((thrown: unknown) => thrown);
  expect(error, `${name}(${args.map(String).join(", ")})`).toBeInstanceOf(InvalidRequestError);
  expect(error).toMatchObject({ field: expect.stringMatching(/./) });
}

describe("dbutils", () => {
  it.each(calls)("%s says which argument is wrong", async (name) => {
    for (const argument of [undefined, null, 42, true, {}, []]) {
      if (name === "notebook.exit" && argument === undefined) continue;
      await expectRefusal(name, [argument]);
      const call = methodOf(name)(argument);
      await expect(call).rejects.toThrow(new RegExp(`^dbutils\\.${name}: .+: give (text|a list)$`));
    }
  });

  it.each([...onlyOptions])("%s takes options alone", async (name) => {
    for (const argument of [null, 42, "x", []]) await expectRefusal(name, [argument]);
  });

  it.each(["help", ...helps])("%s takes a name", async (name) => {
    for (const argument of [null, 42, {}, []]) await expectRefusal(name, [argument]);
  });

  it.each<[string, string, readonly unknown[]]>([
    ["call", "args", ["fs.ls", "dbfs:/"]],
    ["call", "method", ["no name"]],
    ["call", "options", ["fs.ls", [], null]],
    ["fs.cp", "to", ["/a"]],
    ["fs.cp", "options", ["/a", "/b", "recurse"]],
    ["fs.mv", "to", ["/a", null]],
    ["fs.head", "maxBytes", ["/a", { maxBytes: "10" }]],
    ["fs.head", "options", ["/a", "10"]],
    ["fs.put", "contents", ["/a"]],
    ["fs.put", "contents", ["/a", { a: 1 }]],
    ["fs.rm", "options", ["/a", null]],
    ["fs.mount", "mountPoint", ["s3a://bucket"]],
    ["fs.mount", "options", ["s3a://bucket", "/mnt/a", "none"]],
    ["fs.mount", "extraConfigs", ["s3a://bucket", "/mnt/a", { extraConfigs: "k=v" }]],
    ["fs.mount", "extraConfigs.k", ["s3a://bucket", "/mnt/a", { extraConfigs: { k: 1 } }]],
    ["secrets.get", "key", ["scope"]],
    ["secrets.get", "scope", ["", "key"]],
    ["secrets.getBytes", "options", ["scope", "key", null]],
    ["widgets.text", "defaultValue", ["n"]],
    ["widgets.text", "defaultValue", ["n", 5]],
    ["widgets.dropdown", "choices", ["n", "a"]],
    ["widgets.combobox", "choices", ["n", "a", "a"]],
    ["widgets.multiselect", "defaultValue", ["n", "c", ["a", "b"]]],
    ["widgets.getArgument", "defaultValue", ["n", 5]],
    ["jobs.taskValues.get", "key", ["task"]],
    ["jobs.taskValues.get", "options", ["task", "key", 5]],
    ["notebook.run", "timeoutSeconds", ["/a", "60"]],
    ["notebook.run", "timeoutSeconds", ["/a", -1]],
    ["notebook.run", "timeoutSeconds", ["/a", 0.5]],
    ["notebook.run", "parameters.n", ["/a", 60, { n: 5 }]],
    ["notebook.run", "parameters", ["/a", 60, "n=5"]],
    ["notebook.run", "options", ["/a", 60, {}, null]],
  ])("%s refuses a wrong %s", async (name, field, args) => {
    await expect(methodOf(name)(...args)).rejects.toThrow(InvalidRequestError);
    await expect(methodOf(name)(...args)).rejects.toMatchObject({ field });
  });
});
