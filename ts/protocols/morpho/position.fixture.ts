import { WAD } from "../../core/math/math.ts";
import type { AssessOptions, Read } from "../protocol.ts";
import type { Target } from "../target.ts";
import { ORACLE_PRICE_SCALE } from "./health.ts";
import { marketIdOf } from "./market-id.ts";
import { positionTarget } from "./position-target.ts";
import type { MorphoMarket, MorphoPosition } from "./state.ts";

export const TIME = 1_767_225_600n;

const address = (digit: number) => `0x${String(digit).repeat(40)}` as `0x${string}`;
const params = {
  loanToken: address(1),
  collateralToken: address(2),
  oracle: address(3),
  irm: address(4),
  lltv: (86n * WAD) / 100n,
};

/** USDC per ETH: 6 decimals against 18. */
export const priceOf = (dollars: bigint): bigint => (dollars * 10n ** 6n * ORACLE_PRICE_SCALE) / 10n ** 18n;

/** ETH against USDC at 2600 USD and 86 %; a million is lent out of two, a share is a millionth of a unit. */
export function marketWith(changes: Partial<MorphoMarket> = {}): MorphoMarket {
  return {
    morpho: address(9),
    id: marketIdOf(params),
    params,
    loan: { address: params.loanToken, symbol: "USDC", decimals: 6 },
    collateral: { address: params.collateralToken, symbol: "WETH", decimals: 18 },
    totalSupplyAssets: 2_000_000n * 10n ** 6n,
    totalSupplyShares: 2_000_000n * 10n ** 12n,
    totalBorrowAssets: 1_000_000n * 10n ** 6n,
    totalBorrowShares: 1_000_000n * 10n ** 12n,
    lastUpdate: TIME,
    fee: 0n,
    price: priceOf(2_600n),
    borrowRate: 0n,
    ...changes,
  };
}

/** 10 ETH against 24000 USDC: health factor 0.9316. */
export const positionWith = (changes: Partial<MorphoPosition> = {}): MorphoPosition => ({
  borrowShares: 24_000n * 10n ** 12n,
  collateral: 10n * 10n ** 18n,
  preLiquidations: [],
  ...changes,
});

export const TARGET: Target = positionTarget(address(9), marketIdOf(params), address(8));

export const readOf = <State>(state: State): Read<State> => ({ ok: true, blockNumber: 1n, timestamp: TIME, state });

export const OPTIONS: AssessOptions = {
  horizonSeconds: 0n,
  realizeBadDebt: true,
  usdPrices: new Map([[params.loanToken, 10n ** 8n]]),
};
