export { InstanceProfileEngine, type InstanceProfile } from "./instance-profile-engine.js";
