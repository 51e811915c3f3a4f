import { wadMulDown } from "../../core/math/math.ts";
import { accrue, type Books, exchangeRateOf, storedBooks } from "./accrue.ts";
import { debtAt } from "./debt.ts";
import type { CompoundError } from "./errors.ts";
import { type Liquidity, shortfallOf, sum, weigh } from "./liquidity.ts";
import { redeem, seizeRatio, splitSeized } from "./seize.ts";
import type { CompoundHolding, CompoundMarket, CompoundState, CompoundToken } from "./state.ts";

/** A debt and a collateral of one account. */
export interface CompoundPair {
  readonly debt: CompoundToken;
  readonly collateral: CompoundToken;
}

/** What one liquidation moves. */
export interface CompoundAmounts {
  readonly repaid: bigint;
  /** cTokens: taken from the borrower, what of them reaches the liquidator, and the reserves. */
  readonly seized: bigint;
  readonly toLiquidator: bigint;
  readonly toReserves: bigint;
  /** Underlying for the liquidator's cTokens before and after what the treasury keeps. */
  readonly redeemed: bigint;
  readonly received: bigint;
  /** At which they are redeemed, WAD. */
  readonly exchangeRate: bigint;
}

export type CompoundResult =
  | { readonly ok: true; readonly amounts: CompoundAmounts; readonly redeemable: boolean; readonly cash: bigint }
  | { readonly ok: false; readonly error: CompoundError; readonly numbers: Readonly<Record<string, bigint>> };

/** A pair as a call sees it at a block: of all markets only these two count their interest. */
export interface PairAtBlock extends CompoundPair {
  readonly market: CompoundMarket;
  readonly debtBooks: Books;
  readonly collateralBooks: Books;
  /** Debt units that are owed. */
  readonly owed: bigint;
  /** cTokens that the borrower has. */
  readonly held: bigint;
  /** cTokens per unit repaid, WAD; null where a price is missing. */
  readonly ratio: bigint | null;
  /** Most debt units that one call may repay by the close factor. */
  readonly mostByCloseFactor: bigint;
  /** As the comptroller weighs the account while `repay` is paid; null where a price is missing. */
  liquidityWith(repay: bigint): Liquidity | null;
}

/**
 * The pair at a block, or why no call comes that far. Source: `CToken.liquidateBorrowInternal` and `Comptroller.liquidateBorrowAllowed`,
 * Compound V2 and Venus.
 */
export function pairAt(
  { market, position }: CompoundState,
  pair: CompoundPair,
  block: bigint,
): PairAtBlock | CompoundError {
  const debtBooks = accrue(pair.debt, block);
  const collateralBooks = accrue(pair.collateral, block);
  if (debtBooks === null || collateralBooks === null) return "InterestUnavailable";
  if (market.closeFactor === null || market.incentive === null) return "TermsUnknown";
  const { holdings } = position;
  const holdingOf = (id: number) => holdings.find((holding) => holding.id === id);
  const owed = debtAt(holdingOf(pair.debt.id) ?? NO_HOLDING, debtBooks.index);
  const [debtPrice, collateralPrice] = [pair.debt.price ?? 0n, pair.collateral.price ?? 0n];
  const ratio =
    debtPrice === 0n || collateralPrice === 0n
      ? null
      : seizeRatio({
          incentive: market.incentive,
          debtPrice,
          collateralPrice,
          exchangeRate: collateralBooks.exchangeRate,
        });
  const booksOf = (token: CompoundToken): Books =>
    token.id === pair.debt.id ? debtBooks : token.id === pair.collateral.id ? collateralBooks : storedBooks(token);
  return {
    ...pair,
    market,
    debtBooks,
    collateralBooks,
    owed,
    held: holdingOf(pair.collateral.id)?.cTokens ?? 0n,
    ratio,
    mostByCloseFactor: pair.debt.isDeprecated ? owed : wadMulDown(market.closeFactor, owed),
    liquidityWith: liquidityOf({ market, position }, pair, booksOf),
  };
}

const NO_HOLDING: Pick<CompoundHolding, "debts"> = { debts: [] };

function liquidityOf(
  { market, position }: CompoundState,
  { debt }: CompoundPair,
  booksOf: (token: CompoundToken) => Books,
): PairAtBlock["liquidityWith"] {
  const entered = position.holdings.filter((holding) => holding.entered);
  const weighOne = (holding: CompoundHolding, paid: bigint): Liquidity | null => {
    const token = market.tokens.find(({ id }) => id === holding.id);
    if (token === undefined || !token.price) return null;
    const books = booksOf(token);
    const exchangeRate = paid === 0n ? books.exchangeRate : exchangeRateOf({ ...books, cash: books.cash + paid });
    const { collateralFactor, price } = token;
    return weigh({
      collateralFactor,
      exchangeRate,
      price,
      cTokens: holding.cTokens,
      debt: debtAt(holding, books.index),
    });
  };
  // Ether has arrived when the comptroller looks, and nobody has taken it off the debts yet: it makes the borrower's own dearer.
  const isInflated = (holding: CompoundHolding) => debt.isNative && holding.id === debt.id && holding.cTokens > 0n;
  const others = entered.filter((holding) => !isInflated(holding)).map((holding) => weighOne(holding, 0n));
  const own = entered.filter(isInflated);
  if (others.includes(null)) return () => null;
  const fixed = sum([...(others as Liquidity[]), { collateral: 0n, borrowed: position.dollars }]);
  return (repay) => {
    const inflated = own.map((holding) => weighOne(holding, repay));
    return inflated.includes(null) ? null : sum([fixed, ...(inflated as Liquidity[])]);
  };
}

/** What repaying `repay` does, refusals in the order in which the contracts find them. What can only be kept is not refused. */
export function callAt(at: PairAtBlock, repay: bigint): CompoundResult {
  const { market, debt, collateral, owed, held, ratio } = at;
  const refused = (error: CompoundError, numbers: Readonly<Record<string, bigint>> = {}) =>
    ({ ok: false, error, numbers }) as const;
  if (market.isPaused) return refused("ProtocolPaused");
  if (debt.paused.liquidate) return refused("LiquidatePaused");
  if (market.soleLiquidator !== null) return refused("NotTheLiquidator");
  if (!debt.isListed || !collateral.isListed) return refused("MarketNotListed");
  if (!debt.isDeprecated) {
    const liquidity = at.liquidityWith(repay);
    if (liquidity === null) return refused("PriceError");
    if (shortfallOf(liquidity) === 0n) return refused("InsufficientShortfall", { ...liquidity });
  }
  if (repay > at.mostByCloseFactor) return refused("TooMuchRepay", { repay, most: at.mostByCloseFactor, owed });
  if (repay === 0n) return refused("InvalidAmount");
  if (debt.paused.repay) return refused("RepayPaused");
  if (repay > at.debtBooks.borrows) return refused("BooksTooSmall", { repay, owedByAll: at.debtBooks.borrows });
  if (ratio === null) return refused("PriceError");
  const seized = wadMulDown(ratio, repay);
  if (seized > held) return refused("SeizeTooMuch", { seized, held });
  if (debt.notItself && debt.id === collateral.id) return refused("SameMarket");
  if (collateral.paused.seize || market.isSeizePaused) return refused("SeizePaused");
  return settled(at, repay, seized);
}

function settled(
  { market, debt, collateral, collateralBooks }: PairAtBlock,
  repaid: bigint,
  seized: bigint,
): CompoundResult {
  const isSame = debt.id === collateral.id;
  const before = isSame
    ? { ...collateralBooks, cash: collateralBooks.cash + repaid, borrows: collateralBooks.borrows - repaid }
    : collateralBooks;
  const { toLiquidator, toReserves, books } = splitSeized(seized, collateral.seizeShare, before);
  const { gross, fee } = redeem(toLiquidator, books.exchangeRate, market.redeemFee);
  return {
    ok: true,
    cash: books.cash,
    redeemable: !collateral.paused.redeem && gross <= books.cash,
    amounts: {
      repaid,
      seized,
      toLiquidator,
      toReserves,
      redeemed: gross,
      received: gross - fee,
      exchangeRate: books.exchangeRate,
    },
  };
}
