export { noRepo } from "./git-errors.js";
export {
  ReposEngine,
  type NewRepo,
  type Repo,
  type RepoChange,
  type ReposOptions,
} from "./repos-engine.js";
