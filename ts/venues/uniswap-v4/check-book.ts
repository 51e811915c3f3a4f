import type { PublicClient } from "viem";
import { parseAbi, zeroHash } from "viem";
import { readAddress } from "../../chains/read-address.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { UNISWAP_V4_ADDRESSES } from "./addresses.ts";

const MANAGER = parseAbi(["function extsload(bytes32 slot) view returns (bytes32)"]);

/** The manager lets its storage be read: one call. Errors as `Venue.checkBook`. */
export async function checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void> {
  const deployment = UNISWAP_V4_ADDRESSES.of(book);
  if (deployment === null) return;
  const what = `the manager of Uniswap V4 on ${book.name}`;
  const question = { what, address: deployment.poolManager, abi: MANAGER, functionName: "extsload" };
  await readAddress(client, { ...question, args: [zeroHash] });
}
