import type { Token } from "../../core/tokens/token.ts";
import type { OutcomeFigures } from "../../ledger/outcome-row.ts";
import { toUsdDown, weiToUsd } from "../plan/usd.ts";
import type { OnChainOutcome } from "../simulate/simulation.ts";

/** What turns token units and wei into USD. Prices are USD with 8 decimals. */
export interface Valued {
  readonly debt: Token;
  readonly debtPriceUsd: bigint;
  readonly gasUsed: bigint;
  readonly gasCostWei: bigint | null;
  /** Null when unknown. */
  readonly nativePriceUsd: bigint | null;
}

/** What an outcome amounts to. Pure. */
export function figuresOf(
  { repaid, seized, profit, tip }: OnChainOutcome,
  { debt, debtPriceUsd, gasUsed, gasCostWei, nativePriceUsd }: Valued,
): OutcomeFigures {
  const gasUsd = weiToUsd(gasCostWei, nativePriceUsd);
  const earned = toUsdDown(profit - tip, debt, debtPriceUsd);
  const netProfitUsd = gasUsd === null ? null : earned - gasUsd;
  return { repaid, seized, profit, netProfitUsd, tip, gasUsed, gasCostWei };
}
