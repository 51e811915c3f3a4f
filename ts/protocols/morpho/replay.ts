import { FieldError, type Fields } from "../../core/records/fields.ts";
import { agreed, lastAnswer } from "../../core/records/reads.ts";
import type { RecordedCall, Replay, ReplayedRefusal, ReplayedToken, Replays } from "../replay.ts";
import { healthOf, ORACLE_PRICE_SCALE } from "./health.ts";
import {
  aftermathOf,
  amountsBySeized,
  amountsByShares,
  type LiquidationMarket,
  type MorphoAmounts,
} from "./liquidate.ts";
import { isHealthy } from "./reasons.ts";

/**
 * `liquidate` worked out from the accrued market and the price that it read, by what was to be seized or by the shares to be repaid.
 * An event alone has neither price nor totals.
 */
export const REPLAYS: Replays = {
  kinds: { liquidation: replay, "repaid-for-seized": replay, "liquidation-event": replay },
};

function replay({ input, reads }: RecordedCall): Replay {
  const market: LiquidationMarket = {
    borrow: { assets: input.integer("totalBorrowAssets"), shares: input.integer("totalBorrowShares") },
    price: agreed("price", input.integer("price"), lastAnswer(reads, "price")),
    lltv: input.integer("lltv"),
  };
  const tokens = { debt: tokenOf(input, "loan"), received: tokenOf(input, "collateral") };
  const base = {
    ...tokens,
    repaidField: "repaidAssets",
    receivedField: "seizedAssets",
    worth: {
      unit: { symbol: tokens.debt.symbol, decimals: tokens.debt.decimals ?? 0 },
      repaid: { numerator: 1n, denominator: 1n },
      received: { numerator: market.price, denominator: ORACLE_PRICE_SCALE },
    },
  };
  const amounts = amountsOf(input, market);
  const refusal = refusalOf(input, market, amounts);
  if (refusal !== null) return { ...base, refusal, figures: [] };
  const figures = [
    { field: "repaidAssets", label: "repaid", token: tokens.debt, planned: amounts.repaid, read: null },
    { field: "repaidShares", label: "shares burned", token: null, planned: amounts.repaidShares, read: null },
    { field: "seizedAssets", label: "seized", token: tokens.received, planned: amounts.seized, read: null },
  ];
  if (!input.has("collateral") || !input.has("borrowShares")) return { ...base, refusal, figures };
  const { badDebtAssets } = aftermathOf(heldBy(input), amounts, market.borrow);
  const lost = {
    field: "badDebtAssets",
    label: "lost by lenders",
    token: tokens.debt,
    planned: badDebtAssets,
    read: null,
  };
  return { ...base, refusal, figures: [...figures, lost] };
}

/** Exactly one of the two is told, as the call is told. */
function amountsOf(input: Fields, market: LiquidationMarket): MorphoAmounts {
  const shares = input.integer("repaidShares", 0n);
  if (shares > 0n && input.integer("seizedAssets", 0n) > 0n) {
    throw new FieldError("input has both seizedAssets and repaidShares, and a call one of them");
  }
  return shares > 0n ? amountsByShares(shares, market) : amountsBySeized(input.integer("seizedAssets"), market);
}

const heldBy = (input: Fields) => ({
  collateral: input.integer("collateral"),
  borrowShares: input.integer("borrowShares"),
});

/** Why Morpho refuses, as far as the record tells what the position held. */
function refusalOf(input: Fields, market: LiquidationMarket, amounts: MorphoAmounts): ReplayedRefusal | null {
  if (!input.has("collateral") || !input.has("borrowShares")) return null;
  const held = heldBy(input);
  const health = healthOf({ ...held, ...market });
  if (health.healthy) return { error: "position is healthy", reason: isHealthy(health) };
  if (amounts.seized <= held.collateral && amounts.repaidShares <= held.borrowShares) return null;
  const numbers = { ...held, seized: amounts.seized, repaidShares: amounts.repaidShares };
  const message = "more would be seized or repaid than the position holds";
  return { error: "Panic(0x11)", reason: { code: "amount-too-large", message, numbers } };
}

function tokenOf(input: Fields, name: "loan" | "collateral"): ReplayedToken {
  const [symbol, decimals] = [`${name}Symbol`, `${name}Decimals`];
  return {
    symbol: input.has(symbol) ? input.text(symbol) : `of the ${name} token`,
    decimals: input.has(decimals) ? Number(input.integer(decimals)) : null,
    address: null,
  };
}
