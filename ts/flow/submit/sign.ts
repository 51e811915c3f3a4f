import { keccak256, type PrivateKeyAccount } from "viem";
import type { SignedTransaction } from "../../submitters/submitter.ts";
import type { BuiltTransaction } from "./built-transaction.ts";

/** Signs it. The only place that does. */
export async function sign(built: BuiltTransaction, signer: PrivateKeyAccount): Promise<SignedTransaction> {
  const serialized = await signer.signTransaction(built);
  return { serialized, hash: keccak256(serialized), from: signer.address, nonce: built.nonce };
}
