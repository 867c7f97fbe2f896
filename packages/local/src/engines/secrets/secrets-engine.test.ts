import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manualClock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import { memoryStore, type Store } from "../../state/index.js";
import { SecretsEngine, type Permission, type SecretCaller } from "./index.js";

const START = 1_700_000_000_000;
const ADMIN: SecretCaller = { id: "1", userName: "ada@x" };
const BOB: SecretCaller = { id: "2", userName: "bob@x" };
const EVE: SecretCaller = { id: "3", userName: "eve@x" };
const NAMES = ["ada@x", "bob@x", "eve@x", "users", "devs", "app-1"];

let folder: string;
let store: Store;
let engine: SecretsEngine;

function open(): SecretsEngine {
  return new SecretsEngine({
    store,
    clock: manualClock(START),
    folder: path.join(folder, "secrets"),
    principals: {
      find: (name) => NAMES.find((known) => known === name.toLowerCase()),
      isAdmin: (id) => id === ADMIN.id,
      groupNames: (id) => (id === BOB.id ? ["users", "devs"] : ["users"]),
    },
  });
}

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "secrets-test-"));
  store = memoryStore();
  engine = open();
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const bytes = (text: string): Uint8Array => Buffer.from(text);
const text = (value: Uint8Array): string => Buffer.from(value).toString();

function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof WorkspaceError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "none";
}

describe("scopes", () => {
  it("are unique, whatever their case, and listed as they were named", () => {
    engine.createScope({ scope: "Mine" }, BOB);
    engine.createScope({ scope: "a-b_c.d@e" }, BOB);
    expect(failure(() => engine.createScope({ scope: "mine" }, EVE))).toBe(
      "RESOURCE_ALREADY_EXISTS: Scope mine already exists!",
    );
    expect(engine.scopes()).toEqual(["Mine", "a-b_c.d@e"]);
    engine.putSecret("MINE", "k", bytes("v"), BOB);
    expect(text(engine.getSecret("mine", "k", BOB))).toBe("v");
  });

  it.each(["", "a b", "a/b", "é", "x".repeat(129)])("cannot be called %j", (scope) => {
    expect(failure(() => engine.createScope({ scope }, BOB))).toMatch(/^INVALID_PARAMETER_VALUE/);
  });

  it("are managed by who made them, or by users", () => {
    engine.createScope({ scope: "mine" }, BOB);
    expect(engine.acls("mine", BOB)).toEqual([{ principal: "bob@x", permission: "MANAGE" }]);
    engine.createScope({ scope: "ours", initialManager: "users" }, BOB);
    expect(engine.acls("ours", EVE)).toEqual([{ principal: "users", permission: "MANAGE" }]);
    expect(failure(() => engine.createScope({ scope: "s", initialManager: "devs" }, BOB))).toMatch(
      /^INVALID_PARAMETER_VALUE: initial_manage_principal/,
    );
    expect(failure(() => engine.createScope({ scope: "s", backend: "AZURE_KEYVAULT" }, BOB))).toBe(
      "BAD_REQUEST: Scope with Azure KeyVault must have userAADToken defined!",
    );
  });

  it("are a hundred at most", () => {
    for (let index = 0; index < 100; index += 1) engine.createScope({ scope: `s${index}` }, BOB);
    const more = (): void => engine.createScope({ scope: "more" }, BOB);
    expect(failure(more)).toMatch(/^RESOURCE_LIMIT_EXCEEDED/);
    engine.deleteScope("s5", BOB);
    more();
  });

  it("take their secrets with them", () => {
    engine.createScope({ scope: "s" }, BOB);
    engine.putSecret("s", "k", bytes("v"), BOB);
    engine.deleteScope("s", BOB);
    expect(failure(() => engine.secrets("s", BOB))).toBe(
      "RESOURCE_DOES_NOT_EXIST: Scope s does not exist!",
    );
    engine.createScope({ scope: "s" }, BOB);
    expect(engine.secrets("s", BOB)).toEqual([]);
  });
});

describe("secrets", () => {
  beforeEach(() => engine.createScope({ scope: "s" }, BOB));

  it("of any bytes come back, also after a restart", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (value) => {
        engine.putSecret("s", "k", value, BOB);
        expect(Buffer.from(open().getSecret("s", "k", BOB)).equals(value)).toBe(true);
      }),
    );
    expect(engine.secrets("s", BOB)).toEqual([{ key: "k", updated: START }]);
  });

  it("are not in the state, nor readable with another key or under another name", () => {
    engine.putSecret("s", "k", bytes("do not show"), BOB);
    const secrets = store.collection<{ key: string; sealed: string }>("secrets/s");
    const [kept] = secrets.values();
    expect(JSON.stringify(kept)).not.toContain("do not show");
    expect(Buffer.from(kept?.sealed ?? "", "base64").toString()).not.toContain("do not show");
    secrets.put("other", { ...kept, key: "other", sealed: kept?.sealed ?? "" });
    expect(() => engine.getSecret("s", "other", BOB)).toThrow();
    expect(fs.statSync(path.join(folder, "secrets", "key")).mode & 0o077).toBe(0);
    fs.rmSync(path.join(folder, "secrets"), { recursive: true });
    expect(() => open().getSecret("s", "k", BOB)).toThrow(/^(?!.*do not show)/);
  });

  it("are up to 128 KB, and a thousand to a scope", () => {
    engine.putSecret("s", "k", Buffer.alloc(128 * 1024), BOB);
    const tooLarge = failure(() => engine.putSecret("s", "k", Buffer.alloc(128 * 1024 + 1), BOB));
    expect(tooLarge).toMatch(/^INVALID_PARAMETER_VALUE: The value of secret k is larger/);
    for (let index = 1; index < 1000; index += 1) engine.putSecret("s", `${index}`, bytes(""), BOB);
    expect(failure(() => engine.putSecret("s", "more", bytes(""), BOB))).toMatch(
      /^RESOURCE_LIMIT_EXCEEDED/,
    );
    engine.putSecret("s", "k", bytes("over"), BOB);
  });

  it("that are not there are said to be missing", () => {
    const missing = "RESOURCE_DOES_NOT_EXIST: Secret does not exist with scope: s and key: k";
    expect(failure(() => engine.getSecret("s", "k", BOB))).toBe(missing);
    expect(failure(() => engine.deleteSecret("s", "k", BOB))).toBe(missing);
    expect(failure(() => engine.putSecret("none", "k", bytes(""), BOB))).toMatch(/^RESOURCE_DOES/);
    expect(failure(() => engine.putSecret("s", "a b", bytes(""), BOB))).toMatch(/^INVALID_PARAM/);
  });
});

describe("permissions", () => {
  const calls: Readonly<Record<Permission, readonly ((caller: SecretCaller) => unknown)[]>> = {
    READ: [(caller) => engine.getSecret("s", "k", caller), (caller) => engine.secrets("s", caller)],
    WRITE: [
      (caller) => engine.putSecret("s", "k", bytes("v"), caller),
      (caller) => {
        engine.putSecret("s", "other", bytes("v"), ADMIN);
        engine.deleteSecret("s", "other", caller);
      },
    ],
    MANAGE: [
      (caller) => engine.acls("s", caller),
      (caller) => engine.getAcl("s", "ada@x", caller),
      (caller) => engine.putAcl("s", { principal: "app-1", permission: "READ" }, caller),
      (caller) => {
        engine.putAcl("s", { principal: "app-1", permission: "READ" }, ADMIN);
        engine.deleteAcl("s", "app-1", caller);
      },
    ],
  };
  const LEVELS: readonly Permission[] = ["READ", "WRITE", "MANAGE"];

  beforeEach(() => {
    engine.createScope({ scope: "s" }, ADMIN);
    engine.putSecret("s", "k", bytes("v"), ADMIN);
  });

  it.each([
    [undefined, "bob@x"],
    ["READ", "bob@x"],
    ["WRITE", "bob@x"],
    ["MANAGE", "bob@x"],
    ["READ", "devs"],
    ["MANAGE", "users"],
  ] as const)("of %s for %s let Bob do that and what is less", (given, principal) => {
    if (given) engine.putAcl("s", { principal, permission: given }, ADMIN);
    for (const level of LEVELS) {
      const may = given !== undefined && LEVELS.indexOf(given) >= LEVELS.indexOf(level);
      for (const run of calls[level]) {
        const result = failure(() => run(BOB));
        const denied = `PERMISSION_DENIED: User bob@x does not have ${level} permission on scope s.`;
        expect(result).toBe(may ? "none" : denied);
      }
    }
    expect(failure(() => engine.deleteScope("s", BOB))).toBe(
      given === "MANAGE"
        ? "none"
        : "PERMISSION_DENIED: User bob@x does not have MANAGE permission on scope s.",
    );
  });

  it("are one for each principal, by the name it has", () => {
    engine.putAcl("s", { principal: "BOB@x", permission: "READ" }, ADMIN);
    engine.putAcl("s", { principal: "bob@x", permission: "WRITE" }, ADMIN);
    expect(engine.acls("s", ADMIN)).toEqual([
      { principal: "ada@x", permission: "MANAGE" },
      { principal: "bob@x", permission: "WRITE" },
    ]);
    expect(engine.getAcl("s", "Bob@x", ADMIN).permission).toBe("WRITE");
    engine.deleteAcl("s", "BOB@X", ADMIN);
    const missing = "RESOURCE_DOES_NOT_EXIST: No ACL exists for principal bob@x on scope s.";
    expect(failure(() => engine.getAcl("s", "bob@x", ADMIN))).toBe(missing);
    expect(failure(() => engine.deleteAcl("s", "bob@x", ADMIN))).toBe(missing);
    expect(
      failure(() => engine.putAcl("s", { principal: "nobody", permission: "READ" }, ADMIN)),
    ).toMatch(/^RESOURCE_DOES_NOT_EXIST: Principal nobody/);
  });
});
