export { list, type ListAnswer, type ListRequest } from "./list.js";
export { applyPatch, type PatchOperation } from "./patch.js";
export { project, type Projection } from "./project.js";
export type { AttributeRule, Resource, ResourceRules, ScimValue } from "./resource.js";
export { scimError, type ScimType } from "./scim-error.js";
