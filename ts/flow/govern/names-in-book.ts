import { isAddressEqual } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import { allowedMarkets } from "../../protocols/allowed-markets.ts";
import { PROTOCOLS } from "../../protocols/index.ts";

/**
 * What people call the markets of the book, by address in lower case. Where two protocols have one of a name, that of the protocol is
 * in front of it: `aave-v2:main`.
 */
export function namesInBook(book: ChainBook): ReadonlyMap<string, string> {
  const all = Object.values(PROTOCOLS).flatMap((protocol) =>
    allowedMarkets(protocol, book).map((market) => ({ ...market, protocol: protocol.name })),
  );
  const isShared = ({ name, address }: (typeof all)[number]) =>
    all.some((other) => other.name === name && !isAddressEqual(other.address, address));
  return new Map(
    all.map((market) => [
      market.address.toLowerCase(),
      isShared(market) ? `${market.protocol}:${market.name}` : market.name,
    ]),
  );
}

/** Whether a person who writes `asked`, in lower case, may mean this one: the protocol may be left out. */
export function isCalled(name: string | null, asked: string): boolean {
  const full = name?.toLowerCase();
  return full === asked || full?.split(":").at(-1) === asked;
}
