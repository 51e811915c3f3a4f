import { keccak256, parseAbi } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { SharedAddresses } from "../../part.ts";
import { ASSETS } from "../../shared/assets.ts";
import type { TokenSymbol } from "../../shared/token-symbols.ts";
import { approveUnlimited } from "../../shared/tokens.ts";
import type { UniswapPoolAddresses } from "../uniswap-v3/addresses.ts";
import { sqrtPriceX96 } from "../uniswap-v3/sqrt-price.ts";
import { liquidityAround } from "../uniswap-v4/liquidity.ts";
import type { PancakeAddresses } from "./addresses.ts";
import { PANCAKE_POOLS } from "./pools.ts";

const FACTORY = parseAbi([
  "function createPool(address tokenA, address tokenB, uint24 fee) returns (address)",
  "function getPool(address, address, uint24) view returns (address)",
]);
const POOL = parseAbi(["function initialize(uint160 sqrtPriceX96)"]);
const TRADER = parseAbi(["function mint(address pool, int24 tickLower, int24 tickUpper, uint128 amount)"]);

/** Deploys PancakeSwap V3 and its pools, whose liquidity is the whale's. */
export async function deployPancake(
  deployer: Deployer,
  { tokens, accounts: { whale } }: SharedAddresses,
): Promise<PancakeAddresses> {
  const poolCode = deployer.creationCode("PancakeV3Pool");
  const poolDeployer = await deployer.deploy("PancakePoolDeployer", [await deployer.deploy("CodeHolder", [poolCode])]);
  const factory = await deployer.deploy("PancakeV3Factory", [poolDeployer]);
  const trader = await deployer.deploy("PancakeTrader");
  for (const symbol of new Set(PANCAKE_POOLS.flatMap(({ tokenA, tokenB }) => [tokenA, tokenB]))) {
    await approveUnlimited(deployer, tokens[symbol], whale, trader);
  }

  const pools: UniswapPoolAddresses[] = [];
  for (const { tokenA, tokenB, fee, tickSpacing, bands } of PANCAKE_POOLS) {
    const sorted = BigInt(tokens[tokenA]) < BigInt(tokens[tokenB]);
    const [symbol0, symbol1] = sorted ? [tokenA, tokenB] : [tokenB, tokenA];
    const args = [tokens[tokenA], tokens[tokenB], fee] as const;
    await deployer.send({ from: whale, to: factory, abi: FACTORY, functionName: "createPool", args });
    const question = { address: factory, abi: FACTORY, functionName: "getPool", args } as const;
    const address = await deployer.client.readContract(question);
    const start = sqrtPriceX96(ASSETS[symbol0], ASSETS[symbol1]);
    await deployer.send({ from: whale, to: address, abi: POOL, functionName: "initialize", args: [start] });
    for (const { width, value } of bands) {
      const amounts = [unitsOf(symbol0, value), unitsOf(symbol1, value)] as const;
      const { tickLower, tickUpper, liquidityDelta } = liquidityAround(start, width, tickSpacing, amounts);
      const band = [address, tickLower, tickUpper, liquidityDelta] as const;
      await deployer.send({ from: whale, to: trader, abi: TRADER, functionName: "mint", args: band });
    }
    pools.push({ address, tokenA, tokenB, fee });
  }
  return { factory, poolDeployer, trader, poolInitCodeHash: keccak256(poolCode), pools };
}

/** Base units of a token that are worth so many USD. */
function unitsOf(symbol: TokenSymbol, dollars: number): number {
  const { price, decimals } = ASSETS[symbol];
  return (dollars * 10 ** (8 + decimals)) / Number(price);
}
