import { erc20Abi, type Hex, isAddressEqual, type PrivateKeyAccount } from "viem";
import type { Context } from "../../core/context.ts";
import { RpcError, SignerError } from "../../core/errors/errors.ts";
import { sendCall } from "../submit/send-call.ts";
import type { Approval } from "./plan-approval.ts";

/** An approval that was sent, mined and read back. */
export interface SentApproval {
  readonly txHash: Hex;
  readonly blockNumber: bigint;
  readonly gasUsed: bigint;
}

/**
 * Sends the call of an approval and reads back what it made.
 * @returns null when it was so already
 * @throws SignerError for somebody else's; what {@link sendCall} throws; RpcError when the chain is not as it was made.
 */
export async function sendApproval(
  context: Context,
  { liquidator, token, from, after, call }: Approval,
  signer: PrivateKeyAccount,
): Promise<SentApproval | null> {
  if (call === null) return null;
  if (!isAddressEqual(from, signer.address)) {
    throw new SignerError(`the approval is ${from}'s, and the key is ${signer.address}'s`);
  }
  const receipt = await sendCall(context, signer, { setter: "approve", ...call });
  const { transactionHash: txHash, blockNumber, gasUsed } = receipt;
  const allowance = await context.client.readContract({
    address: token.address,
    abi: erc20Abi,
    functionName: "allowance",
    args: [from, liquidator.address],
    blockNumber,
  });
  if (allowance === after) return { txHash, blockNumber, gasUsed };
  throw new RpcError(
    "node-error",
    `transaction ${txHash} was mined, and the approval is ${allowance} units, not ${after}`,
    {
      retryable: false,
      code: "not-verified",
      hint: "do not use this token from a wallet",
      numbers: { txHash, allowance, after },
    },
  );
}
