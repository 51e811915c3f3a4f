// Writes test/fork/chains.json, what the fork tests need to know of each chain, from the address books: addresses have
// one home. `--check` writes nothing and exits 1 when the file is not what it would write.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../ts/core/root.ts";
import { loadBook } from "../ts/flow/find/load-book.ts";
import { AAVE_V3_ADDRESSES } from "../ts/protocols/aave-v3/addresses.ts";
import { MORPHO_ADDRESSES } from "../ts/protocols/morpho/addresses.ts";
import { UNISWAP_V3_ADDRESSES } from "../ts/venues/uniswap-v3/addresses.ts";

/** Blocks at which every protocol below was live. */
const FORK_BLOCKS = { ethereum: 23_500_000, arbitrum: 380_000_000, base: 36_000_000 } as const;

/** Fee of the deepest WETH/USDC pool of these chains, hundredths of a basis point. */
const POOL_FEE = 500;

const inputs: Record<string, unknown> = {};
for (const [name, block] of Object.entries(FORK_BLOCKS) as [keyof typeof FORK_BLOCKS, number][]) {
  const book = await loadBook(name);
  const { chainId, wrappedNative, routeTokens } = book;
  const [weth, usdc] = routeTokens; // deepest first, on each of these chains
  const [main] = AAVE_V3_ADDRESSES.of(book);
  const morpho = MORPHO_ADDRESSES.of(book);
  const uniswapV3 = UNISWAP_V3_ADDRESSES.of(book);
  if (!main || !morpho || !uniswapV3 || !usdc || weth !== wrappedNative) throw new Error(`the book of ${name} changed`);
  inputs[name] = {
    chainId,
    block,
    weth,
    usdc,
    aaveV3Pool: main.pool,
    morpho: morpho.morpho,
    uniswapV3: { factory: uniswapV3.factory, poolInitCodeHash: uniswapV3.poolInitCodeHash, fee: POOL_FEE },
  };
}

const file = join(ROOT, "test", "fork", "chains.json");
const text = `${JSON.stringify(inputs, null, 2)}\n`;
const isCurrent = (await readFile(file, "utf8").catch(() => "")) === text;
if (!process.argv.includes("--check")) {
  if (!isCurrent) await writeFile(file, text);
} else if (!isCurrent) {
  console.error("test/fork/chains.json is stale: run node --import tsx script/generate-fork-inputs.ts");
  process.exit(1);
}
