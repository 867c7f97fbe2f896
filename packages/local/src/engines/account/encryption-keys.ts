import { randomUUID } from "node:crypto";
import type { AccountContext } from "./account-context.js";
import { invalid, missing } from "./account-errors.js";
import { Registry } from "./registry.js";
import { workspacesUsing } from "./workspace-record.js";

/** A key of AWS. */
export interface AwsKeyInfo {
  readonly key_arn: string;
  readonly key_alias?: string | undefined;
  readonly key_region: string;
  readonly reuse_key_for_cluster_volumes?: boolean | undefined;
}

/** A key of Google Cloud. */
export interface GcpKeyInfo {
  readonly kms_key_id: string;
}

/** A customer's own key with which workspaces encrypt. */
export interface EncryptionKey {
  readonly account_id: string;
  readonly customer_managed_key_id: string;
  readonly use_cases: string[];
  readonly aws_key_info?: AwsKeyInfo;
  readonly gcp_key_info?: GcpKeyInfo;
  readonly azure_key_info?: object;
  /** Milliseconds since the Unix epoch. */
  readonly creation_time: number;
}

/** What a caller says of a new key: of one cloud. */
export interface EncryptionKeyRequest {
  readonly use_cases: readonly string[];
  readonly aws_key_info?: (Omit<AwsKeyInfo, "key_region"> & Partial<KeyRegion>) | undefined;
  readonly gcp_key_info?: GcpKeyInfo | undefined;
  readonly azure_key_info?: object | undefined;
}

interface KeyRegion {
  readonly key_region: string | undefined;
}

const KEY = /^arn:aws(?:-[a-z]+)*:kms:([a-z0-9-]+):\d{12}:key\/.+$/;
const CLOUDS = ["aws_key_info", "azure_key_info", "gcp_key_info"] as const;

/** The encryption key configurations of an account. */
export class EncryptionKeys {
  readonly #context: AccountContext;
  readonly #registry: Registry<EncryptionKey>;

  constructor(context: AccountContext) {
    this.#context = context;
    this.#registry = new Registry<EncryptionKey>({
      collection: context.store.collection("encryption-keys"),
      noun: "Customer-managed key",
      idOf: ({ customer_managed_key_id }) => customer_managed_key_id,
      usersOf: (id) =>
        workspacesUsing(context.workspaces, id, [
          "managed_services_customer_managed_key_id",
          "storage_customer_managed_key_id",
        ]),
    });
  }

  /**
   * Keeps a new key.
   *
   * @throws WorkspaceError `INVALID_PARAMETER_VALUE` naming the field
   */
  create(request: EncryptionKeyRequest): EncryptionKey {
    const use_cases = [...new Set(request.use_cases)];
    if (use_cases.length === 0) throw missing("use_cases");
    if (CLOUDS.filter((cloud) => request[cloud]).length !== 1) {
      throw invalid(`A key needs one of ${CLOUDS.join(", ")}.`);
    }
    return this.#registry.put({
      account_id: this.#context.accountId,
      customer_managed_key_id: randomUUID(),
      use_cases,
      ...(request.aws_key_info && { aws_key_info: awsKey(request.aws_key_info) }),
      ...(request.gcp_key_info && { gcp_key_info: request.gcp_key_info }),
      ...(request.azure_key_info && { azure_key_info: request.azure_key_info }),
      creation_time: this.#context.clock.now(),
    });
  }

  get(id: string): EncryptionKey {
    return this.#registry.require(id);
  }

  list(): EncryptionKey[] {
    return this.#registry.list();
  }

  /** Removes a key; refused while a workspace uses it. */
  delete(id: string): EncryptionKey {
    return this.#registry.remove(id);
  }

  /** Throws `INVALID_PARAMETER_VALUE` when a key is not meant for that use. */
  expectUse(id: string, useCase: "MANAGED_SERVICES" | "STORAGE", field: string): void {
    const { use_cases: uses } = this.#registry.require(id);
    if (uses.includes(useCase)) return;
    throw invalid(
      `Invalid ${field}: key ${id} is for ${uses.join(", ")}, and a key for ${useCase} is needed.`,
    );
  }
}

function awsKey(info: NonNullable<EncryptionKeyRequest["aws_key_info"]>): AwsKeyInfo {
  const region = KEY.exec(info.key_arn)?.[1];
  if (!region) {
    throw invalid(`Invalid aws_key_info.key_arn "${info.key_arn}": it must be the ARN of a key.`);
  }
  if (info.key_region && info.key_region !== region) {
    throw invalid(`Invalid aws_key_info.key_region ${info.key_region}: the key is in ${region}.`);
  }
  return { ...info, key_region: region };
}
