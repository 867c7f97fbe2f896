import { policyFamily } from "./policy-families.js";
import type { PolicySettings } from "./policy-record.js";
import { invalid, parseRules } from "./rule.js";

const LONGEST_NAME = 100;
const MOST_LIBRARIES = 500;

/** Settings that were checked, with the definition that they come to. */
export interface CompleteSettings extends PolicySettings {
  readonly name: string;
  readonly definition: string;
}

/**
 * Checks what a policy is to be.
 *
 * @throws WorkspaceError `INVALID_PARAMETER_VALUE` naming the field, or `RESOURCE_DOES_NOT_EXIST` for
 *   a family that is not there
 */
export function completeSettings(settings: PolicySettings): CompleteSettings {
  const { name, max_clusters_per_user: most, libraries = [] } = settings;
  if (name === undefined || name.trim() === "" || name.length > LONGEST_NAME) {
    throw invalid(`name must be given, with 1 to ${LONGEST_NAME} characters.`);
  }
  if (most !== undefined && (!Number.isSafeInteger(most) || most < 1)) {
    throw invalid(`Invalid max_clusters_per_user ${most}: it must be at least 1.`);
  }
  if (libraries.length > MOST_LIBRARIES) {
    throw invalid(`Too many libraries: at most ${MOST_LIBRARIES} are allowed.`);
  }
  return { ...settings, name, definition: definitionOf(settings) };
}

function definitionOf(settings: PolicySettings): string {
  const { definition, policy_family_id: familyId } = settings;
  const { policy_family_definition_overrides: overrides } = settings;
  if (!familyId) {
    if (overrides) {
      throw invalid("policy_family_definition_overrides can only be used with policy_family_id.");
    }
    if (!definition) throw invalid("definition or policy_family_id must be given.");
    parseRules(definition);
    return definition;
  }
  if (definition) {
    throw invalid(
      "definition cannot be used with policy_family_id: use policy_family_definition_overrides.",
    );
  }
  const inherited = policyFamily(familyId).definition;
  if (!overrides) return inherited;
  const own = parseRules(overrides, "policy_family_definition_overrides");
  return JSON.stringify(Object.fromEntries([...parseRules(inherited), ...own]));
}
