import { divNearest } from "../../core/math/div-nearest.ts";

/** One account of a liquidation, USD with 8 decimals. */
export interface Sum {
  readonly profitUsd: bigint;
  readonly tipUsd: bigint;
  readonly gasCostUsd: bigint;
  readonly netUsd: bigint;
}

const CENT = 1_000_000n;

/**
 * Profit less tip less gas is net, also in the cents that are shown: each is rounded half up, and gas takes the cent that
 * may be left over. Whole cents, USD with 8 decimals.
 */
export function addUp({
  profitUsd,
  tipUsd,
  gasCostUsd,
  netUsd,
}: Sum): Record<"profit" | "tip" | "gas" | "net", bigint> {
  const [profit, tip, net] = [profitUsd, tipUsd, netUsd].map((value) => divNearest(value, CENT) * CENT) as [
    bigint,
    bigint,
    bigint,
  ];
  const gas = profit - tip - net;
  // gas that costs less than half a cent costs something all the same
  return { profit, tip, net, gas: gas === 0n ? gasCostUsd : gas };
}
