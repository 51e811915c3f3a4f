import { MAX_UINT256, WAD, wadMulDown } from "../../core/math/math.ts";

/** One asset of an account as the comptroller weighs it. */
export interface Weighed {
  /** WAD. */
  readonly collateralFactor: bigint;
  /** WAD. */
  readonly exchangeRate: bigint;
  /** Scaled by 1e36. */
  readonly price: bigint;
  readonly cTokens: bigint;
  readonly debt: bigint;
}

/** What an account may borrow against and what it owes, in the oracle's unit with 18 decimals. */
export interface Liquidity {
  readonly collateral: bigint;
  readonly borrowed: bigint;
}

export const NOTHING: Liquidity = { collateral: 0n, borrowed: 0n };

/** Every product is floored on the way. Source: `Comptroller.getHypotheticalAccountLiquidityInternal`, Compound since 2020, Venus. */
export function weigh({ collateralFactor, exchangeRate, price, cTokens, debt }: Weighed): Liquidity {
  const worth = wadMulDown(wadMulDown(collateralFactor, exchangeRate), price);
  return { collateral: wadMulDown(worth, cTokens), borrowed: wadMulDown(price, debt) };
}

export function sum(parts: readonly Liquidity[]): Liquidity {
  return parts.reduce((all, one) => {
    return { collateral: all.collateral + one.collateral, borrowed: all.borrowed + one.borrowed };
  }, NOTHING);
}

/** By how much an account owes more than it may; only then it can be liquidated. */
export function shortfallOf({ collateral, borrowed }: Liquidity): bigint {
  return borrowed > collateral ? borrowed - collateral : 0n;
}

/** WAD, floored; 2^256-1 without debt. Below one exactly where there is a shortfall. */
export function healthFactorOfLiquidity({ collateral, borrowed }: Liquidity): bigint {
  return borrowed === 0n ? MAX_UINT256 : (collateral * WAD) / borrowed;
}
