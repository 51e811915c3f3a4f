import { type PublicClient, parseAbi } from "viem";
import { readAddress } from "../../chains/read-address.ts";
import type { ChainBook } from "../../core/chain-book.ts";

const ABI = parseAbi(["function feeRecipient() view returns (address)"]);

/** The singleton answers as Morpho does: one call. Errors as `Protocol.checkBook`. */
export async function checkBook(
  client: Pick<PublicClient, "readContract">,
  { morpho, name }: ChainBook,
): Promise<void> {
  if (morpho === null) return;
  const { morpho: address } = morpho;
  await readAddress(client, { what: `Morpho on ${name}`, address, abi: ABI, functionName: "feeRecipient" });
}
