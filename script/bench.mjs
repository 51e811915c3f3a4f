// `npm run bench`: the time from a price change to a simulated plan.
// `npm run bench:gas`: gas of each flow beside the same without guards.
// `npm run bench:start`: the start of a command.
// `npm run bench:assess`: how many accounts a second are judged.
// `npm run bench:plan`: profit of the plans beside a brute force and beside the usual rule.
//   --json   one JSON document    --write   also writes its table into docs/benchmarks.md (gas: and the figures into snapshots/)
import { forge, installDependencies, run, setUp } from "./setup.mjs";
import { writeBlock } from "./write-block.mjs";

const WRITES = process.argv.includes("--write");

const BENCHES = {
  async flows() {
    await setUp();
    const { flows } = await import("./bench/flows.ts");
    return flows();
  },
  async gas() {
    await setUp();
    // Fails if a figure is not the committed one, unless these are to be written.
    const env = { ...process.env, FORGE_SNAPSHOT_CHECK: String(!WRITES) };
    await run(forge(), ["test", "--match-path", "test/gas/*"], { env, hidden: true });
    const { gas } = await import("./bench/gas.ts");
    return gas();
  },
  async start() {
    const { start } = await import("./bench/start.ts");
    return start();
  },
  async assess() {
    const { assess } = await import("./bench/assess.ts");
    return assess();
  },
  async plan() {
    const { plan } = await import("./bench/plan.ts");
    return plan();
  },
};

const name = process.argv.slice(2).find((word) => !word.startsWith("--")) ?? "flows";
if (!Object.hasOwn(BENCHES, name))
  throw new Error(`there is no benchmark ${name}; use ${Object.keys(BENCHES).join(", ")}`);
await installDependencies();
const { register } = await import("tsx/esm/api");
register();
const { data, text, further = {} } = await BENCHES[name]();
console.log(process.argv.includes("--json") ? JSON.stringify(data) : text);
if (WRITES) {
  for (const [block, table] of Object.entries({ [name]: text, ...further }))
    writeBlock("docs/benchmarks.md", block, table);
}
