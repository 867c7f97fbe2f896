export { firstIdentity, type FirstIdentity } from "./first-identity.js";
