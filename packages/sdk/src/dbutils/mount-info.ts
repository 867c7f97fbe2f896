import { InvalidResponseError } from "../errors/index.js";
import type { Json } from "./json.js";

/** A mount, as `fs.mounts` lists it. */
export interface MountInfo {
  /** The path in DBFS. */
  readonly mountPoint: string;
  /** The cloud storage. */
  readonly source: string;
  /** Empty for none. */
  readonly encryptionType: string;
}

/** The mounts that a cluster sent: records, or lists of their values as older runtimes have them. */
export function mountInfos(mounts: Json): readonly MountInfo[] {
  if (!Array.isArray(mounts)) throw unreadable();
  return (mounts as readonly Json[]).map((mount) => {
    if (typeof mount !== "object" || mount === null) throw unreadable();
    const [mountPoint, source, encryptionType] = Array.isArray(mount)
      ? (mount as readonly Json[])
      : fields.map((name) => (mount as Readonly<Record<string, Json | undefined>>)[name]);
    return {
      mountPoint: text(mountPoint),
      source: text(source),
      encryptionType: text(encryptionType),
    };
  });
}

const fields = ["mountPoint", "source", "encryptionType"];

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function unreadable(): InvalidResponseError {
  return new InvalidResponseError("dbutils.fs.mounts did not return a list of mounts");
}
