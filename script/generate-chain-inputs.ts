// Writes script/input/<chain id>.json, what script/Deploy.s.sol needs to know of each chain, from the address books:
// addresses have one home. `--check` writes nothing and exits 1 when a file is not what it would write.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CHAIN_NAMES } from "../ts/core/names/chain-names.ts";
import { PROTOCOL_NAMES } from "../ts/core/names/names.ts";
import { ROOT } from "../ts/core/root.ts";
import { allowedBy } from "../ts/flow/deploy/allowed-by.ts";
import { loadBook } from "../ts/flow/find/load-book.ts";
import { contractsOf } from "../ts/protocols/contracts-of.ts";
import { deploymentsOf } from "../ts/simulators/deployments-of.ts";

const FOLDER = join(ROOT, "script", "input");
const check = process.argv.includes("--check");
let stale = 0;

await mkdir(FOLDER, { recursive: true });
for (const name of CHAIN_NAMES) {
  if (name === "devnet") continue;
  const book = await loadBook(name);
  const { chainId, wrappedNative } = book;
  const leaves = contractsOf(PROTOCOL_NAMES).map((contract) => [contract, allowedBy(contract, book)]);
  const input = {
    chain: name,
    chainId,
    wrappedNative,
    deployments: deploymentsOf(book),
    ...Object.fromEntries(leaves),
  };
  const text = `${JSON.stringify(input, null, 2)}\n`;
  const file = join(FOLDER, `${chainId}.json`);
  if ((await readFile(file, "utf8").catch(() => "")) === text) continue;
  stale += 1;
  if (check) console.error(`script/input/${chainId}.json is stale: run npm run generate`);
  else await writeFile(file, text);
}
process.exit(check && stale > 0 ? 1 : 0);
