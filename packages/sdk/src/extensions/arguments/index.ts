export { checkOptions, type OptionKinds } from "./check-options.js";
