import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";
import { includes, type Permission } from "./permission.js";
import type { SecretCaller, SecretPrincipals } from "./principals.js";
import {
  checkName,
  invalid,
  limitReached,
  noAcl,
  noPrincipal,
  noScope,
  noSecret,
} from "./secret-errors.js";
import { Vault } from "./vault.js";

/** What the engine needs. */
export interface SecretsOptions {
  /** The workspace's own scope; collections `secret_scopes`, and `secrets/...` for each scope. */
  readonly store: Store;
  readonly clock: Clock;
  readonly principals: SecretPrincipals;
  /** Where the key to the values is kept. Default: nowhere, for a store that forgets too. */
  readonly folder?: string;
}

/** A scope that is to be made. */
export interface NewScope {
  readonly scope: string;
  /** Who manages it: `users`, the group, or by default who makes it. */
  readonly initialManager?: string | undefined;
  /** Default `DATABRICKS`, the only one that there is. */
  readonly backend?: string | undefined;
}

/** What somebody may do with a scope. */
export interface AccessItem {
  readonly principal: string;
  readonly permission: Permission;
}

/** What is told of a secret to those who list them. */
export interface SecretMetadata {
  readonly key: string;
  /** Milliseconds since the Unix epoch. */
  readonly updated: number;
}

interface ScopeRecord {
  readonly name: string;
  readonly access: readonly AccessItem[];
}

interface SecretRecord extends SecretMetadata {
  readonly sealed: string;
}

const MOST_SCOPES = 100;
const MOST_SECRETS = 1000;
const LARGEST_VALUE = 128 * 1024;

/** Secrets in scopes. All errors are `WorkspaceError`s with the platform's codes. */
export class SecretsEngine {
  readonly #store: Store;
  readonly #scopes: Collection<ScopeRecord>;
  readonly #clock: Clock;
  readonly #principals: SecretPrincipals;
  readonly #vault: Vault;

  constructor({ store, clock, principals, folder }: SecretsOptions) {
    this.#store = store;
    this.#scopes = store.collection("secret_scopes");
    this.#clock = clock;
    this.#principals = principals;
    this.#vault = new Vault(folder);
  }

  /** Makes a scope. Names that differ in case only are the same. */
  createScope({ scope, initialManager, backend }: NewScope, caller: SecretCaller): void {
    checkName("scope", scope);
    if (backend === "AZURE_KEYVAULT") {
      throw new WorkspaceError(
        "BAD_REQUEST",
        "Scope with Azure KeyVault must have userAADToken defined!",
      );
    }
    if (initialManager !== undefined && initialManager !== "users") {
      throw invalid("initial_manage_principal: can only be 'users', or left out.");
    }
    if (this.#scopes.get(keyOf(scope))) {
      throw new WorkspaceError("RESOURCE_ALREADY_EXISTS", `Scope ${scope} already exists!`);
    }
    if (this.#scopes.size >= MOST_SCOPES) {
      throw limitReached(`The workspace has ${MOST_SCOPES} secret scopes, which is the limit.`);
    }
    const principal = initialManager ?? caller.userName;
    this.#save({ name: scope, access: [{ principal, permission: "MANAGE" }] });
  }

  /** Removes a scope with all its secrets. */
  deleteScope(scope: string, caller: SecretCaller): void {
    const { name } = this.#allowed(scope, "MANAGE", caller);
    const secrets = this.#secrets(name);
    this.#store.transaction(() => {
      for (const { key } of secrets.values()) secrets.delete(key);
      this.#scopes.delete(keyOf(name));
    });
  }

  /** The names of all scopes, in the order in which they were made. */
  scopes(): readonly string[] {
    return this.#scopes.values().map(({ name }) => name);
  }

  /** Sets a secret, over one that is there. */
  putSecret(scope: string, key: string, value: Uint8Array, caller: SecretCaller): void {
    const { name } = this.#allowed(scope, "WRITE", caller);
    checkName("key", key);
    if (value.byteLength > LARGEST_VALUE) {
      throw invalid(
        `The value of secret ${key} is larger than the limit of ${LARGEST_VALUE} bytes.`,
      );
    }
    const secrets = this.#secrets(name);
    if (secrets.size >= MOST_SECRETS && !secrets.get(key)) {
      throw limitReached(`Scope ${name} has ${MOST_SECRETS} secrets, which is the limit.`);
    }
    const sealed = this.#vault.seal(value, sealName(name, key));
    secrets.put(key, { key, updated: this.#clock.now(), sealed });
  }

  /** The value of a secret. */
  getSecret(scope: string, key: string, caller: SecretCaller): Uint8Array {
    const { name } = this.#allowed(scope, "READ", caller);
    const secret = this.#secrets(name).get(key);
    if (!secret) throw noSecret(name, key);
    return this.#vault.open(secret.sealed, sealName(name, key));
  }

  /** The secrets of a scope, without their values. */
  secrets(scope: string, caller: SecretCaller): readonly SecretMetadata[] {
    const { name } = this.#allowed(scope, "READ", caller);
    return this.#secrets(name)
      .values()
      .map(({ key, updated }) => ({ key, updated }));
  }

  /** Removes a secret. */
  deleteSecret(scope: string, key: string, caller: SecretCaller): void {
    const { name } = this.#allowed(scope, "WRITE", caller);
    if (!this.#secrets(name).delete(key)) throw noSecret(name, key);
  }

  /** Gives somebody a permission instead of the one they have. */
  putAcl(scope: string, item: AccessItem, caller: SecretCaller): void {
    const record = this.#allowed(scope, "MANAGE", caller);
    const { permission } = item;
    const principal = this.#principals.find(item.principal);
    if (principal === undefined) throw noPrincipal(item.principal);
    this.#save({ ...record, access: [...without(record, principal), { principal, permission }] });
  }

  /** What somebody was given themselves. */
  getAcl(scope: string, principal: string, caller: SecretCaller): AccessItem {
    const { name, access } = this.#allowed(scope, "MANAGE", caller);
    const known = this.#principals.find(principal) ?? principal;
    const item = access.find((one) => one.principal === known);
    if (!item) throw noAcl(name, principal);
    return item;
  }

  /** All that was given on a scope. */
  acls(scope: string, caller: SecretCaller): readonly AccessItem[] {
    return this.#allowed(scope, "MANAGE", caller).access;
  }

  /** Takes away what somebody was given. */
  deleteAcl(scope: string, principal: string, caller: SecretCaller): void {
    const record = this.#allowed(scope, "MANAGE", caller);
    const access = without(record, this.#principals.find(principal) ?? principal);
    if (access.length === record.access.length) throw noAcl(record.name, principal);
    this.#save({ ...record, access });
  }

  /** The scope, if the caller may do that with it. */
  #allowed(scope: string, wanted: Permission, caller: SecretCaller): ScopeRecord {
    const record = this.#scopes.get(keyOf(scope));
    if (!record) throw noScope(scope);
    if (this.#principals.isAdmin(caller.id)) return record;
    const names = new Set([caller.userName, ...this.#principals.groupNames(caller.id)]);
    const may = record.access.some(({ principal, permission }) => {
      return names.has(principal) && includes(permission, wanted);
    });
    if (may) return record;
    const text = `User ${caller.userName} does not have ${wanted} permission on scope ${record.name}.`;
    throw new WorkspaceError("PERMISSION_DENIED", text);
  }

  #save(record: ScopeRecord): void {
    this.#scopes.put(keyOf(record.name), record);
  }

  #secrets(scope: string): Collection<SecretRecord> {
    return this.#store.collection(`secrets/${keyOf(scope)}`);
  }
}

function without({ access }: ScopeRecord, principal: string): readonly AccessItem[] {
  return access.filter((item) => item.principal !== principal);
}

/** Names of scopes have no case. */
function keyOf(scope: string): string {
  return scope.toLowerCase();
}

function sealName(scope: string, key: string): string {
  return `${keyOf(scope)}/${key}`;
}
