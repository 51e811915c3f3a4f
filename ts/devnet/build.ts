import { relative } from "node:path";
import { buildDevnet } from "./build-devnet.ts";
import { ROOT } from "./store/paths.ts";

// `npx tsx ts/devnet/build.ts [--force]`: makes sure that the cache holds the devnet of the present sources.
const { dir } = await buildDevnet({ force: process.argv.includes("--force") });
process.stdout.write(`devnet: ${relative(ROOT, dir)}\n`);
