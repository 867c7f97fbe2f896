/** The methods of each utility, separated by one space. */
export const methodNames = {
  credentials: "assumeRole getServiceCredentialsProvider help showCurrentRole showRoles",
  fs: "cp head help ls mkdirs mount mounts mv put refreshMounts rm unmount updateMount",
  jobs: "help",
  "jobs.taskValues": "get help set",
  library: "help restartPython",
  notebook: "exit getContext help run",
  secrets: "get getBytes help list listScopes",
  widgets: "combobox dropdown get getAll getArgument help multiselect remove removeAll text",
} as const;
