/**
 * The integration tests of the Python SDK that pass, by file: signed in to the workspace with a
 * personal access token (person), with OAuth as a service principal (robot), and to the account
 * (account).
 */
export const passing: Readonly<Record<"account" | "person" | "robot", TestsByFile>> = {
  person: {
    auth: ["workspace_config_resolves_account_and_workspace_id", "workspace_oauth_m2m_auth"],
    client: ["get_workspace_id"],
    clusters: [
      "cluster_events",
      "create_cluster",
      "ensure_cluster_is_running",
      "error_unmarshall",
      "latest_runtime",
      "smallest_node_type",
    ],
    commands: ["error_unmarshall"],
    dbutils: [
      "cp_dir",
      "cp_file",
      "large_put",
      "ls_dir",
      "ls_file",
      "mv_dir",
      "mv_file",
      "mv_local_to_remote",
      "mv_remote_to_local",
      "proxy_dbfs_mounts",
      "put",
      "put_local_path",
      "rest_dbfs_ls",
      "rm_dir",
      "rm_file",
      "secrets",
    ],
    files: [
      "cp_dbfs_file_to_existing_folder",
      "cp_dbfs_file_to_existing_location",
      "cp_dbfs_file_to_existing_location_with_overwrite",
      "cp_dbfs_file_to_non_existing_location",
      "cp_dbfs_folder_to_existing_folder_recursive",
      "cp_dbfs_folder_to_folder_non_recursive",
      "cp_dbfs_folder_to_folder_recursive",
      "dbfs_io",
      "dbfs_upload_download",
      "files_api_create_directory",
      "files_api_delete_directory",
      "files_api_delete_file",
      "files_api_get_directory_metadata",
      "files_api_get_metadata",
      "files_api_list_directory_contents",
      "files_api_read_twice_from_one_download",
      "files_api_upload_download",
      "local_io",
      "move_from_dbfs_to_local",
      "move_within_dbfs",
      "recursive_listing",
    ],
    iam: [
      "filtering_groups",
      "scim_error_unmarshall",
      "scim_get_user_as_dict",
      "workspace_users_list_pagination",
    ],
    jobs: ["create_job", "jobs", "last_job_runs", "submitting_jobs"],
    repos: ["repos_list"],
    settings: ["workspace_conf"],
    unified_profile: [
      "account_operations",
      "spog_account_oauth_m2m",
      "spog_workspace_oauth_m2m",
      "spog_workspace_pat",
      "workspace_operations",
    ],
    workspace: [
      "workspace_download_connection_closed",
      "workspace_recursive_list",
      "workspace_unzip_notebooks",
      "workspace_upload_download_files",
      "workspace_upload_download_notebooks",
      "workspace_upload_download_notebooks_no_extension",
      "workspace_upload_download_txt_files",
    ],
  },
  robot: { data_plane: ["data_plane_token_source", "model_serving_data_plane"] },
  account: {
    auth: ["account_oauth_m2m_auth"],
    deployment: ["workspaces"],
    iam: ["account_users_list_pagination"],
  },
};

/**
 * Those that pass where the package index can be reached and the folder holds the SDK's source too:
 * they build the SDK, install it into clusters, and sign in with it from notebooks and jobs. Minutes.
 */
export const building: TestsByFile = {
  auth: [
    "runtime_auth_from_interactive_on_uc",
    "runtime_auth_from_jobs_dbfs",
    "runtime_auth_from_jobs_volumes",
  ],
};

/** Those that cannot pass, by the reason. */
export const impossible: Readonly<Record<string, TestsByFile>> = {
  "SQL is not served yet": { sql: ["query_history_list_with_filter"] },
  "wants Databricks Connect": {
    dbconnect: [
      "dbconnect_initialisation",
      "dbconnect_runtime_import",
      "dbconnect_runtime_import_no_error_if_doesnt_exist",
    ],
  },
  "wants a person at a browser": { external_browser: ["pkce_app", "private_app", "public_app"] },
  "measures, and proves nothing": { files: ["files_api_download_benchmark"] },
  "signs in to Azure, Google or GitHub": {
    auth: [
      "account_azure_client_secret_auth",
      "wif_account",
      "wif_workspace",
      "workspace_azure_client_secret_auth",
    ],
    unified_profile: [
      "spog_account_azure_client_secret",
      "spog_account_google_credentials",
      "spog_workspace_azure_client_secret",
      "spog_workspace_google_credentials",
    ],
  },
  "the client makes up https://<deployment>.cloud.databricks.com": {
    client: ["creating_ws_client_from_ac_client_does_not_override_config", "get_workspace_client"],
  },
  "watches what is sent over HTTPS, and the workspace speaks HTTP": {
    unified_profile: ["spog_unified_host_sends_workspace_id_header"],
  },
};

/** Names of tests by names of files, both without their `test_`. */
export type TestsByFile = Readonly<Record<string, readonly string[]>>;

/** As pytest names them, in order; parameters are left out. */
export function idsOf(...lists: readonly TestsByFile[]): string[] {
  const files = lists.flatMap((tests) => Object.entries(tests));
  return files
    .flatMap(([file, names]) => names.map((name) => `test_${file}.py::test_${name}`))
    .toSorted();
}
