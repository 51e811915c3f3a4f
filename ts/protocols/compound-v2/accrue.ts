import { WAD, wadMulDown } from "../../core/math/math.ts";
import type { CompoundToken } from "./state.ts";

/** A token's books at one block. */
export interface Books {
  readonly cash: bigint;
  readonly borrows: bigint;
  readonly reserves: bigint;
  /** cTokens. */
  readonly supply: bigint;
  /** Of debts. */
  readonly index: bigint;
  /** Underlying for a cToken, WAD. */
  readonly exchangeRate: bigint;
}

/** Above it a token refuses to accrue, and with that everything else: 0.0005 % a block. */
const HIGHEST_RATE = 5n * 10n ** 12n;

/** The books as they are stored. */
export function storedBooks(token: CompoundToken): Books {
  const { cash, totalBorrows: borrows, totalReserves: reserves, totalSupply: supply, borrowIndex: index } = token;
  return { cash, borrows, reserves, supply, index, exchangeRate: token.exchangeRate };
}

/**
 * The books as `accrueInterest` stores them at a block. Simple interest from one accrual to the next.
 * @param block not before the token's last accrual
 * @returns null where the token would refuse
 * Source: `CToken.accrueInterest`, `exchangeRateStoredInternal`; the same in every release.
 */
export function accrue(token: CompoundToken, block: bigint): Books | null {
  const stored = storedBooks(token);
  const blocks = block - token.accrualBlock;
  if (blocks === 0n) return stored;
  if (token.borrowRate === null || token.borrowRate > HIGHEST_RATE) return null;
  const factor = token.borrowRate * blocks;
  const interest = wadMulDown(factor, stored.borrows);
  const borrows = stored.borrows + interest;
  const reserves = stored.reserves + wadMulDown(token.reserveFactor, interest);
  const index = stored.index + wadMulDown(factor, stored.index);
  return { ...stored, borrows, reserves, index, exchangeRate: exchangeRateOf({ ...stored, borrows, reserves }) };
}

/** Underlying for a cToken, WAD; without any cTokens the rate stays what it is. */
export function exchangeRateOf({ cash, borrows, reserves, supply, exchangeRate }: Omit<Books, "index">): bigint {
  return supply === 0n ? exchangeRate : ((cash + borrows - reserves) * WAD) / supply;
}
