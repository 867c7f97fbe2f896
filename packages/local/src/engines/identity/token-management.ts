import { WorkspaceError } from "../../errors/index.js";
import { nameOf, type Directory } from "./directory.js";
import type { TokenInfo, TokenRecord, TokenRequest, Tokens } from "./tokens.js";

/** A personal access token as administrators see it. */
export interface ManagedToken extends Omit<TokenInfo, "last_accessed_time"> {
  readonly owner_id: string;
  readonly created_by_id: string;
  readonly created_by_username: string;
  /** Milliseconds since the Unix epoch, to the day. */
  readonly last_used_day?: number;
}

/** Which tokens to list; all where nothing is said. */
export interface ManagedTokenFilter {
  readonly createdById?: string | undefined;
  readonly createdByUserName?: string | undefined;
}

const DAY = 86_400_000;

/** The personal access tokens of everybody in a workspace. */
export class TokenManagement {
  readonly #tokens: Tokens;
  readonly #directory: Directory;

  constructor(tokens: Tokens, directory: Directory) {
    this.#tokens = tokens;
    this.#directory = directory;
  }

  /** The tokens of all who are still there. */
  list({ createdById, createdByUserName }: ManagedTokenFilter = {}): readonly ManagedToken[] {
    const name = createdByUserName?.toLowerCase();
    return this.#tokens
      .all()
      .filter(({ user_id }) => this.#directory.find(user_id))
      .map((record) => this.#show(record))
      .filter((token) => createdById === undefined || token.created_by_id === createdById)
      .filter((token) => name === undefined || token.created_by_username === name);
  }

  /** One token. @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
  get(tokenId: string): ManagedToken {
    return this.#show(this.#tokens.record(tokenId));
  }

  /** Revokes a token. @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
  delete(tokenId: string): void {
    this.#tokens.delete(this.#tokens.record(tokenId).user_id, tokenId);
  }

  /** Changes what `mask` names; see {@link Tokens.update}. */
  update(
    tokenId: string,
    change: Pick<TokenRequest, "comment" | "scopes">,
    mask: string,
  ): ManagedToken {
    this.#tokens.update(this.#tokens.record(tokenId).user_id, tokenId, change, mask);
    return this.get(tokenId);
  }

  /**
   * Makes a token for a service principal.
   *
   * @param isHere whether somebody is in the workspace
   * @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` when there is no such service principal
   */
  createOnBehalfOf(
    applicationId: string,
    request: TokenRequest,
    creatorId: string,
    isHere: (id: string) => boolean,
  ): { token_value: string; token_info: ManagedToken } {
    const owner = this.#directory.servicePrincipalByClientId(applicationId);
    if (!owner || !isHere(owner.id)) {
      const text = `Service principal with application ID ${applicationId} does not exist.`;
      throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
    }
    const { token_value, token_info } = this.#tokens.create(owner.id, request, creatorId);
    return { token_value, token_info: this.get(token_info.token_id) };
  }

  #show(record: TokenRecord): ManagedToken {
    const { hash: _, user_id, created_by, last_accessed_time: used, ...info } = record;
    const creator = this.#directory.find(created_by);
    return {
      ...info,
      owner_id: user_id,
      created_by_id: created_by,
      created_by_username: creator && creator.kind !== "group" ? nameOf(creator) : "",
      ...(used !== undefined && { last_used_day: used - (used % DAY) }),
    };
  }
}
