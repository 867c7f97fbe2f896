import type { Handlers } from "../contract/index.js";
import type { InstanceProfileEngine } from "../engines/instance-profiles/index.js";

/** Serves `compute.InstanceProfilesAPI`. */
export function instanceProfilesHandlers(
  engine: InstanceProfileEngine,
): Handlers["compute.InstanceProfilesAPI"] {
  return {
    add: ({ skip_validation: _skip, ...profile }) => engine.add(profile),
    edit: (profile) => engine.edit(profile),
    list: () => ({ instance_profiles: engine.list() }),
    remove: ({ instance_profile_arn: arn }) => engine.remove(arn),
  };
}
