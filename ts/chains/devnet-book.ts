import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { getAddress } from "viem";
import { z } from "zod";
import type { ChainBook } from "../core/chain-book.ts";
import { parseJson } from "../core/data/parse-json.ts";
import { DevnetError } from "../core/errors/errors.ts";
import { ROOT } from "../core/root.ts";
import { uniswapV3 } from "./books/parts.ts";

/** Where the local chain, when it is built, says what it consists of. */
export const DEVNET_FILE = join(ROOT, ".cache", "devnet", "devnet.json");

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text) => getAddress(text));
const market = z.object({ pool: address, provider: address });
const schema = z.object({
  addresses: z.object({
    tokens: z.object({ WETH: address, USDC: address, USDT: address, DAI: address, WBTC: address }),
    aave: z.object({ main: market, l2: market }),
    uniswap: z.object({ factory: address }),
    morpho: z.object({ morpho: address }),
  }),
});

/**
 * The book of the local chain, as it was built last.
 * @throws DevnetError when it was never built or the file is not what a build writes.
 */
export async function readDevnetBook(file = DEVNET_FILE): Promise<Omit<ChainBook, "liquidators">> {
  const hint = "start it with npx fliq devnet";
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new DevnetError("the local chain was never built here, so its addresses are not known", { cause, hint });
  });
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) {
    const where = parsed.error.issues[0]!.path.join(".");
    throw new DevnetError(`the local chain's address file is damaged${where ? ` (${where})` : ""}`, {
      hint: "remove the folder .cache/devnet and start it with npx fliq devnet",
    });
  }
  const { tokens, aave, uniswap, morpho } = parsed.data.addresses;
  return {
    chainId: 31337,
    name: "devnet",
    wrappedNative: tokens.WETH,
    aaveV3: [
      { name: "main", pool: aave.main.pool, addressesProvider: aave.main.provider, fromBlock: 0n },
      { name: "l2", pool: aave.l2.pool, addressesProvider: aave.l2.provider, fromBlock: 0n },
    ],
    morpho: { morpho: morpho.morpho, fromBlock: 0n },
    uniswapV3: uniswapV3(uniswap.factory),
    routeTokens: [tokens.WETH, tokens.USDC, tokens.USDT, tokens.DAI, tokens.WBTC],
  };
}
