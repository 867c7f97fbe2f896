export type { Fields, OperationCheck, PackageChecks, TypeChecks } from "./checks.js";
export { checks } from "./checks.gen.js";
export type { Handlers } from "./handlers.gen.js";
export type { Routes } from "./routes.js";
export { routes } from "./routes.gen.js";
