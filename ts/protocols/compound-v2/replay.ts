import type { ChainBook } from "../../core/chain-book.ts";
import { WAD } from "../../core/math/math.ts";
import { FieldError, type Fields } from "../../core/records/fields.ts";
import { lastAnswer, readsOf } from "../../core/records/reads.ts";
import type { NamedUnit } from "../decoder.ts";
import type { RecordedCall, Replay, ReplayedToken, ReplayedWorth, Replays } from "../replay.ts";
import { COMPOUND_V2_ADDRESSES } from "./addresses.ts";
import { callAt } from "./call.ts";
import { SUMS } from "./decoders.ts";
import { refusalOf } from "./errors.ts";
import { type RecordedPair, recordedPair } from "./recorded-call.ts";

/** Every release has tokens of 8 decimals. */
const CTOKEN_DECIMALS = 8;

/** `liquidateBorrow` worked out from the prices, balances and rates that it read. */
export const REPLAYS: Replays = { kinds: { seize: replay, "rejected-call": replay } };

function replay(call: RecordedCall, book: ChainBook | null): Replay {
  const pair = recordedPair(call);
  const { at } = pair;
  const repay = call.input.integer("repayAmount");
  const result = callAt(at, repay);
  if (!result.ok && result.error === "PriceError" && at.ratio === null) {
    throw new FieldError(
      "input lacks a price, an exchange rate or liquidationIncentive, and the call comes as far as to need it",
    );
  }
  const debt = underlyingOf(pair.debtToken, pair.debtSnapshot, book);
  const received = cTokenOf(pair.collateralToken, pair.collateralSnapshot);
  const read = movedBy(call, pair);
  // older tokens keep nothing for their reserves
  const isSplit = call.input.has("protocolSeizeShare");
  const most = { field: "maxRepay", label: "most by close factor", token: debt, read: null };
  const base = {
    debt,
    received,
    repaidField: "repayAmount",
    receivedField: isSplit ? "liquidatorSeizeTokens" : "seizeTokens",
    worth: worthOf(call, pair, book),
  };
  const isLimitKnown = pair.isDebtTold && call.input.has("closeFactor");
  const limits = isLimitKnown ? [{ ...most, planned: at.mostByCloseFactor }] : [];
  if (!result.ok) {
    return {
      ...base,
      refusal: { error: result.error, reason: refusalOf(result.error, result.numbers) },
      figures: limits,
    };
  }
  const { repaid, seized, toLiquidator, toReserves } = result.amounts;
  const split = [
    { field: "protocolSeizeTokens", label: "to the reserves", token: received, planned: toReserves, read: null },
    { field: "liquidatorSeizeTokens", label: "received", token: received, planned: toLiquidator, read: null },
  ];
  return {
    ...base,
    refusal: null,
    figures: [
      { field: "repayAmount", label: "repaid", token: debt, planned: repaid, read: read.repaid },
      { field: "seizeTokens", label: "seized", token: received, planned: seized, read: read.seized },
      ...(isSplit ? split : []),
      ...limits,
    ],
  };
}

/** What the call moved, as the comptroller was asked about it and the collateral's token was told. */
function movedBy({ input, reads }: RecordedCall, { debtToken, collateralToken }: RecordedPair) {
  const asked = { args: [debtToken ?? undefined, collateralToken ?? undefined] };
  const repaid = readsOf(reads, "liquidateCalculateSeizeTokens", asked).at(-1)?.args[2];
  const borrower = input.has("borrower") ? input.text("borrower") : undefined;
  const seizures = readsOf(reads, "seize", { to: collateralToken ?? undefined });
  const seized = seizures.find(({ args }) => args[1]?.toLowerCase() === borrower?.toLowerCase())?.args[2];
  return {
    repaid: repaid === undefined ? null : BigInt(repaid),
    // a token that is seized by itself is not called
    seized: seized === undefined ? lastAnswer(reads, "liquidateCalculateSeizeTokens", asked, 1) : BigInt(seized),
  };
}

/** What sums of an unknown comptroller are in. */
const UNKNOWN: NamedUnit = { symbol: "of the oracle's currency", decimals: 18 };

function worthOf({ reads }: RecordedCall, pair: RecordedPair, book: ChainBook | null): ReplayedWorth | null {
  const { at, debtPrice, collateralPrice } = pair;
  if (debtPrice === null || collateralPrice === null) return null;
  const markets = book === null ? [] : COMPOUND_V2_ADDRESSES.of(book);
  // the token that was called asks its comptroller
  const asked = readsOf(reads, "liquidateBorrowAllowed").at(-1)?.to.toLowerCase();
  const market = markets.find(({ comptroller }) => comptroller.toLowerCase() === asked);
  return {
    unit: market === undefined ? UNKNOWN : SUMS[market.oracleUnit],
    repaid: { numerator: debtPrice, denominator: WAD },
    received: { numerator: at.collateralBooks.exchangeRate * collateralPrice, denominator: WAD * WAD },
  };
}

const symbolOf = (cToken: string | null, snapshot: Fields | null): string | null =>
  snapshot?.has("symbol") ? snapshot.text("symbol") : cToken;

function cTokenOf(address: string | null, snapshot: Fields | null): ReplayedToken {
  return { symbol: symbolOf(address, snapshot) ?? "cTokens", decimals: CTOKEN_DECIMALS, address };
}

/** What a token lends. Nobody tells its decimals but the record, if it does, and the book of the chain's own coin. */
function underlyingOf(cToken: string | null, snapshot: Fields | null, book: ChainBook | null): ReplayedToken {
  const natives = book === null ? [] : COMPOUND_V2_ADDRESSES.of(book).map(({ native }) => native?.toLowerCase());
  if (cToken !== null && natives.includes(cToken.toLowerCase())) {
    return { symbol: "of the native token", decimals: 18, address: null };
  }
  const symbol = `of what ${symbolOf(cToken, snapshot) ?? "the debt's token"} lends`;
  if (!snapshot?.has("underlyingDecimals")) return { symbol, decimals: null, address: null };
  return {
    symbol: snapshot.has("underlyingSymbol") ? snapshot.text("underlyingSymbol") : symbol,
    decimals: Number(snapshot.integer("underlyingDecimals")),
    address: null,
  };
}
