import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { aaveV3LensAbi } from "../../generated/AaveV3Lens.ts";
import type { MarketAtBlock } from "../aave/read-markets.ts";
import { decodeMarketPage, type MarketPage } from "./lens.ts";
import type { AaveV3EMode, AaveV3Market } from "./state.ts";

const FIRST_EMODE = 1n;
const AFTER_LAST_EMODE = 256n;

/**
 * One Aave V3 market of any revision at one block: one `eth_call`, more only where a node's limits demand it.
 * @throws what {@link callDeployless} throws; a contract that is no Aave V3 pool reverts.
 */
export async function readMarket(
  context: Context,
  pool: Address,
  blockNumber: bigint,
): Promise<MarketAtBlock<AaveV3Market>> {
  const pages: MarketPage[] = [];
  let reserve = 0n;
  let eMode = FIRST_EMODE;
  let reserveCount = 0;
  do {
    const [nextReserve, nextEMode, records] = await callDeployless(context.client, {
      contract: "AaveV3Lens",
      abi: aaveV3LensAbi,
      functionName: "market",
      args: [pool, reserve, eMode],
      blockNumber,
    });
    const page = decodeMarketPage(records);
    if (nextReserve === reserve && nextEMode === eMode) throw new RangeError("the lens made no progress");
    pages.push(page);
    reserveCount = page.head.reserveCount;
    reserve = nextReserve;
    eMode = nextEMode;
  } while (reserve < BigInt(reserveCount) || eMode < AFTER_LAST_EMODE);

  const { timestamp, reserveCount: _, ...head } = pages[0]!.head;
  const categories = new Map(pages.flatMap((page) => Array.from(page.categoryOfReserve)));
  return {
    timestamp,
    market: {
      pool,
      ...head,
      reserves: pages.flatMap((page) => page.reserves).sort((a, b) => a.id - b.id),
      eModes: pages.flatMap((page) => page.eModes).map((mode) => withMembers(mode, categories)),
      unpricedEModes: pages.flatMap((page) => page.unpricedEModes),
    },
  };
}

/** v3.0 and v3.1: the assets name their category, so the bitmap is made of them. */
function withMembers(eMode: AaveV3EMode, categories: ReadonlyMap<number, number>): AaveV3EMode {
  let bitmap = eMode.collateralBitmap;
  for (const [reserveId, category] of categories) {
    if (category === eMode.id) bitmap |= 1n << BigInt(reserveId);
  }
  return { ...eMode, collateralBitmap: bitmap };
}
