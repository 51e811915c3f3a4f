import type { Address } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import type { Token } from "../../core/tokens/token.ts";

/** That it is not known what a wallet has. */
export function walletUnread({ symbol }: Pick<Token, "symbol">, wallet: Address, error: unknown): Reason {
  const message = `the ${symbol} of the wallet ${wallet} could not be read: ${describeReadError(error)}`;
  return { code: "wallet-unread", message };
}
