import { erc20Abi } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { formatDecimal } from "../../core/math/decimal.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import type { OfferRequest } from "../funding.ts";

/** What the wallet lacks to pay `needed` units: balance and allowance beside what is asked for. */
export async function shortage(
  { client }: Pick<Context, "client">,
  { debt, caller, liquidator, blockNumber }: OfferRequest,
  needed: bigint,
): Promise<Reason> {
  const code = "wallet-short";
  if (caller === null) return { code: "wallet-unknown", message: "it is not known whose wallet is to pay" };
  if (liquidator === null) {
    return { code: "wallet-unused", message: "a wallet can only pay through a liquidator that is deployed" };
  }
  const read = { address: debt.address, abi: erc20Abi, blockNumber } as const;
  try {
    const [balance, allowance] = await Promise.all([
      client.readContract({ ...read, functionName: "balanceOf", args: [caller] }),
      client.readContract({ ...read, functionName: "allowance", args: [caller, liquidator] }),
    ]);
    const text = (amount: bigint) => `${formatDecimal(amount, debt.decimals)} ${debt.symbol}`;
    const has = `holds ${text(balance)}, and has approved ${liquidator} to take ${text(allowance)}`;
    return {
      code,
      message: `the wallet ${caller} cannot pay ${text(needed)}: it ${has}`,
      numbers: { needed, balance, allowance },
    };
  } catch (error) {
    return {
      code,
      message: `the ${debt.symbol} of the wallet ${caller} could not be read: ${describeReadError(error)}`,
    };
  }
}
