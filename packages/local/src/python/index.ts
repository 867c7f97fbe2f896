export {
  type PythonKit,
  type PythonKitOptions,
  type PythonPaths,
  pythonKit,
  type ShellCommand,
} from "./python-kit.js";
export {
  openTaskExchange,
  readTaskOutput,
  type TaskInput,
  type TaskOutput,
} from "./task-exchange.js";
