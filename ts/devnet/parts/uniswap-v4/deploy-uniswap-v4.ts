import { parseAbi, parseEther, toHex } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { SharedAddresses } from "../../part.ts";
import { approveUnlimited } from "../../shared/tokens.ts";
import { sqrtPriceX96 } from "../uniswap-v3/sqrt-price.ts";
import type { Currency, UniswapV4Addresses, UniswapV4PoolAddresses } from "./addresses.ts";
import { liquidityAround } from "./liquidity.ts";
import { addressOf, assetOf, poolId, poolKey } from "./pool-key.ts";
import { UNISWAP_V4_POOLS } from "./pools.ts";

const MANAGER = parseAbi([
  "struct PoolKey { address currency0; address currency1; uint24 fee; int24 tickSpacing; address hooks; }",
  "function initialize(PoolKey key, uint160 sqrtPriceX96) returns (int24 tick)",
]);

const LIQUIDITY_ROUTER = parseAbi([
  "struct PoolKey { address currency0; address currency1; uint24 fee; int24 tickSpacing; address hooks; }",
  "struct ModifyLiquidityParams { int24 tickLower; int24 tickUpper; int256 liquidityDelta; bytes32 salt; }",
  "function modifyLiquidity(PoolKey key, ModifyLiquidityParams params, bytes hookData) payable returns (int256)",
]);

/** More than any band takes; the router gives the rest back. */
const ETHER_FOR_A_BAND = parseEther("10000");

/** Deploys the manager and its pools, whose liquidity is the whale's. */
export async function deployUniswapV4(
  deployer: Deployer,
  { tokens, accounts: { whale } }: SharedAddresses,
): Promise<UniswapV4Addresses> {
  const poolManager = await deployer.deploy("PoolManager", [deployer.account]);
  const stateView = await deployer.deploy("StateView", [poolManager]);
  const quoter = await deployer.deploy("V4Quoter", [poolManager]);
  const swapRouter = await deployer.deploy("PoolSwapTest", [poolManager]);
  const liquidityRouter = await deployer.deploy("PoolModifyLiquidityTest", [poolManager]);
  for (const currency of new Set(UNISWAP_V4_POOLS.flatMap(({ currencies }) => currencies))) {
    if (currency === "ETH") continue;
    await approveUnlimited(deployer, tokens[currency], whale, swapRouter);
    await approveUnlimited(deployer, tokens[currency], whale, liquidityRouter);
  }

  const pools: UniswapV4PoolAddresses[] = [];
  for (const { currencies, fee, tickSpacing, bands } of UNISWAP_V4_POOLS) {
    const [currency0, currency1] = sorted(tokens, currencies);
    const pool = { currency0, currency1, fee, tickSpacing };
    const key = poolKey(tokens, pool);
    const start = sqrtPriceX96(assetOf(currency0), assetOf(currency1));
    const manager = { from: whale, to: poolManager, abi: MANAGER } as const;
    await deployer.send({ ...manager, functionName: "initialize", args: [key, start] });
    for (const [at, { width, value }] of bands.entries()) {
      const amounts = [unitsOf(currency0, value), unitsOf(currency1, value)] as const;
      const salt = toHex(at, { size: 32 });
      const params = { ...liquidityAround(start, width, tickSpacing, amounts), salt };
      const call = {
        from: whale,
        to: liquidityRouter,
        abi: LIQUIDITY_ROUTER,
        functionName: "modifyLiquidity",
      } as const;
      const ether = currency0 === "ETH" ? { value: ETHER_FOR_A_BAND } : {};
      await deployer.send({ ...call, args: [key, params, "0x"], ...ether });
    }
    pools.push({ id: poolId(key), ...pool });
  }
  return { poolManager, stateView, quoter, swapRouter, pools };
}

/** As the manager wants them: by address. */
function sorted(tokens: SharedAddresses["tokens"], [a, b]: readonly [Currency, Currency]): [Currency, Currency] {
  return BigInt(addressOf(tokens, a)) < BigInt(addressOf(tokens, b)) ? [a, b] : [b, a];
}

/** Base units of a currency that are worth so many USD. */
function unitsOf(currency: Currency, dollars: number): number {
  const { price, decimals } = assetOf(currency);
  return (dollars * 10 ** (8 + decimals)) / Number(price);
}
