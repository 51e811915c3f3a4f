import { zeroAddress } from "viem";
import type { Context } from "../../core/context.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { compoundV2LensAbi } from "../../generated/CompoundV2Lens.ts";
import type { CompoundMarketAddresses } from "./addresses.ts";
import { decodeMarketPage, type MarketPage } from "./lens.ts";
import type { CompoundMarket } from "./state.ts";

/** A market, and the time of the block that it was read at, seconds. */
export interface MarketAtBlock {
  readonly market: CompoundMarket;
  readonly timestamp: bigint;
}

/**
 * One comptroller with all its tokens at one block: one `eth_call`, more only where a node's limits demand it.
 * @throws what {@link callDeployless} throws; a contract that is no comptroller reverts.
 */
export async function readMarket(
  { client, book }: Context,
  { comptroller, native, oracleUnit }: CompoundMarketAddresses,
  blockNumber: bigint,
): Promise<MarketAtBlock> {
  const pages: MarketPage[] = [];
  let from = 0n;
  do {
    const [next, records] = await callDeployless(client, {
      contract: "CompoundV2Lens",
      abi: compoundV2LensAbi,
      functionName: "market",
      args: [comptroller, native ?? zeroAddress, book.wrappedNative, from],
      blockNumber,
    });
    const page = decodeMarketPage(records, Number(from));
    if (next === from && next < BigInt(page.head.count)) throw new RangeError("the lens made no progress");
    pages.push(page);
    from = next;
  } while (from < BigInt(pages[0]!.head.count));

  const { timestamp, ...head } = pages[0]!.head;
  const all = pages.flatMap((page) => page.tokens);
  const unreadable = [...all.keys()].filter((id) => all[id]!.token === null);
  const tokens = all.flatMap(({ token }) => token ?? []);
  const unit = oracleUnit === "native" ? book.wrappedNative : null;
  return {
    timestamp,
    market: { comptroller, ...head, unit, tokens, unreadable, list: all.map(({ cToken }) => cToken) },
  };
}
