import { type Address, keccak256, parseAbi, parseEther, zeroAddress } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { SharedAddresses } from "../../part.ts";
import { ASSETS } from "../../shared/assets.ts";
import { dollarsToUnits } from "../../shared/dollars-to-units.ts";
import { TOKEN_SYMBOLS } from "../../shared/token-symbols.ts";
import { approveUnlimited, giveEther, giveToken } from "../../shared/tokens.ts";
import type { UniswapAddresses, UniswapPoolAddresses } from "./addresses.ts";
import { POOLS, type PoolPlan } from "./pools.ts";
import { sqrtPriceX96 } from "./sqrt-price.ts";

const FACTORY = parseAbi([
  "function enableFeeAmount(uint24 fee, int24 tickSpacing)",
  "function feeAmountTickSpacing(uint24 fee) view returns (int24)",
  "function getPool(address, address, uint24) view returns (address)",
]);

const POSITION_MANAGER = parseAbi([
  "function createAndInitializePoolIfNecessary(address token0, address token1, uint24 fee, uint160 sqrtPriceX96) payable returns (address)",
  "struct Mint { address token0; address token1; uint24 fee; int24 tickLower; int24 tickUpper; uint256 amount0Desired; uint256 amount1Desired; uint256 amount0Min; uint256 amount1Min; address recipient; uint256 deadline; }",
  "function mint(Mint params) payable returns (uint256, uint128, uint256, uint256)",
]);

const POOL = parseAbi([
  "function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)",
]);

/** The fee of pegged pairs, which the factory's constructor does not know; enabled on the real chains by vote. */
const LOWEST_FEE = 100;

/** Largest tick of Uniswap V3. */
const MAX_TICK = 887_272;

/** What the whale holds of each token, in USD beside WETH. Enough to move every pool many times. */
const WHALE_ETHER = "2000000";
const WHALE_WETH = parseEther("1000000");
const WHALE_DOLLARS = 3_000_000_000n;

const FOREVER = 2n ** 256n - 1n;

/** Deploys Uniswap V3 and its pools. The whale provides the liquidity and can trade on the router. */
export async function deployUniswap(
  deployer: Deployer,
  tokens: SharedAddresses["tokens"],
  whale: Address,
): Promise<UniswapAddresses> {
  const factory = await deployer.deploy("UniswapV3Factory");
  const swapRouter = await deployer.deploy("SwapRouter", [factory, tokens.WETH]);
  const quoterV2 = await deployer.deploy("QuoterV2", [factory, tokens.WETH]);
  const positionManager = await deployer.deploy("NonfungiblePositionManager", [factory, tokens.WETH, zeroAddress]);
  const lowestFee = { from: deployer.account, to: factory, abi: FACTORY, functionName: "enableFeeAmount" } as const;
  await deployer.send({ ...lowestFee, args: [LOWEST_FEE, 1] });

  await giveEther(deployer, whale, WHALE_ETHER);
  for (const symbol of TOKEN_SYMBOLS) {
    const amount = symbol === "WETH" ? WHALE_WETH : dollarsToUnits(symbol, WHALE_DOLLARS);
    await giveToken(deployer, symbol, tokens[symbol], whale, amount);
    await approveUnlimited(deployer, tokens[symbol], whale, positionManager);
    await approveUnlimited(deployer, tokens[symbol], whale, swapRouter);
  }

  const pools: UniswapPoolAddresses[] = [];
  for (const plan of POOLS) pools.push(await createPool(deployer, { factory, positionManager, tokens, whale }, plan));
  const poolInitCodeHash = keccak256(deployer.creationCode("UniswapV3Pool"));
  return { factory, swapRouter, quoterV2, positionManager, poolInitCodeHash, pools };
}

interface PoolContext {
  factory: Address;
  positionManager: Address;
  tokens: SharedAddresses["tokens"];
  whale: Address;
}

async function createPool(deployer: Deployer, context: PoolContext, plan: PoolPlan): Promise<UniswapPoolAddresses> {
  const { factory, positionManager, tokens, whale } = context;
  const { tokenA, tokenB, fee } = plan;
  const sorted = BigInt(tokens[tokenA]) < BigInt(tokens[tokenB]);
  const [symbol0, symbol1] = sorted ? [tokenA, tokenB] : [tokenB, tokenA];
  const manager = { from: whale, to: positionManager, abi: POSITION_MANAGER } as const;
  const start = sqrtPriceX96(ASSETS[symbol0], ASSETS[symbol1]);
  await deployer.send({
    ...manager,
    functionName: "createAndInitializePoolIfNecessary",
    args: [tokens[symbol0], tokens[symbol1], fee, start],
  });
  const { client } = deployer;
  const pair = [tokens[symbol0], tokens[symbol1], fee] as const;
  const address = await client.readContract({ address: factory, abi: FACTORY, functionName: "getPool", args: pair });
  const [, tick] = await client.readContract({ address, abi: POOL, functionName: "slot0" });
  const spacing = await client.readContract({
    address: factory,
    abi: FACTORY,
    functionName: "feeAmountTickSpacing",
    args: [fee],
  });

  for (const { width, value } of plan.bands) {
    const [tickLower, tickUpper] = bandTicks(tick, width, spacing);
    const params = {
      token0: tokens[symbol0],
      token1: tokens[symbol1],
      fee,
      tickLower,
      tickUpper,
      amount0Desired: dollarsToUnits(symbol0, value),
      amount1Desired: dollarsToUnits(symbol1, value),
      amount0Min: 0n,
      amount1Min: 0n,
      recipient: whale,
      deadline: FOREVER,
    };
    await deployer.send({ ...manager, functionName: "mint", args: [params] });
  }
  return { address, tokenA, tokenB, fee };
}

/** Multiples of the spacing, at least one to either side of the present tick. */
function bandTicks(tick: number, width: number | null, spacing: number): [number, number] {
  if (width === null) {
    const outermost = Math.floor(MAX_TICK / spacing) * spacing;
    return [-outermost, outermost];
  }
  return [Math.floor((tick - width) / spacing) * spacing, Math.ceil((tick + width) / spacing) * spacing];
}
