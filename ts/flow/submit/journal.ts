import type { Hex } from "viem";
import type { Context } from "../../core/context.ts";
import { FliqError } from "../../core/errors/errors.ts";
import { appendRow } from "../../ledger/append-row.ts";
import type { SentRow } from "../../ledger/sent-row.ts";
import type { SettledRow } from "../../ledger/settled-row.ts";
import type { SignedTransaction } from "../../submitters/submitter.ts";
import type { BuiltTransaction } from "./built-transaction.ts";

/** What the record says of a transaction besides what was signed. */
export type Entry = Pick<SentRow, "purpose" | "legs" | "nativePriceUsd" | "seen" | "replaces">;

/** Fates that no receipt stands behind have no block and no cost. */
const NOWHERE = { block: null, gasUsed: null, gasCostWei: null, final: false } as const;

/**
 * Writes a transaction down before it is sent, so that nothing can end this process and leave it unknown.
 * @throws LedgerError when it cannot be written: then it must not be sent
 */
export async function writeSent(
  context: Context,
  { hash, from }: SignedTransaction,
  { to, data, nonce, gas, maxFeePerGas, maxPriorityFeePerGas }: BuiltTransaction,
  entry: Entry,
  now: Date,
): Promise<void> {
  const signed = { txHash: hash, from, nonce, to, data, gas, maxFeePerGas, maxPriorityFeePerGas };
  await appendRow(context.config.ledgerPath, { kind: "sent", ...placeOf(context, now), ...entry, ...signed });
}

/** Writes down what became of it. That it cannot be written is a warning: whoever starts next finds it out again. */
export async function writeSettled(
  context: Context,
  txHash: Hex,
  settled: Pick<SettledRow, "fate"> & Partial<Pick<SettledRow, keyof typeof NOWHERE>>,
  now: Date,
): Promise<void> {
  const { ledgerPath } = context.config;
  try {
    await appendRow(ledgerPath, { kind: "settled", ...placeOf(context, now), txHash, ...NOWHERE, ...settled });
  } catch (error) {
    if (!(error instanceof FliqError)) throw error;
    context.logger.warn(error.message, { hint: error.hint });
  }
}

/** When and where, as every row says it. */
export function placeOf({ book: { chainId, name } }: Context, now: Date) {
  return { time: now.toISOString(), chainId, chain: name };
}
