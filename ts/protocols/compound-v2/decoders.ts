import type { ChainBook } from "../../core/chain-book.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { marketUnitOf } from "../currency-of.ts";
import { type AnswerDecoder, CODE_UNIT, type MarketUnit, type NamedUnit } from "../decoder.ts";
import { COMPOUND_V2_ADDRESSES } from "./addresses.ts";
import { COMPTROLLER_ERRORS, TOKEN_ERRORS } from "./error-codes.ts";
import { redeem } from "./seize.ts";

/** Sums of a comptroller, by what its oracle counts in. */
export const SUMS = {
  usd: { symbol: "USD", decimals: 18 },
  native: { symbol: "of the native token", decimals: 18 },
} as const satisfies Readonly<Record<string, NamedUnit>>;

/** What `getAccountLiquidity` of a comptroller counts in. @throws as {@link marketUnitOf} */
export function sumUnit(book: ChainBook, market: string | null): MarketUnit {
  const markets = COMPOUND_V2_ADDRESSES.of(book).map(({ name, comptroller, oracleUnit }) => {
    return { name, address: comptroller, unit: SUMS[oracleUnit] };
  });
  return marketUnitOf({ title: "Compound V2", chain: book.name, markets, usual: SUMS.usd }, market);
}

const accountLiquidity: AnswerDecoder = {
  call: "getAccountLiquidity(address)",
  words: [
    { name: "error", bits: 256, unit: CODE_UNIT },
    { name: "liquidity", bits: 256, unit: "currency" },
    { name: "shortfall", bits: 256, unit: "currency" },
  ],
  currency: sumUnit,
  notes: ({ error, liquidity, shortfall }) => {
    if (error !== 0n) return [failed("the comptroller", error!, COMPTROLLER_ERRORS)];
    if (liquidity! > 0n && shortfall! > 0n) {
      const message = "an account has either liquidity or a shortfall, and here it has both: is it such an answer?";
      return [{ code: "inconsistent", message }];
    }
    return [
      shortfall! > 0n
        ? { code: "liquidatable", message: "the account has a shortfall: it can be liquidated" }
        : NO_SHORTFALL,
      STORED,
    ];
  },
};

const accountSnapshot: AnswerDecoder = {
  call: "getAccountSnapshot(address)",
  words: [
    { name: "error", bits: 256, unit: CODE_UNIT },
    // every release has tokens of 8 decimals
    { name: "cTokenBalance", bits: 256, unit: { symbol: "cTokens", decimals: 8 } },
    { name: "borrowBalance", bits: 256, unit: { symbol: "units of the underlying", decimals: 0 } },
    {
      name: "exchangeRate",
      bits: 256,
      unit: { symbol: "units of the underlying for a unit of cTokens", decimals: 18 },
    },
  ],
  notes: ({ error, cTokenBalance, exchangeRate }) => {
    if (error !== 0n) return [failed("the cToken", error!, TOKEN_ERRORS)];
    const { gross } = redeem(cTokenBalance!, exchangeRate!, 0n);
    const worth = { code: "redeemable", message: `the cTokens stand for ${gross} units of the underlying` };
    return [...(cTokenBalance! > 0n ? [worth] : []), STORED];
  },
};

/** The comptroller asks after a shortfall only where it has not given the debt's market up. */
const NO_SHORTFALL: Reason = {
  code: "healthy",
  message: "the account has no shortfall: only debts of markets that the comptroller has given up could be liquidated",
};

/** What both answers go by. */
const STORED: Reason = {
  code: "stored-interest",
  message: "interest since the last accrual is not in it; a liquidation counts that of its two markets first",
};

function failed(who: string, code: bigint, names: readonly string[]): Reason {
  const name = code < BigInt(names.length) ? names[Number(code)]! : "unknown";
  return { code: "error-code", message: `${who} answers with error ${code} (${name}): the other words say nothing` };
}

export const DECODERS: Readonly<Record<string, AnswerDecoder>> = {
  "account-liquidity": accountLiquidity,
  "account-snapshot": accountSnapshot,
};
