import type { SentLeg } from "./sent-row.ts";

/** The name of a liquidation among those of one transaction: an account may be liquidated several times in it. */
export function legKey({ target, round = 1 }: Pick<SentLeg, "target" | "round">): string {
  return `${target}#${round}`;
}
