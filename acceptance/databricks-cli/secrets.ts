import { expect, it } from "vitest";
import type { Scene } from "../support/cli-story.js";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Scopes, secrets and who may read them. */
export function tellOfSecrets(scene: Scene): void {
  it("keeps them in every way that it takes them", async () => {
    const { machine } = scene;
    const value = async (key: string): Promise<unknown> =>
      ((await machine.json("secrets", "get-secret", "cli", key)) as { value: string }).value;
    await machine.cli("secrets", "create-scope", "cli");
    await machine.cli("secrets", "put-secret", "cli", "text", "--string-value", "pass wörd");
    await machine.cli("secrets", "put-secret", "cli", "bytes", "--bytes-value", "bytes");
    await machine.send({ scope: "cli", key: "json", string_value: "{}" }, "secrets", "put-secret");
    expect(await machine.json("secrets", "list-scopes")).toEqual([
      { name: "cli", backend_type: "DATABRICKS" },
    ]);
    const moment: unknown = expect.any(Number);
    expect(await machine.json("secrets", "list-secrets", "cli")).toEqual(
      ["text", "bytes", "json"].map((key) => ({ key, last_updated_timestamp: moment })),
    );
    expect(await value("text")).toBe(base64("pass wörd"));
    expect(await value("bytes")).toBe(base64("bytes"));
    expect(await value("json")).toBe(base64("{}"));
    await machine.cli("secrets", "put-secret", "cli", "text", "--string-value", "new");
    expect(await value("text")).toBe(base64("new"));
    await machine.cli("secrets", "delete-secret", "cli", "text");
    expect(await machine.refusal("secrets", "get-secret", "cli", "text")).toContain(
      "Secret does not exist with scope: cli and key: text",
    );
    await machine.cli("secrets", "delete-scope", "cli");
    expect(await machine.json("secrets", "list-scopes")).toEqual([]);
  });

  it("gives and takes rights on a scope", async () => {
    const { local, machine } = scene;
    await machine.cli("secrets", "create-scope", "cli");
    const creator = { principal: local.userName, permission: "MANAGE" };
    const readers = { principal: "users", permission: "READ" };
    const acls = (): Promise<unknown> => machine.json("secrets", "list-acls", "cli");
    expect(await acls()).toEqual([creator]);
    await machine.cli("secrets", "put-acl", "cli", "users", "READ");
    expect(await machine.json("secrets", "get-acl", "cli", "users")).toEqual(readers);
    expect(await acls()).toEqual([creator, readers]);
    await machine.cli("secrets", "delete-acl", "cli", "users");
    expect(await machine.refusal("secrets", "get-acl", "cli", "users")).toContain("No ACL exists");
    expect(await machine.refusal("secrets", "delete-acl", "cli", "users")).toContain("No ACL");
    expect(await machine.refusal("secrets", "put-acl", "cli", "nobody", "READ")).toContain(
      "Principal nobody does not exist",
    );
    await machine.cli("secrets", "create-scope", "all", "--initial-manage-principal", "users");
    expect(await machine.json("secrets", "list-acls", "all")).toEqual([
      { principal: "users", permission: "MANAGE" },
    ]);
    await machine.cli("secrets", "delete-scope", "cli");
    await machine.cli("secrets", "delete-scope", "all");
  });

  it("refuses what breaks the rules", async () => {
    const { machine } = scene;
    const long = "k".repeat(129);
    const refusal = (...args: readonly string[]): Promise<string> =>
      machine.refusal("secrets", ...args);
    await machine.cli("secrets", "create-scope", "cli");
    expect(await refusal("create-scope", "cli")).toContain("Scope cli already exists!");
    expect(await refusal("create-scope", long)).toContain("1 to 128 characters");
    expect(await refusal("put-secret", "cli", long, "--string-value", "v")).toContain(
      "1 to 128 characters",
    );
    expect(await refusal("put-secret", "nope", "k", "--string-value", "v")).toContain(
      "Scope nope does not exist!",
    );
    expect(await refusal("delete-scope", "nope")).toContain("Scope nope does not exist!");
    const size = 128 * 1024;
    const sized = (bytes: number): string => {
      const request = { scope: "cli", key: "big", string_value: "v".repeat(bytes) };
      return `@${machine.file("secret.json", JSON.stringify(request))}`;
    };
    await machine.cli("secrets", "put-secret", "--json", sized(size));
    expect(await refusal("put-secret", "--json", sized(size + 1))).toContain(`${size} bytes`);
    await machine.cli("secrets", "delete-scope", "cli");
  });
}
