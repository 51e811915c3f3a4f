// `npm run bench`: gas of each flow and the time from a price change to a simulated plan.
//   --json   one JSON document    --write   also writes docs/benchmarks.md
import { forge, run, setUp } from "./setup.mjs";

await setUp();
const { register } = await import("tsx/esm/api");
register();
const { bench } = await import("./bench.ts");
await bench(process.argv.slice(2), (args, env) =>
  run(forge(), args, { env: { ...process.env, ...env }, hidden: true }),
);
