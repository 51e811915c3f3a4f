import { type PublicClient, parseAbi } from "viem";
import { readAddress } from "../../chains/read-address.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { MORPHO_ADDRESSES } from "./addresses.ts";

const ABI = parseAbi(["function feeRecipient() view returns (address)"]);

/** The singleton answers as Morpho does: one call. Errors as `Protocol.checkBook`. */
export async function checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void> {
  const address = MORPHO_ADDRESSES.of(book)?.morpho;
  if (address === undefined) return;
  await readAddress(client, { what: `Morpho on ${book.name}`, address, abi: ABI, functionName: "feeRecipient" });
}
