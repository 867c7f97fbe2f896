import type { IdentityEngine } from "../engines/identity/index.js";
import { WorkspaceError } from "../errors/index.js";
import type { Collection, Store } from "../state/index.js";

/** What lets a program call the workspace, until it is revoked. */
export interface ProgramAccess {
  readonly host: string;
  readonly token: string;
  revoke(): void;
}

interface ProgramToken {
  readonly tokenId: string;
  readonly userId: string;
}

/** The tokens of programs. Those that an earlier process could not revoke end with the next start. */
export class ProgramTokens {
  readonly #identity: IdentityEngine;
  readonly #given: Collection<ProgramToken>;

  constructor(identity: IdentityEngine, store: Store) {
    this.#identity = identity;
    this.#given = store.collection("program_tokens");
    for (const token of this.#given.values()) this.#revoke(token);
  }

  /** A token of a user for a program that acts for them; `comment` says what it is for. */
  access(host: string, userName: string, comment: string): ProgramAccess {
    const principal = this.#identity.principalByName(userName);
    if (!principal) {
      const text = `A program is to run as ${userName}, who is not an active user of the workspace.`;
      throw new WorkspaceError("PERMISSION_DENIED", text);
    }
    const { id } = principal;
    const { token_value, token_info } = this.#identity.tokens.create(id, { comment });
    const given = { tokenId: token_info.token_id, userId: id };
    this.#given.put(given.tokenId, given);
    return { host, token: token_value, revoke: () => this.#revoke(given) };
  }

  #revoke({ tokenId, userId }: ProgramToken): void {
    this.#given.delete(tokenId);
    try {
      this.#identity.tokens.delete(userId, tokenId);
    } catch (error) {
      // Why: its user may have revoked it, or be gone.
      if (!(error instanceof WorkspaceError)) throw error;
    }
  }
}
