// `npm run test:mutants`: breaks the contracts in one place after the other and asks whether the Solidity tests notice.
// `-- --only PATTERN` takes those whose file and words match it; `-- --list` prints them and runs nothing.
import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { MUTANTS } from "./mutants/all.mjs";
import { assertCarriersExist } from "./mutants/carriers.mjs";
import { copyTree, removeCopies } from "./mutants/copy.mjs";
import { assertPlaceable } from "./mutants/place.mjs";
import { Sandbox } from "./mutants/sandbox.mjs";
import { ROOT, setUp } from "./setup.mjs";

/** One compiles while another tests. */
const COPIES = availableParallelism();

const { values } = parseArgs({ options: { only: { type: "string" }, list: { type: "boolean" } } });
assertPlaceable(ROOT, MUTANTS);
assertCarriersExist(ROOT);
const pattern = new RegExp(values.only ?? "", "i");
const chosen = MUTANTS.filter((one) => pattern.test(nameOf(one)));
if (chosen.length === 0) throw new Error(`no mutant matches ${pattern}: see --list`);

if (values.list) {
  for (const one of chosen) console.log(`${nameOf(one)}${one.equivalent ? ` (equivalent: ${one.equivalent})` : ""}`);
  process.exit();
}

const sandboxes = [];
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, () => {
    close();
    process.exit(1);
  });
}
try {
  process.exitCode = await runAll();
} finally {
  close();
}

/** @returns {Promise<number>} Exit code: 1 if one survives that is not explained, or dies although it is. */
async function runAll() {
  const began = performance.now();
  await setUp({ quiet: true });
  const copies = Math.min(COPIES, chosen.length);
  const sound = new Map();
  for (let i = 0; i < copies; i += 1) sandboxes.push(new Sandbox(copyTree(ROOT, i), sound));
  const files = [...new Set(chosen.map(({ file }) => file))];
  await Promise.all(sandboxes.map((sandbox) => sandbox.compile(files)));
  await sandboxes[0].assertSound(files);

  const count = { killed: 0, SURVIVED: 0, equivalent: 0, WRONG: 0 };
  const queue = [...chosen];
  await Promise.all(
    sandboxes.map(async (sandbox) => {
      for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
        const killer = await sandbox.judge(mutant);
        const verdict = verdictOf(mutant, killer);
        count[verdict] += 1;
        console.log(`${verdict.padEnd(10)} ${nameOf(mutant)}${killer ? ` <- ${killer}` : ""}`);
      }
    }),
  );
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  const wrong = count.WRONG ? `, ${count.WRONG} wrongly explained` : "";
  const { killed, SURVIVED, equivalent } = count;
  console.log(`\n${killed} killed, ${SURVIVED} surviving, ${equivalent} equivalent${wrong} in ${minutes} minutes`);
  return SURVIVED + count.WRONG > 0 ? 1 : 0;
}

function verdictOf({ equivalent }, killer) {
  if (equivalent) return killer ? "WRONG" : "equivalent";
  return killer ? "killed" : "SURVIVED";
}

function nameOf({ file, breaks }) {
  return `${file}: ${breaks}`;
}

function close() {
  for (const sandbox of sandboxes) sandbox.close();
  removeCopies(ROOT);
}
