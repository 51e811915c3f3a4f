import { type Address, concatHex, type Hex, type PrivateKeyAccount, zeroHash } from "viem";
import type { Context } from "../../core/context.ts";
import { DeploymentError } from "../../core/errors/errors.ts";
import { type GasPrice, readGasPrice } from "../plan/gas.ts";
import { sendCall } from "../submit/send-call.ts";
import { FACTORY, sellerAddress } from "./seller-address.ts";
import { sellerCode } from "./seller-code.ts";

/** The seller of a chain, deployed and verified, or where it would be. */
export interface DeployedSeller {
  readonly address: Address;
  readonly wasThere: boolean;
  /** Null when nothing was sent. */
  readonly txHash: Hex | null;
  /** Gas that it took, or would take. */
  readonly gas: bigint;
  readonly gasPrice: GasPrice;
}

/**
 * Deploys contracts/seller/Seller.sol unless it is there, and compares its code with what was compiled. It belongs to nobody,
 * so every liquidator of a chain, of whomever, may share it.
 * @param options who pays, and its key; without a key nothing is sent
 * @returns null when the chain lacks the factory: liquidators are then deployed without a seller
 * @throws RefusedError when gas is above the limit; DeploymentError when other code is there; and what `sendCall` throws
 */
export async function deploySeller(
  context: Context,
  { from, signer }: { readonly from: Address; readonly signer: PrivateKeyAccount | null },
): Promise<DeployedSeller | null> {
  const { client, book, logger } = context;
  const bytecode = sellerCode();
  const address = sellerAddress();
  const blockNumber = await client.getBlockNumber({ cacheTime: 0 });
  const [there, factory, gasPrice, { data: compiled }] = await Promise.all([
    client.getCode({ address, blockNumber }),
    client.getCode({ address: FACTORY, blockNumber }),
    readGasPrice(context, blockNumber),
    client.call({ data: bytecode, blockNumber }),
  ]);
  if (there !== undefined) {
    requireSame(address, there, compiled);
    return { address, wasThere: true, txHash: null, gas: 0n, gasPrice };
  }
  if (factory === undefined) {
    logger.warn(`${book.name} has no contract at ${FACTORY} to deploy the seller with: there will be none`);
    return null;
  }
  const data = concatHex([zeroHash, bytecode]);
  const gas = await client.estimateGas({ account: from, to: FACTORY, data, blockNumber });
  if (signer === null) return { address, wasThere: false, txHash: null, gas, gasPrice };
  const {
    transactionHash,
    blockNumber: block,
    gasUsed,
  } = await sendCall(context, signer, {
    setter: "Seller",
    to: FACTORY,
    data,
    gas,
  });
  requireSame(address, await client.getCode({ address, blockNumber: block }), compiled);
  return { address, wasThere: false, txHash: transactionHash, gas: gasUsed, gasPrice };
}

function requireSame(address: Address, code: Hex | undefined, compiled: Hex | undefined): void {
  if (code !== undefined && code === compiled) return;
  throw new DeploymentError(`the seller at ${address} has other code than was compiled`, { hint: "do not use it" });
}
