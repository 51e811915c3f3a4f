// Runs after `npm ci`, so that forge works in the checkout right away. Skipped where the caller does it itself.
import { buildContracts, buildDevnet, say } from "./setup.mjs";

if (!process.env.FLASH_LIQUIDATOR_SKIP_PREPARE) {
  try {
    await Promise.all([buildContracts(), buildDevnet()]);
  } catch (error) {
    // The dependencies are there, and the command that needs the rest will say what is wrong.
    say(`the preparation did not finish: ${error.message}`);
  }
}
