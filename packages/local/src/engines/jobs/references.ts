import type { TaskDefinition } from "./settings.js";

/** The value of a reference such as `job.parameters.day`; undefined: unknown. */
export type Lookup = (name: string) => string | undefined;

/** Puts values in the place of `{{...}}`; what is unknown stays as it is written. */
export function resolveText(text: string, lookup: Lookup): string {
  return text.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (whole, name: string) => lookup(name) ?? whole);
}

/** A task with the values of its references, in the fields that can hold some. */
export function resolveTask(task: TaskDefinition, lookup: Lookup): TaskDefinition {
  const resolve = (text: string): string => resolveText(text, lookup);
  const { spark_python_task: python, notebook_task: notebook, condition_task: condition } = task;
  return {
    ...task,
    ...(python && {
      spark_python_task: {
        ...python,
        python_file: resolve(python.python_file),
        ...(python.parameters && { parameters: python.parameters.map(resolve) }),
      },
    }),
    ...(notebook && {
      notebook_task: {
        ...notebook,
        notebook_path: resolve(notebook.notebook_path),
        ...(notebook.base_parameters && {
          base_parameters: resolveValues(notebook.base_parameters, resolve),
        }),
      },
    }),
    ...(condition && {
      condition_task: {
        ...condition,
        left: resolve(condition.left),
        right: resolve(condition.right),
      },
    }),
  };
}

function resolveValues(
  values: Readonly<Record<string, string>>,
  resolve: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, resolve(text)]));
}
