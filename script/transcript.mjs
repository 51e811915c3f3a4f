// `npm run transcript`: runs `npm start` and puts what it printed for the steps below into README.md.
import { run } from "./setup.mjs";
import { writeBlock } from "./write-block.mjs";

const STEPS = ["devnet price", "targets", "liquidate"];

const output = await run(process.execPath, ["script/start.mjs"], {
  env: { ...process.env, NO_COLOR: "1" },
  hidden: true,
});
const steps = output.split(/\n(?=\$ npx fliq )/).slice(1);
const shown = steps.filter((step) => STEPS.some((name) => step.startsWith(`$ npx fliq ${name}`)));
if (shown.length !== STEPS.length) throw new Error("npm start did not print the steps that the README shows");
writeBlock("README.md", "transcript", shown.map((step) => step.split("\n\nTry next:")[0].trim()).join("\n\n"));
