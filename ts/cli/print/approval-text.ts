import type { Approval } from "../../flow/approve/plan-approval.ts";
import type { SentApproval } from "../../flow/approve/send-approval.ts";
import type { Colors } from "./colors.ts";
import { formatAmount, formatCount } from "./format.ts";
import { renderLines } from "./lines.ts";

/** What a liquidator may take from a wallet, before and after. */
export function approvalText(
  { liquidator, token, from, balance, before, after, call }: Approval,
  sent: SentApproval | null,
  { send, colors }: { readonly send: boolean; readonly colors: Colors },
): string {
  const head = renderLines([
    ["wallet", from],
    ["holds", formatAmount(balance, token)],
    ["may take", `${liquidator.contract}, ${liquidator.address}`],
    ["approved", `${formatAmount(before, token)}${call === null ? "" : ` -> ${formatAmount(after, token)}`}`],
    ...(sent === null && call !== null
      ? ([
          ["gas", formatCount(call.gas)],
          ["to", call.to],
          ["data", call.data],
        ] as const)
      : []),
    ...(sent === null ? [] : ([["transaction", `${sent.txHash} in block ${sent.blockNumber}`]] as const)),
  ]);
  const title = colors.bold(`${token.symbol} ${token.address}`);
  return `${title}\n${head}\n\n${endOf(call === null, send, colors)}`;
}

function endOf(isSo: boolean, send: boolean, colors: Colors): string {
  if (isSo) return "It is so already: nothing was sent.";
  if (send) return `${colors.green("Approved")}, and read back.`;
  return `${colors.yellow("Dry run: nothing was sent.")} Add --send with the wallet's key, or let the wallet send the call.`;
}
