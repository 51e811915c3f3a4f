// Writes test/fork/chains.json, what the fork tests need to know of each chain, from ts/chains: addresses have one home.
// `--check` writes nothing and exits 1 when the file is not what it would write.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadChainBook } from "../ts/chains/registry.ts";
import { ROOT } from "../ts/core/root.ts";

/** Blocks at which every protocol below was live. */
const FORK_BLOCKS = { ethereum: 23_500_000, arbitrum: 380_000_000, base: 36_000_000 } as const;

/** Fee of the deepest WETH/USDC pool of these chains, hundredths of a basis point. */
const POOL_FEE = 500;

const inputs: Record<string, unknown> = {};
for (const [name, block] of Object.entries(FORK_BLOCKS) as [keyof typeof FORK_BLOCKS, number][]) {
  const { chainId, wrappedNative, aaveV3, morpho, uniswapV3, routeTokens } = await loadChainBook(name);
  const [weth, usdc] = routeTokens; // deepest first, on each of these chains
  const [main] = aaveV3;
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
