export type { ExportTarget } from "./exports.js";
export { packageExports } from "./exports.js";
export type { Extension } from "./extensions.js";
export { extensionOf } from "./extensions.js";
export {
  clientName,
  constantCase,
  isVariableName,
  kebabCase,
  pascalCase,
  propertyAccess,
  propertyName,
  serviceStem,
} from "./names.js";
export type { PackagePlan } from "./package-plan.js";
export { planPackage, serviceFile } from "./package-plan.js";
export type { RequestField, RequestType } from "./requests.js";
export { requestFields } from "./requests.js";
export { namedIn } from "./type-refs.js";
export type { Usage } from "./usage.js";
