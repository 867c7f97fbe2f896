import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";
import { isWithin, parseRange } from "./ip-ranges.js";

/** Addresses that may, or may not, be called from. */
export interface IpAccessList {
  readonly list_id: string;
  readonly label: string;
  readonly list_type: string;
  readonly ip_addresses: string[];
  readonly address_count: number;
  readonly enabled: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly created_at: number;
  /** Id of a user. */
  readonly created_by: number;
  readonly updated_at: number;
  readonly updated_by: number;
}

/** What a list is to say. */
export interface IpAccessChange {
  readonly label?: string | undefined;
  /** `ALLOW` or `BLOCK`. */
  readonly list_type?: string | undefined;
  readonly ip_addresses?: readonly string[] | undefined;
  readonly enabled?: boolean | undefined;
}

/** What the engine needs. */
export interface IpAccessOptions {
  /** The scope of the workspace, or of the account; collection `ip-access-lists`. */
  readonly store: Store;
  readonly clock: Clock;
  /** Whether lists are in force. */
  readonly isEnabled: () => boolean;
  /** Where requests come from, which must stay possible. Default `127.0.0.1`. */
  readonly callerAddress?: string;
}

/** How many addresses and ranges all lists may hold together. */
const MOST = 1000;

/**
 * The IP access lists of a workspace or of the account. Whoever calls this server is on this machine,
 * and no list may lock that out; so there is nobody for them to keep away.
 */
export class IpAccessEngine {
  readonly #lists: Collection<IpAccessList>;
  readonly #clock: Clock;
  readonly #isEnabled: () => boolean;
  readonly #caller: string;

  constructor({ store, clock, isEnabled, callerAddress = "127.0.0.1" }: IpAccessOptions) {
    this.#lists = store.collection("ip-access-lists");
    this.#clock = clock;
    this.#isEnabled = isEnabled;
    this.#caller = callerAddress;
  }

  /** All lists, enabled or not. */
  list(): IpAccessList[] {
    return this.#lists.values();
  }

  /** One list. @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
  get(id: string): IpAccessList {
    const list = this.#lists.get(id);
    if (list) return list;
    const text = `Can't find an IP access list with id: ${id}.`;
    throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
  }

  /** Makes a list, which is enabled. */
  create(change: IpAccessChange, userId: string): IpAccessList {
    const now = this.#clock.now();
    const by = Number(userId);
    return this.#save({
      list_id: randomUUID(),
      label: change.label ?? "",
      list_type: change.list_type ?? "",
      ip_addresses: [...(change.ip_addresses ?? [])],
      address_count: 0,
      enabled: true,
      created_at: now,
      created_by: by,
      updated_at: now,
      updated_by: by,
    });
  }

  /** Changes what is said; all else stays. */
  update(id: string, change: IpAccessChange, userId: string): IpAccessList {
    const before = this.get(id);
    return this.#save({
      ...before,
      label: change.label ?? before.label,
      list_type: change.list_type ?? before.list_type,
      ip_addresses: [...(change.ip_addresses ?? before.ip_addresses)],
      enabled: change.enabled ?? before.enabled,
      updated_at: this.#clock.now(),
      updated_by: Number(userId),
    });
  }

  /** Replaces what a list says; addresses that are left out are none. */
  replace(id: string, change: IpAccessChange, userId: string): IpAccessList {
    return this.update(id, { ...change, ip_addresses: change.ip_addresses ?? [] }, userId);
  }

  /** @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
  delete(id: string): void {
    const { list_id } = this.get(id);
    this.#checkAccess(this.list().filter((list) => list.list_id !== list_id));
    this.#lists.delete(id);
  }

  /** Checks that the lists may be put in force. @throws WorkspaceError `INVALID_STATE` */
  checkEnabling(): void {
    if (!admits(this.list(), this.#caller)) throw lockedOut(this.#caller);
  }

  #save(list: IpAccessList): IpAccessList {
    const saved = { ...list, address_count: list.ip_addresses.length };
    const others = this.list().filter(({ list_id }) => list_id !== list.list_id);
    checkList(saved, others);
    // Why even where lists are not in force: nobody means to keep themselves away.
    if (saved.list_type === "BLOCK" && saved.enabled) this.#checkBlock(saved);
    this.#checkAccess([...others, saved]);
    this.#lists.put(saved.list_id, saved);
    return saved;
  }

  #checkBlock({ ip_addresses }: IpAccessList): void {
    if (isWithin(this.#caller, ip_addresses)) throw lockedOut(this.#caller);
  }

  #checkAccess(lists: readonly IpAccessList[]): void {
    if (this.#isEnabled() && !admits(lists, this.#caller)) throw lockedOut(this.#caller);
  }
}

/** Blocked addresses are kept away; of allowed ones, where there are any, all others are. */
function admits(lists: readonly IpAccessList[], address: string): boolean {
  const ranges = (type: string): readonly string[] =>
    lists
      .filter((list) => list.enabled && list.list_type === type)
      .flatMap((list) => list.ip_addresses);
  const allowed = ranges("ALLOW");
  if (isWithin(address, ranges("BLOCK"))) return false;
  return allowed.length === 0 || isWithin(address, allowed);
}

function checkList(list: IpAccessList, others: readonly IpAccessList[]): void {
  const { label, list_type: type, ip_addresses: addresses } = list;
  if (label.trim() === "") throw invalid("label is required.");
  if (type !== "ALLOW" && type !== "BLOCK") throw invalid(`Invalid list_type ${type}.`);
  const wrong = addresses.find((text) => parseRange(text) === undefined);
  if (wrong !== undefined) {
    throw invalid(`Invalid ip_addresses: ${wrong} is neither an IP address nor a range (CIDR).`);
  }
  if (others.some((other) => other.label === label && other.list_type === type)) {
    const text = `IP access list with type (${type}) and label (${label}) already exists`;
    throw new WorkspaceError("RESOURCE_ALREADY_EXISTS", text);
  }
  const count = others.reduce((sum, other) => sum + other.address_count, addresses.length);
  if (count <= MOST) return;
  const text = `All IP access lists together can hold ${MOST} values; these would be ${count}.`;
  throw new WorkspaceError("QUOTA_EXCEEDED", text);
}

function lockedOut(address: string): WorkspaceError {
  const text = `The change would lock out your own address ${address}.`;
  return new WorkspaceError("INVALID_STATE", text);
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
