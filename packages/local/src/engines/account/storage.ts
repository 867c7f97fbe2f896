import { randomUUID } from "node:crypto";
import type { AccountContext } from "./account-context.js";
import { malformed, required } from "./account-errors.js";
import { Registry } from "./registry.js";
import { workspacesUsing } from "./workspace-record.js";

/** A bucket in which workspaces keep their own files. */
export interface StorageConfiguration {
  readonly account_id: string;
  readonly storage_configuration_id: string;
  readonly storage_configuration_name: string;
  readonly root_bucket_info: { readonly bucket_name: string };
  readonly role_arn?: string;
  /** Milliseconds since the Unix epoch. */
  readonly creation_time: number;
}

/** What a caller says of a new storage configuration. */
export interface StorageRequest {
  readonly storage_configuration_name: string;
  readonly root_bucket_info: { readonly bucket_name?: string | undefined };
  readonly role_arn?: string | undefined;
}

/** Three to 63 letters, digits, dots and hyphens, as S3 has it. */
const BUCKET = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** The storage configurations of an account. */
export class StorageConfigurations {
  readonly #context: AccountContext;
  readonly #registry: Registry<StorageConfiguration>;

  constructor(context: AccountContext) {
    this.#context = context;
    this.#registry = new Registry<StorageConfiguration>({
      collection: context.store.collection("storage-configurations"),
      noun: "Storage configuration",
      idOf: ({ storage_configuration_id }) => storage_configuration_id,
      uniqueField: "storage_configuration_name",
      usersOf: (id) => workspacesUsing(context.workspaces, id, ["storage_configuration_id"]),
    });
  }

  /**
   * Keeps a new storage configuration.
   *
   * @throws WorkspaceError `MALFORMED_REQUEST` for a name that no bucket can have, `ALREADY_EXISTS`
   *   for a configuration's name that is taken
   */
  create(request: StorageRequest): StorageConfiguration {
    const bucket_name = required(
      request.root_bucket_info.bucket_name,
      "root_bucket_info.bucket_name",
    );
    if (!BUCKET.test(bucket_name)) {
      throw malformed(
        `Failed storage configuration validation checks: "${bucket_name}" is not a bucket name; ` +
          "use 3 to 63 lower-case letters, digits, dots and hyphens.",
      );
    }
    return this.#registry.put({
      account_id: this.#context.accountId,
      storage_configuration_id: randomUUID(),
      storage_configuration_name: required(
        request.storage_configuration_name,
        "storage_configuration_name",
      ),
      root_bucket_info: { bucket_name },
      ...(request.role_arn && { role_arn: request.role_arn }),
      creation_time: this.#context.clock.now(),
    });
  }

  get(id: string): StorageConfiguration {
    return this.#registry.require(id);
  }

  list(): StorageConfiguration[] {
    return this.#registry.list();
  }

  /** Removes a configuration; refused while a workspace uses it. */
  delete(id: string): StorageConfiguration {
    return this.#registry.remove(id);
  }
}
