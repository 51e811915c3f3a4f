import type { Context } from "../../core/context.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { formatDecimal } from "../../core/math/decimal.ts";
import type { OfferRequest } from "../funding.ts";
import { readWallet } from "./read-wallet.ts";
import { walletUnread } from "./wallet-unread.ts";

/**
 * What the wallet lacks to pay `needed` units: balance and allowance beside what is asked for, or that these could not be read.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function shortage(
  context: Pick<Context, "client" | "signal">,
  request: OfferRequest,
  needed: bigint,
): Promise<Reason> {
  const { debt, caller, liquidator } = request;
  if (caller === null) return { code: "wallet-unknown", message: "it is not known whose wallet is to pay" };
  if (liquidator === null) {
    return { code: "wallet-unused", message: "a wallet can only pay through a liquidator that is deployed" };
  }
  try {
    const { balance, allowance } = await readWallet(context, request, [caller, liquidator]);
    const text = (amount: bigint) => `${formatDecimal(amount, debt.decimals)} ${debt.symbol}`;
    const has = `holds ${text(balance)}, and has approved ${liquidator} to take ${text(allowance)}`;
    return {
      code: "wallet-short",
      message: `the wallet ${caller} cannot pay ${text(needed)}: it ${has}`,
      numbers: { needed, balance, allowance },
    };
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    return walletUnread(debt, caller, error);
  }
}
