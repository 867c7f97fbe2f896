export { importTable, type ImportOptions } from "./import-table.js";
export { loadTable } from "./table.js";
export { writeDocuments } from "./write-documents.js";
