import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["ts/**/*.test.ts"],
    // fails the run when something is left in the temporary folder
    globalSetup: ["script/own-temporary-folder.mjs"],
    // Many files start a local chain: two at a time fit the smallest machine that CI has.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
