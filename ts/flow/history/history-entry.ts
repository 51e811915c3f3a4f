import type { Hex } from "viem";
import type { OutcomeRow } from "../../ledger/outcome-row.ts";
import type { SentRow } from "../../ledger/sent-row.ts";

/** What one thing ended with; `open` while it may still be mined, `used` for a nonce or a call that is no liquidation. */
export type HistoryStatus = OutcomeRow["status"] | "open" | "used";

/** One attempt, decision or transaction, as it stands now: corrections are worked in. */
export interface HistoryEntry
  extends Pick<OutcomeRow, "time" | "chainId" | "chain" | "reason" | "planned" | "simulated" | "realised"> {
  readonly status: HistoryStatus;
  readonly purpose: SentRow["purpose"];
  /** Null where it is no liquidation. */
  readonly protocol: OutcomeRow["protocol"] | null;
  readonly target: string | null;
  /** Which liquidation of the target in its transaction, from 1 on. */
  readonly round: number;
  readonly action: string | null;
  readonly pair: OutcomeRow["pair"];
  readonly funding: string | null;
  readonly txHash: Hex | null;
  /** What it left after everything, USD with 8 decimals; below zero for what only cost; null when it is not known. */
  readonly netUsd: bigint | null;
}
