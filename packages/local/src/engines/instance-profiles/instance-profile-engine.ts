import { WorkspaceError } from "../../errors/index.js";
import type { Collection, Store } from "../../state/index.js";

/** A role that machines may be given, by the API's names. */
export interface InstanceProfile {
  readonly instance_profile_arn: string;
  /** The role, where it is not called like the profile. */
  readonly iam_role_arn?: string | undefined;
  /** Whether it only stands for others, by credential passthrough. */
  readonly is_meta_instance_profile?: boolean | undefined;
}

const PROFILE_ARN = /^arn:aws(-[a-z]+)*:iam::\d{12}:instance-profile\/[\w+=,.@/-]+$/;
const ROLE_ARN = /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** The instance profiles of one workspace. */
export class InstanceProfileEngine {
  readonly #profiles: Collection<InstanceProfile>;

  /** @param store the workspace's own scope; collection `instance-profiles` */
  constructor(store: Store) {
    this.#profiles = store.collection("instance-profiles");
  }

  /** @throws WorkspaceError when an ARN is none, or the profile is there already */
  add(profile: InstanceProfile): void {
    const { instance_profile_arn: arn } = profile;
    if (!PROFILE_ARN.test(arn)) {
      throw invalid(
        `Invalid instance_profile_arn ${arn}: it must look like ` +
          "arn:aws:iam::<account-id>:instance-profile/<name>.",
      );
    }
    if (this.has(arn)) {
      const text = `Instance profile ${arn} has already been added.`;
      throw new WorkspaceError("RESOURCE_ALREADY_EXISTS", text);
    }
    this.#save(profile);
  }

  /** Changes what is given; the rest stays. */
  edit({ instance_profile_arn: arn, ...change }: InstanceProfile): void {
    const before = this.#require(arn);
    this.#save({
      instance_profile_arn: arn,
      iam_role_arn: change.iam_role_arn ?? before.iam_role_arn,
      is_meta_instance_profile: change.is_meta_instance_profile ?? before.is_meta_instance_profile,
    });
  }

  list(): InstanceProfile[] {
    return this.#profiles.values();
  }

  remove(arn: string): void {
    this.#require(arn);
    this.#profiles.delete(arn);
  }

  /** Whether machines may be given it. */
  has(arn: string): boolean {
    return this.#profiles.get(arn) !== undefined;
  }

  #save(profile: InstanceProfile): void {
    const { instance_profile_arn: arn, iam_role_arn: role } = profile;
    if (role !== undefined && !ROLE_ARN.test(role)) {
      const form = "arn:aws:iam::<account-id>:role/<name>";
      throw invalid(`Invalid iam_role_arn ${role}: it must look like ${form}.`);
    }
    const meta = profile.is_meta_instance_profile ?? false;
    this.#profiles.put(arn, { ...profile, is_meta_instance_profile: meta });
  }

  #require(arn: string): InstanceProfile {
    const profile = this.#profiles.get(arn);
    if (profile) return profile;
    const text = `Instance profile ${arn} does not exist.`;
    throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
  }
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError("INVALID_PARAMETER_VALUE", message);
}
