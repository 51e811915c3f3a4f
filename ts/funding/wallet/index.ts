import { zeroAddress } from "viem";
import { InterruptedError } from "../../core/errors/errors.ts";
import { min } from "../../core/math/math.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { type Funding, NO_PREMIUM, type Offer } from "../funding.ts";
import { readWallet } from "./read-wallet.ts";
import { shortage } from "./shortage.ts";
import { walletUnread } from "./wallet-unread.ts";

/** The caller's own tokens, as far as balance and allowance of the liquidator go. */
export const wallet: Funding = {
  name: "wallet",
  describe: () => "the caller's wallet",
  lenders: () => [],
  whyNot: shortage,
  offers: async (context, request) => {
    const { debt, caller, liquidator } = request;
    if (caller === null || liquidator === null) return { offers: [], unasked: [] };
    let available: bigint;
    try {
      const { balance, allowance } = await readWallet(context, request, [caller, liquidator]);
      available = min(balance, allowance);
    } catch (error) {
      if (error instanceof InterruptedError) throw error;
      context.logger.warn(`the wallet's ${debt.symbol} could not be read`, { reason: describeReadError(error) });
      return { offers: [], unasked: [walletUnread(debt, caller, error)] };
    }
    if (available === 0n) return { offers: [], unasked: [] };
    const offer: Offer = {
      funding: "wallet",
      source: 1,
      lender: zeroAddress,
      sale: "exact-input",
      available,
      premium: NO_PREMIUM,
      locks: [],
      gas: 14_000n,
    };
    return { offers: [offer], unasked: [] };
  },
};
