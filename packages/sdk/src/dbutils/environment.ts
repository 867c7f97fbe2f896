import { ApiClient } from "../api-client/index.js";
import { DBUtils } from "./dbutils.js";

/**
 * The `dbutils` of the configuration that the environment holds: `DATABRICKS_HOST` and its like, or a
 * profile. It is read at the first call that sends something, which throws a {@link ConfigError} when
 * it is incomplete.
 */
export const dbutils: DBUtils = new DBUtils(() => new ApiClient());
