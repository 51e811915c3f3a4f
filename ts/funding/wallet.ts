import { erc20Abi, zeroAddress } from "viem";
import { min } from "../core/math.ts";
import type { Funding } from "./funding.ts";

/** The caller's own tokens, as far as balance and allowance of the liquidator go. */
export const wallet: Funding = {
  name: "wallet",
  describe: () => "the caller's wallet",
  offers: async ({ client }, { debt, caller, liquidator, blockNumber }) => {
    if (caller === null || liquidator === null) return [];
    const read = { address: debt.address, abi: erc20Abi, blockNumber } as const;
    const [balance, allowance] = await Promise.all([
      client.readContract({ ...read, functionName: "balanceOf", args: [caller] }),
      client.readContract({ ...read, functionName: "allowance", args: [caller, liquidator] }),
    ]);
    const available = min(balance, allowance);
    if (available === 0n) return [];
    return [
      {
        funding: "wallet",
        source: 1,
        lender: zeroAddress,
        sale: "exact-input",
        available,
        premium: () => 0n,
        gas: 400_000n,
      },
    ];
  },
};
