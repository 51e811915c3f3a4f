// Runs after `npm ci`, so that forge works in the checkout right away and no command waits for its bundle. Skipped where the caller
// does it itself.
import { bundle } from "./bundle.mjs";
import { buildContracts, buildDevnet, say } from "./setup.mjs";

if (!process.env.FLASH_LIQUIDATOR_SKIP_PREPARE) {
  // The dependencies are there, and the command that needs the rest will say what is wrong.
  for (const { reason } of await Promise.allSettled([buildContracts(), buildDevnet(), bundle()])) {
    if (reason) say(`the preparation did not finish: ${reason.message}`);
  }
}
