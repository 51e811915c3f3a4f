// `npm run check`: format, lint, types, and whether what is generated is what is committed. Runs all, then fails if any did.
import { buildContracts, forge, installDependencies, run } from "./setup.mjs";

const node = process.execPath;
const CHECKS = [
  ["the lockfile is complete", node, ["script/lockfile.mjs", "--check"]],
  ["TypeScript: format and lint", node, ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."]],
  ["TypeScript: types", node, ["node_modules/typescript/bin/tsc", "--noEmit"]],
  ["Solidity: format", forge(), ["fmt", "--check"]],
  [
    "Solidity: lint",
    node,
    ["node_modules/solhint/solhint.js", "--max-warnings", "0", "contracts/**/*.sol", "script/**/*.sol"],
  ],
  ["mutants: each has its place", node, ["script/mutants.mjs", "--list"]],
  ["generated: ABIs", node, ["script/generate-abis.mjs", "--check"]],
  ["generated: chain inputs", node, ["--import", "tsx", "script/generate-chain-inputs.ts", "--check"]],
  ["generated: fork inputs", node, ["--import", "tsx", "script/generate-fork-inputs.ts", "--check"]],
];

await installDependencies();
await buildContracts([], true);
let failed = 0;
for (const [name, command, args] of CHECKS) {
  const ok = await run(command, args, { hidden: true }).then(
    () => true,
    () => false,
  );
  console.log(`${ok ? "ok    " : "FAILED"} ${name}`);
  if (!ok) failed += 1;
}
process.exit(failed > 0 ? 1 : 0);
