import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^databricks-sdk-ts$/, replacement: at("packages/sdk/src/index.ts") },
      {
        find: /^databricks-sdk-ts\/(dbutils|extensions)$/,
        replacement: `${at("packages/sdk/src")}/$1/index.ts`,
      },
      {
        find: /^databricks-sdk-ts\/(.+)$/,
        replacement: `${at("packages/sdk/src/services")}/$1/index.gen.ts`,
      },
      { find: /^databricks-local$/, replacement: at("packages/local/src/index.ts") },
    ],
  },
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "examples/**/*.test.ts",
      "acceptance/**/*.test.ts",
      "tools/**/*.test.ts",
    ],
    reporters: ["default", "./tools/count-reporter.ts"],
    testTimeout: 20_000,
  },
});
