import { erc20Abi, zeroAddress } from "viem";
import { InterruptedError } from "../../core/errors/errors.ts";
import { min } from "../../core/math/math.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { type Funding, NO_PREMIUM } from "../funding.ts";
import { shortage } from "./shortage.ts";

/** The caller's own tokens, as far as balance and allowance of the liquidator go; nothing while these cannot be read. */
export const wallet: Funding = {
  name: "wallet",
  describe: () => "the caller's wallet",
  lenders: () => [],
  whyNot: shortage,
  offers: async ({ client, logger, signal }, { debt, caller, liquidator, blockNumber }) => {
    if (caller === null || liquidator === null) return [];
    const read = { address: debt.address, abi: erc20Abi, blockNumber } as const;
    const [balance, allowance] = await Promise.all([
      client.readContract({ ...read, functionName: "balanceOf", args: [caller] }),
      client.readContract({ ...read, functionName: "allowance", args: [caller, liquidator] }),
    ]).catch((error: unknown) => {
      if (signal.aborted) throw new InterruptedError();
      logger.warn(`the wallet's ${debt.symbol} could not be read`, { reason: describeReadError(error) });
      return [0n, 0n] as const;
    });
    const available = min(balance, allowance);
    if (available === 0n) return [];
    return [
      {
        funding: "wallet",
        source: 1,
        lender: zeroAddress,
        sale: "exact-input",
        available,
        premium: NO_PREMIUM,
        locks: [],
        gas: 14_000n,
      },
    ];
  },
};
