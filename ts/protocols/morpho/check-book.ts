import { isAddressEqual, type PublicClient, parseAbi } from "viem";
import { readAddress, wrongBook } from "../../chains/read-address.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { MORPHO_ADDRESSES } from "./addresses.ts";

const ABI = parseAbi(["function feeRecipient() view returns (address)", "function MORPHO() view returns (address)"]);

/** The singleton answers as Morpho does, and the factory of pre-liquidations is of that one: two calls. Errors as `Protocol.checkBook`. */
export async function checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void> {
  const singleton = MORPHO_ADDRESSES.of(book);
  if (singleton === null) return;
  const { morpho, preLiquidationFactory: factory } = singleton;
  const read = (address: typeof morpho, what: string, functionName: "feeRecipient" | "MORPHO") =>
    readAddress(client, { what: `${what} on ${book.name}`, address, abi: ABI, functionName });
  const [, served] = await Promise.all([
    read(morpho, "Morpho", "feeRecipient"),
    factory && read(factory.address, "Morpho's factory of pre-liquidations", "MORPHO"),
  ]);
  if (!factory || !served || isAddressEqual(served, morpho)) return;
  throw wrongBook(`the factory of pre-liquidations ${factory.address} is of another Morpho than ${book.name} has`, {
    morpho,
    served,
  });
}
