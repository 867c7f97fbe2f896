import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";
import {
  invalid,
  readAccessList,
  type AccessRequest,
  type Grant,
  type PermissionPrincipal,
  type PrincipalsPort,
} from "./access-list.js";
import { highest, includes, objectId, objectRef, OWNER, type ObjectRef } from "./object-types.js";

/** A right, and where it comes from. */
export interface Permission {
  readonly level: string;
  /** The object that it was given on, when that is not the one asked for. */
  readonly inheritedFrom?: string;
}

/** What somebody may do with an object. */
export interface AccessEntry {
  readonly principal: PermissionPrincipal;
  readonly permissions: readonly Permission[];
}

/** What everybody may do with an object. */
export interface ObjectAccess {
  /** `/clusters/0101-000000-abcdefgh` */
  readonly objectId: string;
  /** `cluster` */
  readonly objectType: string;
  readonly entries: readonly AccessEntry[];
}

/** A right that an object has from what it lies in, or for good. */
export interface InheritedGrant extends Grant {
  /** `/directories/12` */
  readonly from: string;
}

/** What the engine needs. */
export interface PermissionEngineOptions {
  /** The workspace's own scope; collection `permissions`. */
  readonly store: Store;
  readonly principals: PrincipalsPort;
  /** Whether there is an object of a kind, e.g. `clusters`; undefined: nobody keeps such objects. */
  readonly exists: (kind: string, id: string) => boolean | undefined;
  /** What rights an object has beside those given on it. Default: none. */
  readonly inherited?: (kind: string, id: string) => readonly InheritedGrant[];
}

/** Who may do what with which object of a workspace. */
export class PermissionEngine {
  readonly #lists: Collection<{ readonly grants: readonly Grant[] }>;
  readonly #principals: PrincipalsPort;
  readonly #exists: PermissionEngineOptions["exists"];
  readonly #inherited: NonNullable<PermissionEngineOptions["inherited"]>;

  constructor({ store, principals, exists, inherited }: PermissionEngineOptions) {
    this.#lists = store.collection("permissions");
    this.#principals = principals;
    this.#exists = exists;
    this.#inherited = inherited ?? (() => []);
  }

  /** The levels that can be given on an object, and what they are called. */
  levels(kind: string, id: string, caller: string): { level: string; description: string }[] {
    const { type } = this.#seen(kind, id, caller);
    return type.levels.map((level) => ({
      level,
      description: `${words(level)} permission on ${type.name}`,
    }));
  }

  /** Who has rights on an object. @throws WorkspaceError when the caller may not see it */
  get(kind: string, id: string, caller: string): ObjectAccess {
    return this.#show(this.#seen(kind, id, caller));
  }

  /** Replaces all rights that were given on the object itself. */
  set(kind: string, id: string, list: readonly AccessRequest[], caller: string): ObjectAccess {
    const ref = this.#managed(kind, id, caller);
    return this.#save(ref, readAccessList(list, ref.type, this.#principals), caller);
  }

  /** Gives the named ones these rights instead of those they had; others keep theirs. */
  update(kind: string, id: string, list: readonly AccessRequest[], caller: string): ObjectAccess {
    const ref = this.#managed(kind, id, caller);
    const changed = readAccessList(list, ref.type, this.#principals);
    const ids = new Set(changed.map(({ principalId }) => principalId));
    const kept = this.#grants(ref).filter(({ principalId }) => !ids.has(principalId));
    return this.#save(ref, [...kept, ...changed], caller);
  }

  /**
   * Checks the rights that are to be given on a new object.
   *
   * @throws WorkspaceError where they can't be
   */
  checkNew(kind: string, list: readonly AccessRequest[], creator: string): void {
    this.#newGrants(objectRef(kind, ""), list, creator);
  }

  /** Says that somebody made an object: it is theirs, unless the list gives it another owner. */
  created(kind: string, id: string, list: readonly AccessRequest[], creator: string): void {
    const ref = objectRef(kind, id);
    this.#lists.put(keyOf(ref), { grants: this.#newGrants(ref, list, creator) });
  }

  /** Forgets the rights on an object that is gone. */
  removed(kind: string, id: string): void {
    this.#lists.delete(keyOf(objectRef(kind, id)));
  }

  /** The rights that were given on an object itself. */
  given(kind: string, id: string): readonly Grant[] {
    return this.#grants(objectRef(kind, id));
  }

  /** Whether somebody has a right on an object, itself, through a group or as administrator. */
  allows(kind: string, id: string, level: string, principalId: string): boolean {
    return this.holder(principalId)(kind, id, level);
  }

  /** The same for many objects at once. */
  holder(principalId: string): (kind: string, id: string, level?: string) => boolean {
    if (this.#principals.isAdmin(principalId)) return () => true;
    const ids = new Set([principalId, ...this.#principals.groupIds(principalId)]);
    return (kind, id, level) => {
      const ref = objectRef(kind, id);
      const wanted = level ?? ref.type.levels[0] ?? "";
      const reaches = ({ principalId, level: given }: Grant): boolean =>
        ids.has(principalId) && includes(ref.type, given, wanted);
      return this.#grants(ref).some(reaches) || this.#inherited(ref.key, id).some(reaches);
    };
  }

  /**
   * Checks a right.
   *
   * @throws WorkspaceError `PERMISSION_DENIED`; nothing when there is no such object, unless its kind
   *   keeps that secret: whoever asks for it is told so by others
   */
  check(kind: string, id: string, level: string, caller: string): void {
    const ref = objectRef(kind, id);
    const known = ref.type.single || this.#exists(ref.key, id);
    if (!known && !(ref.type.secret && !this.#principals.isAdmin(caller))) return;
    if (known && this.allows(kind, id, level, caller)) return;
    throw this.#denied(ref, level, caller);
  }

  #seen(kind: string, id: string, caller: string): ObjectRef {
    const ref = objectRef(kind, id);
    this.check(kind, id, ref.type.levels[0] ?? "", caller);
    const known = ref.type.single || this.#exists(ref.key, id);
    if (known) return ref;
    if (known === undefined) {
      const text = `The local workspace does not have objects of type ${kind} yet`;
      throw new WorkspaceError("NOT_IMPLEMENTED", text);
    }
    const text = `${ref.type.name} ${id} does not exist.`;
    throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
  }

  #managed(kind: string, id: string, caller: string): ObjectRef {
    const ref = this.#seen(kind, id, caller);
    const level = highest(ref.type);
    const admin = this.#principals.isAdmin(caller);
    // Why: where nobody can be given CAN_MANAGE, it is the administrators' alone.
    const managed = level === "CAN_MANAGE" && this.allows(kind, id, level, caller);
    if (admin || managed) return ref;
    throw this.#denied(ref, "CAN_MANAGE", caller);
  }

  #newGrants(
    { type }: ObjectRef,
    list: readonly AccessRequest[],
    creator: string,
  ): readonly Grant[] {
    const given = readAccessList(list, type, this.#principals);
    const owners = ownersIn(given);
    if (owners.length > 1) throw notOneOwner(type.name);
    if (owners.length === 1) return given;
    const others = given.filter(({ principalId }) => principalId !== creator);
    return [{ principalId: creator, level: type.levels.at(-1) ?? "" }, ...others];
  }

  #grants(ref: ObjectRef): readonly Grant[] {
    const kept = this.#lists.get(keyOf(ref))?.grants;
    if (kept) return kept.filter(({ principalId }) => this.#principals.find(principalId));
    const { everybody } = ref.type;
    const users = everybody && this.#principals.byName("group", "users");
    return everybody && users ? [{ principalId: users.id, level: everybody }] : [];
  }

  #save(ref: ObjectRef, grants: readonly Grant[], caller: string): ObjectAccess {
    if (ref.type.levels.includes(OWNER)) this.#checkOwner(ref, grants, caller);
    this.#lists.put(keyOf(ref), { grants });
    return this.#show(ref);
  }

  #checkOwner(ref: ObjectRef, grants: readonly Grant[], caller: string): void {
    const { name } = ref.type;
    const [owner, another] = ownersIn(grants);
    if (owner === undefined || another !== undefined) {
      throw notOneOwner(name);
    }
    const [before] = ownersIn(this.#grants(ref));
    const mayGive = caller === before || this.#principals.isAdmin(caller);
    if (owner !== before && !mayGive) throw this.#denied(ref, OWNER, caller);
  }

  #show(ref: ObjectRef): ObjectAccess {
    const { type } = ref;
    const admins = this.#principals.byName("group", "admins");
    const all: readonly (Grant & Partial<InheritedGrant>)[] = [
      ...this.#grants(ref),
      ...this.#inherited(ref.key, ref.id),
      ...(admins ? [{ principalId: admins.id, level: highest(type), from: parentOf(ref) }] : []),
    ];
    // Why twice: administrators come last, whatever else they were given.
    const others = all.filter(({ principalId }) => principalId !== admins?.id);
    const ids = new Set([...others, ...all].map(({ principalId }) => principalId));
    const entries = [...ids].flatMap((id) => {
      const principal = this.#principals.find(id);
      const own = all.filter(({ principalId }) => principalId === id);
      return principal ? [{ principal, permissions: own.map(toPermission) }] : [];
    });
    return { objectId: objectId(ref), objectType: type.name, entries };
  }

  #denied(ref: ObjectRef, level: string, caller: string): WorkspaceError {
    const who = this.#principals.find(caller)?.name ?? caller;
    const text = `User ${who} does not have ${words(level)} permission on ${objectId(ref)}.`;
    return new WorkspaceError("PERMISSION_DENIED", text);
  }
}

function toPermission({ level, from }: Grant & Partial<InheritedGrant>): Permission {
  return from === undefined ? { level } : { level, inheritedFrom: from };
}

/** The folder that an object is in: what administrators have is given there. */
function parentOf({ type }: ObjectRef): string {
  return type.single ? "/authorization/" : type.path;
}

function notOneOwner(name: string): WorkspaceError {
  return invalid(`The ${name} must have exactly one owner: give ${OWNER} to one principal.`);
}

function ownersIn(grants: readonly Grant[]): readonly string[] {
  return grants.filter(({ level }) => level === OWNER).map(({ principalId }) => principalId);
}

/** `CAN_ATTACH_TO`: Can Attach To */
function words(level: string): string {
  return level
    .toLowerCase()
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}

function keyOf({ key, id }: ObjectRef): string {
  return `${key}/${id}`;
}
