import { WAD, wadDivDown, wadMulDown } from "../../core/math/math.ts";
import { type Books, exchangeRateOf } from "./accrue.ts";

export interface SeizeTerms {
  /** WAD. */
  readonly incentive: bigint;
  /** Scaled by 1e36, not zero. */
  readonly debtPrice: bigint;
  readonly collateralPrice: bigint;
  /** Of the collateral, WAD. */
  readonly exchangeRate: bigint;
}

/**
 * cTokens for a unit of what is repaid, WAD. It has few digits where the collateral is dear and the debt cheap.
 * Source: `Comptroller.liquidateCalculateSeizeTokens`, Compound since 2020, Venus.
 */
export function seizeRatio({ incentive, debtPrice, collateralPrice, exchangeRate }: SeizeTerms): bigint {
  return wadDivDown(wadMulDown(incentive, debtPrice), wadMulDown(collateralPrice, exchangeRate));
}

/** The most that can be repaid if no more than `cTokens` are to be seized for it. */
export function repayFor(cTokens: bigint, ratio: bigint): bigint | null {
  return ratio === 0n ? null : ((cTokens + 1n) * WAD - 1n) / ratio;
}

/** What a seizure leaves to whom, in cTokens, and the books after it. */
export interface Split {
  readonly toLiquidator: bigint;
  readonly toReserves: bigint;
  readonly books: Books;
}

/** The reserves' share of what is seized is burned. Source: `CToken.seizeInternal`, Compound since 2021; earlier the share is 0. */
export function splitSeized(seized: bigint, seizeShare: bigint, books: Books): Split {
  const toReserves = wadMulDown(seized, seizeShare);
  if (toReserves === 0n) return { toLiquidator: seized, toReserves, books };
  const reserves = books.reserves + wadMulDown(books.exchangeRate, toReserves);
  const left = { ...books, reserves, supply: books.supply - toReserves };
  return {
    toLiquidator: seized - toReserves,
    toReserves,
    books: { ...left, exchangeRate: exchangeRateOf(left) },
  };
}

/** Underlying for cTokens, and what the comptroller's treasury keeps of it. Source: `CToken.redeemFresh`, Compound, Venus. */
export function redeem(cTokens: bigint, exchangeRate: bigint, redeemFee: bigint): { gross: bigint; fee: bigint } {
  const gross = wadMulDown(exchangeRate, cTokens);
  return { gross, fee: wadMulDown(gross, redeemFee) };
}
