import type { Replacement } from "../../flow/replace/propose-replacement.ts";
import type { Replaced } from "../../flow/replace/replace.ts";
import { costOf } from "../../flow/submit/inclusion-of.ts";
import type { Colors } from "./colors.ts";
import { formatAmount, formatCount, formatGwei } from "./format.ts";
import { renderLines } from "./lines.ts";

const NATIVE = { symbol: "of the native token", decimals: 18 };

/** What would take the place of what. */
export function replacementText(
  { how, from, transaction, replaces, before, entry }: Replacement,
  { colors, sent }: { readonly colors: Colors; readonly sent: boolean },
): string {
  const { nonce, gas, maxFeePerGas, maxPriorityFeePerGas } = transaction;
  const fees = (one: { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }) =>
    `${formatGwei(one.maxFeePerGas)}, of which ${formatGwei(one.maxPriorityFeePerGas)} priority`;
  const lines: [string, string][] = [
    ["nonce", `${nonce} of ${from}`],
    ["in the place of", replaces ?? "a transaction that only the node knows"],
    ...entry.legs.map(({ target }): [string, string] => ["liquidates", target]),
    ["offered so far", before === null ? "unknown" : fees(before)],
    ["offered now", fees({ maxFeePerGas, maxPriorityFeePerGas })],
    ["gas", `at most ${formatCount(gas)}`],
  ];
  const what = how === "cancel" ? "Nothing, in the place of a transaction" : "The same call at a higher price";
  const end = sent ? [] : ["", `${colors.yellow("Dry run: nothing was sent.")} Add --send to send it.`];
  return [colors.bold(what), renderLines(lines), ...end].join("\n");
}

/** What became of it, and of what it was about. */
export function replacedText(
  { how, transaction }: Replacement,
  { receipt, outcomes }: Replaced,
  colors: Colors,
): string {
  const what = how === "cancel" ? "Cancelled" : "Mined";
  const { blockNumber, transactionHash } = receipt;
  return [
    `${colors.green(what)}: nonce ${transaction.nonce} is used in block ${blockNumber}, transaction ${transactionHash}`,
    ...outcomes.map(
      ({ status, target, reason }) => `  ${target}: ${status}${reason === null ? "" : `, ${reason.message}`}`,
    ),
    `  gas: ${formatCount(receipt.gasUsed)} = ${formatAmount(costOf(receipt), NATIVE)}`,
  ].join("\n");
}
