import { type Address, isAddressEqual, type PublicClient, parseAbi } from "viem";
import { readAddress, wrongBook } from "../../chains/read-address.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { COMPOUND_V2_ADDRESSES, type CompoundMarketAddresses } from "./addresses.ts";

const COMPTROLLER = parseAbi(["function oracle() view returns (address)"]);
const CTOKEN = parseAbi(["function comptroller() view returns (address)"]);

type Reader = Pick<PublicClient, "readContract">;

/** Every comptroller has an oracle, and its token of ether names it: two calls a market. Errors as `Protocol.checkBook`. */
export async function checkBook(client: Reader, book: ChainBook): Promise<void> {
  await Promise.all(COMPOUND_V2_ADDRESSES.of(book).map((market) => checkMarket(client, book.name, market)));
}

async function checkMarket(client: Reader, chain: string, market: CompoundMarketAddresses): Promise<void> {
  const { name, comptroller, native } = market;
  const what = `the Compound V2 market "${name}" on ${chain}`;
  const read = (part: string, address: Address, abi: typeof COMPTROLLER | typeof CTOKEN, functionName: string) =>
    readAddress(client, { what: `the ${part} of ${what}`, address, abi, functionName });
  const [, named] = await Promise.all([
    read("comptroller", comptroller, COMPTROLLER, "oracle"),
    native === null ? comptroller : read("token of ether", native, CTOKEN, "comptroller"),
  ]);
  if (isAddressEqual(named, comptroller)) return;
  throw wrongBook(`${what} is not what the address book says`, { comptroller, comptrollerOfNative: named });
}
