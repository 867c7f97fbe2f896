import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../clock/index.js";
import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";

/** A personal access token as its owner sees it. */
export interface TokenInfo {
  /** 64 hexadecimal digits; says nothing of the token's value. */
  readonly token_id: string;
  readonly comment: string;
  /** Milliseconds since the Unix epoch. */
  readonly creation_time: number;
  /** Milliseconds since the Unix epoch; -1: never. */
  readonly expiry_time: number;
  /** To the hour. */
  readonly last_accessed_time?: number;
  readonly scopes?: string[];
  readonly autoscope_state?: string;
}

/** What a new token is to be. */
export interface TokenRequest {
  readonly comment?: string | undefined;
  /** Seconds that it is good for. Default: for ever. */
  readonly lifetime_seconds?: number | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly autoscope_enabled?: boolean | undefined;
}

/** What tokens are kept with. */
export interface TokensOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** How many unexpired tokens one user may have. Default 600. */
  readonly quota?: number;
}

/** A personal access token as it is kept. */
export interface TokenRecord extends TokenInfo {
  /** Whom it stands for. */
  readonly user_id: string;
  /** Who made it. */
  readonly created_by: string;
  /** SHA-256 of the value: the value itself is kept nowhere. */
  readonly hash: string;
}

const NEVER = -1;
const HOUR = 3_600_000;
const UPDATABLE = ["comment", "scopes"];

/** The personal access tokens of one workspace. */
export class Tokens {
  readonly #clock: Clock;
  readonly #quota: number;
  readonly #store: Store;
  readonly #tokens: Collection<TokenRecord>;
  /** Token ids by the hash of the value. */
  readonly #ids: Collection<{ token_id: string }>;

  constructor(options: TokensOptions) {
    this.#clock = options.clock;
    this.#quota = options.quota ?? 600;
    this.#store = options.store;
    this.#tokens = options.store.collection("tokens");
    this.#ids = options.store.collection("token-hashes");
  }

  /**
   * Makes a token. Its value is in this answer and nowhere else.
   *
   * @param createdBy who asks for it. Default: whom it is for
   */
  create(
    userId: string,
    request: TokenRequest,
    createdBy: string = userId,
  ): { token_value: string; token_info: TokenInfo } {
    const now = this.#clock.now();
    const lifetime = request.lifetime_seconds;
    if (lifetime !== undefined && !(lifetime > 0 && Number.isSafeInteger(now + lifetime * 1000))) {
      throw invalid(
        `Invalid lifetime_seconds ${lifetime}: it must be a number of seconds above 0; ` +
          "leave it out for a token that does not expire.",
      );
    }
    if (request.autoscope_enabled && request.scopes?.length) {
      throw invalid("scopes can't be given with autoscope_enabled.");
    }
    if (this.#owned(userId).filter((token) => !isExpired(token, now)).length >= this.#quota) {
      throw new WorkspaceError(
        "QUOTA_EXCEEDED",
        `You have ${this.#quota} tokens, which is the limit: delete those that you no longer use.`,
      );
    }
    const value = `dapi${randomBytes(16).toString("hex")}`;
    const record = this.#put(value, {
      user_id: userId,
      created_by: createdBy,
      comment: request.comment ?? "",
      creation_time: now,
      expiry_time: lifetime === undefined ? NEVER : now + lifetime * 1000,
      ...scopesOf(request),
    });
    return { token_value: value, token_info: infoOf(record) };
  }

  /** Lets a value that was chosen elsewhere pass as a token of that user, for ever. */
  register(userId: string, value: string, comment = ""): TokenInfo {
    const id = this.#ids.get(hashOf(value))?.token_id;
    const known = id === undefined ? undefined : this.#tokens.get(id);
    if (known?.user_id === userId) return infoOf(known);
    const creation_time = this.#clock.now();
    return infoOf(
      this.#put(value, {
        user_id: userId,
        created_by: userId,
        comment,
        creation_time,
        expiry_time: NEVER,
      }),
    );
  }

  /** The tokens of everybody, expired ones too. */
  all(): TokenRecord[] {
    return this.#tokens.values();
  }

  /** Anybody's token. @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
  record(tokenId: string): TokenRecord {
    return this.#tokens.get(tokenId) ?? missing(tokenId);
  }

  /** The tokens of a user, expired ones too. */
  list(userId: string): TokenInfo[] {
    return this.#owned(userId).map(infoOf);
  }

  /**
   * Changes what `mask` names, a comma-separated list of `comment` and `scopes`.
   *
   * @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST`, or `INVALID_PARAMETER_VALUE` for another mask
   */
  update(
    userId: string,
    tokenId: string,
    change: Pick<TokenRequest, "comment" | "scopes">,
    mask: string,
  ): void {
    const record = this.#require(userId, tokenId);
    const names = mask === "*" ? UPDATABLE : mask.split(",");
    for (const name of names) {
      if (UPDATABLE.includes(name)) continue;
      throw invalid(`Invalid update_mask: "${name}" is none of ${UPDATABLE.join(", ")}.`);
    }
    const { scopes, autoscope_state, ...rest } = record;
    this.#tokens.put(tokenId, {
      ...rest,
      ...(names.includes("comment") && { comment: change.comment ?? "" }),
      ...(names.includes("scopes")
        ? scopesOf(change)
        : { ...(scopes && { scopes }), ...(autoscope_state && { autoscope_state }) }),
    });
  }

  /**
   * Revokes a token of that user.
   *
   * @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` for any other
   */
  delete(userId: string, tokenId: string): void {
    const record = this.#require(userId, tokenId);
    this.#store.transaction(() => {
      this.#tokens.delete(tokenId);
      this.#ids.delete(record.hash);
    });
  }

  /** Whose token that is; undefined when there is none of that value, or none any more. */
  owner(value: string): string | undefined {
    const id = this.#ids.get(hashOf(value))?.token_id;
    const record = id === undefined ? undefined : this.#tokens.get(id);
    const now = this.#clock.now();
    if (!record || isExpired(record, now)) return undefined;
    if (now - (record.last_accessed_time ?? 0) >= HOUR) {
      this.#tokens.put(record.token_id, { ...record, last_accessed_time: now });
    }
    return record.user_id;
  }

  #put(value: string, fields: Omit<TokenRecord, "hash" | "token_id">): TokenRecord {
    const token_id = randomBytes(32).toString("hex");
    const record = { token_id, hash: hashOf(value), ...fields };
    this.#store.transaction(() => {
      this.#tokens.put(token_id, record);
      this.#ids.put(record.hash, { token_id });
    });
    return record;
  }

  #owned(userId: string): TokenRecord[] {
    return this.#tokens.values().filter(({ user_id }) => user_id === userId);
  }

  #require(userId: string, tokenId: string): TokenRecord {
    const record = this.#tokens.get(tokenId);
    return record?.user_id === userId ? record : missing(tokenId);
  }
}

function missing(tokenId: string): never {
  throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", `Token does not exist: ${tokenId}`);
}

function isExpired(record: TokenRecord, now: number): boolean {
  return record.expiry_time !== NEVER && record.expiry_time <= now;
}

function scopesOf(request: TokenRequest): Pick<TokenRecord, "autoscope_state" | "scopes"> {
  if (request.autoscope_enabled) return { autoscope_state: "AUTOSCOPE_STATE_RUNNING" };
  if (!request.scopes?.length) return {};
  return { scopes: [...request.scopes], autoscope_state: "AUTOSCOPE_STATE_USER_SELECTED" };
}

function infoOf({
  hash: _hash,
  user_id: _owner,
  created_by: _creator,
  ...info
}: TokenRecord): TokenInfo {
  return info;
}

function hashOf(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
