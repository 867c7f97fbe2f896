import { randomUUID } from "node:crypto";
import type { AccountContext } from "./account-context.js";
import { malformed, required } from "./account-errors.js";
import { Registry } from "./registry.js";
import { workspacesUsing } from "./workspace-record.js";

/** A role by which the platform gets machines for workspaces. */
export interface Credential {
  readonly account_id: string;
  readonly credentials_id: string;
  readonly credentials_name: string;
  readonly aws_credentials: {
    readonly sts_role: { readonly role_arn: string; readonly external_id: string };
  };
  /** Milliseconds since the Unix epoch. */
  readonly creation_time: number;
}

/** What a caller says of new credentials. */
export interface CredentialRequest {
  readonly credentials_name: string;
  readonly aws_credentials: {
    readonly sts_role?: { readonly role_arn?: string | undefined } | undefined;
  };
}

const ROLE = /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/.+$/;

/** The credential configurations of an account. */
export class Credentials {
  readonly #context: AccountContext;
  readonly #registry: Registry<Credential>;

  constructor(context: AccountContext) {
    this.#context = context;
    this.#registry = new Registry<Credential>({
      collection: context.store.collection("credentials"),
      noun: "Credentials",
      idOf: ({ credentials_id }) => credentials_id,
      uniqueField: "credentials_name",
      usersOf: (id) => workspacesUsing(context.workspaces, id, ["credentials_id"]),
    });
  }

  /**
   * Keeps new credentials.
   *
   * @throws WorkspaceError `MALFORMED_REQUEST` for a role that cannot be used, `ALREADY_EXISTS` for
   *   a name that is taken
   */
  create(request: CredentialRequest): Credential {
    const role_arn = required(
      request.aws_credentials.sts_role?.role_arn,
      "aws_credentials.sts_role.role_arn",
    );
    if (!ROLE.test(role_arn) || this.#context.failures.refusesRole(role_arn)) {
      throw malformed(
        "Failed credential validation checks: please use a valid cross account IAM role with " +
          "permissions setup correctly",
      );
    }
    return this.#registry.put({
      account_id: this.#context.accountId,
      credentials_id: randomUUID(),
      credentials_name: required(request.credentials_name, "credentials_name"),
      aws_credentials: { sts_role: { role_arn, external_id: this.#context.accountId } },
      creation_time: this.#context.clock.now(),
    });
  }

  get(id: string): Credential {
    return this.#registry.require(id);
  }

  list(): Credential[] {
    return this.#registry.list();
  }

  /** Removes credentials; refused while a workspace uses them. */
  delete(id: string): Credential {
    return this.#registry.remove(id);
  }
}
