/**
 * The integration tests of the Go SDK that pass, by their names: with a personal access token
 * (person), with OAuth as a service principal that administers the account (robot), and where
 * starting a cluster has to take long (slow).
 */
export const passing: Readonly<Record<"person" | "robot" | "slow", readonly string[]>> = {
  person: [
    "TestHostMetadataResolution",
    "TestAccDefaultCredentials",
    "TestAccExplicitDatabricksCfg",
    "TestAccSpogWorkspacePAT",
    "TestUcAccWorkspaceClient_CurrentWorkspaceId_NoTranspile",
    "TestUcAccAccountClient_GetWorkspaceClient_NoTranspile",
    // Files, tree and secrets.
    "TestUcAccFilesUploadAndDownload",
    "TestUcAccFilesDelete",
    "TestUcAccFilesGetMetadata",
    "TestUcAccFilesCreateDirectory",
    "TestUcAccFilesListDirectoryContents",
    "TestUcAccFilesDeleteDirectory",
    "TestUcAccFilesGetDirectoryMetadata",
    "TestAccDbfsOpen",
    "TestAccDbfsOpenDirectory",
    "TestAccDbfsReadFileWriteFile",
    "TestAccListDbfsIntegration",
    "TestAccWorkspaceIntegration",
    "TestAccWorkspaceUploadNotebookWithFileExtensionNoTranspile",
    "TestAccWorkspaceUploadNotebookWithFileNoExtensionNoTranspile",
    "TestAccWorkspaceUploadFileNoTranspile",
    "TestAccWorkspaceRecursiveListNoTranspile",
    "TestAccRepos",
    "TestAccSecrets",
    "TestUcAccCatalogs",
    "TestUcAccSchemas",
    // Compute and jobs.
    "TestAccClustersGetCorrectErrorMessageNoTranspile",
    "TestAccAwsInstanceProfiles",
    "TestAccClusterPolicies",
    "TestAccClusterPolicyFamilies",
    "TestAccGlobalInitScripts",
    "TestAccInstancePools",
    "TestAccLibraries",
    "TestAccCommands",
    "TestAccCommandsDirectUsage",
    "TestAccJobsGetCorrectErrorNoTranspile",
    "TestAccJobsListAllNoDuplicatesNoTranspile",
    // People and settings.
    "TestAccCurrentUser",
    "TestAccWorkspaceUsers",
    "TestAccGroups",
    "TestAccServicePrincipalsOnAWS",
    "TestAccTokens",
    "TestAccCreateOboTokenOnAws",
    "TestAccGenericPermissions",
    "TestAccIpAccessLists",
    "TestAccWorkspaceConf",
    // The account.
    "TestAccAccountUsers",
    "TestAccAccountServicePrincipal",
    "TestUcAccWorkspaceAssignmentOnAws",
    "TestMwsAccStorage",
    "TestMwsAccNetworks",
    "TestMwsAccCredentials",
    "TestMwsAccEncryptionKeys",
    "TestMwsAccPrivateAccess",
    "TestMwsAccVpcEndpoints",
    "TestMwsAccWorkspaces",
    "TestUcAccWorkspaceOAuthM2MAuth",
    "TestMwsAccAccountOAuthM2MAuth",
  ],
  robot: [
    "TestAccSpogWorkspaceOAuthM2M",
    "TestAccSpogAccountOAuthM2M",
    "TestAccUnifiedHost",
    "TestAccUnifiedHostSendsWorkspaceIdHeader",
    "TestAccUnifiedHostWorkspaceGroups",
    "TestAccUnifiedHost_GetWorkspaceClient_NoTranspile",
  ],
  slow: ["TestAccClustersCreateFailsWithTimeoutNoTranspile"],
};

/** Those that ask for what the local workspace does not serve yet, and are told so. */
export const unserved: readonly string[] = [
  // SQL.
  "TestUcAccTables",
  "TestAccQueries",
  "TestAccAlerts",
  "TestAccSqlQueryHistory",
  "TestAccSqlWarehouses",
  // Data governance beyond catalogs, schemas and volumes; a volume's own test wants an external location.
  "TestUcAccVolumes",
  "TestUcAccStorageCredentialsOnAws",
  "TestUcAccExternalLocationsOnAws",
  "TestUcAccMetastores",
  "TestUcAccMetastoreAssignments",
  "TestUcAccCatalogWorkspaceBindings",
  "TestAccConnections",
  "TestUcAccRecipientActivationNoTranspile",
  "TestUcAccRecipients",
  "TestUcAccShares",
  // MLflow.
  "TestAccExperiments",
  "TestAccMLflowRuns",
  "TestAccModels",
  "TestAccModelVersions",
  "TestAccModelVersionComments",
  "TestAccRegistryWebhooks",
  // Pipelines and billing.
  "TestAccPipelines",
  "TestMwsAccLogDelivery",
  "TestMwsAccBudgets",
];

/** Those that cannot run here, whatever the workspace does. */
export const impossible: readonly string[] = [
  // They skip themselves everywhere.
  "TestGetOAuthToken",
  "TestUcAccProviders",
  "TestAccSpogWorkspaceGoogleCredentials",
  // They sign in to Azure, Google or GitHub.
  "TestAccExplicitAzureCliAuth",
  "TestAccAzureErrorMappingForUnauthenticated",
  "TestAccExplicitAzureSpnAuth",
  "TestAccAccountsMsiCredentials",
  "TestUcAccWorkspaceAzureClientSecretAuth",
  "TestMwsAccAccountAzureClientSecretAuth",
  "TestAccSpogWorkspaceAzureClientSecret",
  "TestAccSpogAccountAzureClientSecret",
  "TestAccSpogAccountGoogleCredentials",
  "TestUcAccWifAuth",
  "TestUcAccWifAuthWorkspace",
  // It takes a lock in a storage account of the SDK's makers.
  "TestAccGitCredentials",
];
