import type { ServingQuery } from "./serving-handler.js";

/** Predictions that repeat what they are about: one for each row. */
export function predictionsOf(body: ServingQuery["body"]): object {
  const { dataframe_split: split, dataframe_records: records, instances, inputs } = body;
  const rows = split === undefined ? (records ?? instances ?? inputs) : rowsOf(split);
  return { predictions: Array.isArray(rows) ? rows : [rows] };
}

/** The rows of a table in pandas' `split` form, as objects. */
function rowsOf(split: unknown): unknown[] {
  const { columns = [], data = [] } = (split ?? {}) as {
    readonly columns?: readonly unknown[];
    readonly data?: readonly unknown[];
  };
  return data.map((row) => {
    if (columns.length === 0) return row;
    const cells = Array.isArray(row) ? (row as unknown[]) : [row];
    return Object.fromEntries(
      columns.map((column, index) => [String(column), cells[index] ?? null]),
    );
  });
}
