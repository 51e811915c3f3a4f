import type { Action, SeizeQuote } from "../action.ts";
import { type Books, exchangeRateOf } from "./accrue.ts";
import type { CompoundDetail } from "./action.ts";
import { callAt, type PairAtBlock, pairAt } from "./call.ts";
import { splitSeized } from "./seize.ts";
import type { CompoundHolding, CompoundMarket, CompoundPosition, CompoundState, CompoundToken } from "./state.ts";

/**
 * The states right after a call in the market's own block that repays what the quote says. Of the two markets' interest the rates of
 * before are kept, which only what comes later depends on.
 * @returns null where that call would be refused
 */
export function after(
  market: CompoundMarket,
  position: CompoundPosition,
  action: Action,
  { repaid }: Pick<SeizeQuote, "repaid">,
): CompoundState | null {
  const { collateralId, debtId, inKind } = action.detail as CompoundDetail;
  const [collateral, debt] = [collateralId, debtId].map((id) => market.tokens.find((token) => token.id === id));
  if (!collateral || !debt) return null;
  const at = pairAt({ market, position }, { debt, collateral }, market.block);
  if (typeof at === "string") return null;
  const result = callAt(at, repaid);
  if (!result.ok) return null;
  const { seized, redeemed } = result.amounts;
  const books = booksAfter(at, { repaid, seized, redeemed: inKind ? null : redeemed });
  const tokens = market.tokens.map((token) => {
    const found = books.get(token.id);
    return found === undefined ? token : withBooks(token, found, market.block);
  });
  const holdings = position.holdings.map((holding) => holdingAfter(holding, at, { repaid, seized }));
  return { market: { ...market, tokens }, position: { ...position, holdings } };
}

/** By the ids of the pair. @param redeemed null: the cTokens are kept */
function booksAfter(
  { debt, collateral, debtBooks, collateralBooks }: PairAtBlock,
  { repaid, seized, redeemed }: { readonly repaid: bigint; readonly seized: bigint; readonly redeemed: bigint | null },
): Map<number, Books> {
  const paid = { ...debtBooks, cash: debtBooks.cash + repaid, borrows: debtBooks.borrows - repaid };
  const before = debt.id === collateral.id ? paid : collateralBooks;
  const { toLiquidator, books } = splitSeized(seized, collateral.seizeShare, before);
  const left =
    redeemed === null ? books : { ...books, cash: books.cash - redeemed, supply: books.supply - toLiquidator };
  return new Map([
    [debt.id, paid],
    [collateral.id, left],
  ]);
}

function withBooks(token: CompoundToken, books: Books, block: bigint): CompoundToken {
  return {
    ...token,
    cash: books.cash,
    totalBorrows: books.borrows,
    totalReserves: books.reserves,
    totalSupply: books.supply,
    borrowIndex: books.index,
    accrualBlock: block,
    exchangeRate: exchangeRateOf(books),
  };
}

function holdingAfter(
  holding: CompoundHolding,
  { debt, collateral, debtBooks, owed }: PairAtBlock,
  { repaid, seized }: { readonly repaid: bigint; readonly seized: bigint },
): CompoundHolding {
  const left = owed - repaid;
  const debts = left === 0n ? [] : [{ debt: left, index: debtBooks.index }];
  return {
    ...holding,
    ...(holding.id === debt.id && { debts }),
    ...(holding.id === collateral.id && { cTokens: holding.cTokens - seized }),
  };
}
