// `npm start`: sets everything up, then shows one liquidation from end to end on the local chain.
import { ROOT, setUp } from "./setup.mjs";

process.chdir(ROOT);
try {
  await setUp({ contracts: ["contracts", "script"] });
  const { register } = await import("tsx/esm/api");
  register();
  const { demo } = await import("../ts/cli/demo.ts");
  process.exitCode = await demo(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 1;
}
