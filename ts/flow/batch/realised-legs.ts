import { type Hex, parseEventLogs, type TransactionReceipt } from "viem";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import type { OnChainOutcome } from "../simulate/simulation.ts";

/** What the receipt says of a leg: what it brought, or what it reverted with; null when neither is there. */
export type Realised = OnChainOutcome | { readonly data: Hex | null };

/** By the liquidator's own events, leg by leg: those that did not fail succeeded, in their order. */
export function realisedLegs(
  { logs }: Pick<TransactionReceipt, "logs">,
  liquidator: string,
  count: number,
): Realised[] {
  const own = parseEventLogs({ abi: flashLiquidatorAbi, eventName: ["Liquidated", "LegFailed"], logs }).filter(
    ({ address }) => address.toLowerCase() === liquidator.toLowerCase(),
  );
  const failed = new Map<number, Hex>();
  const succeeded: OnChainOutcome[] = [];
  for (const event of own) {
    if (event.eventName === "LegFailed") failed.set(Number(event.args.index), event.args.revertData);
    else succeeded.push(event.args.outcome);
  }
  // with an event missing nobody knows whose the others are
  const isWhole = failed.size + succeeded.length === count;
  return Array.from({ length: count }, (_, index) => {
    const data = failed.get(index) ?? null;
    return data !== null || !isWhole ? { data } : succeeded.shift()!;
  });
}
