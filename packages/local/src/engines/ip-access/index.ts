export {
  IpAccessEngine,
  type IpAccessChange,
  type IpAccessList,
  type IpAccessOptions,
} from "./ip-access-engine.js";
export { WorkspaceConf } from "./workspace-conf.js";
