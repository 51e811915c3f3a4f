import { type Address, erc20Abi } from "viem";
import type { Context } from "../../core/context.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import { readsAt } from "../../core/rpc/reads-at.ts";
import type { OfferRequest } from "../funding.ts";

/** Units of the debt asset that a wallet has, and has approved the liquidator to take. */
export interface WalletState {
  readonly balance: bigint;
  readonly allowance: bigint;
}

/**
 * What a wallet could pay with at a block.
 * @throws InterruptedError when the context's signal is aborted; else what the client throws
 */
export async function readWallet(
  { client, signal }: Pick<Context, "client" | "signal">,
  { debt, blockNumber }: Pick<OfferRequest, "debt" | "blockNumber">,
  [owner, spender]: readonly [owner: Address, spender: Address],
): Promise<WalletState> {
  const readContract = readsAt(client, blockNumber);
  const read = { address: debt.address, abi: erc20Abi } as const;
  try {
    const [balance, allowance] = await Promise.all([
      readContract({ ...read, functionName: "balanceOf", args: [owner] }),
      readContract({ ...read, functionName: "allowance", args: [owner, spender] }),
    ]);
    return { balance, allowance };
  } catch (error) {
    throw signal.aborted ? new InterruptedError() : error;
  }
}
