import { zeroAddress } from "viem";
import { isSame } from "../../../core/tokens/in-order.ts";
import type { Offer } from "../../../funding/funding.ts";
import { bestPurchase } from "../../../routing/best-purchase.ts";
import type { Path } from "../../../routing/path.ts";
import { routeOf } from "../../../routing/route.ts";
import type { Pool } from "../../../venues/pool.ts";
import { type QuotedCandidate, TOO_LITTLE } from "../candidate.ts";
import { acceptedAround } from "./accepted-sizes.ts";
import { NEARLY_ALL, type SearchGround, type Stake } from "./search-candidates.ts";

/** With what one pool lends and is paid for with the collateral: for each such pool the size that leaves most. */
export function purchaseCandidates(ground: SearchGround, stakes: readonly Stake[]): QuotedCandidate[] {
  return stakes
    .filter(({ offer }) => offer.sale === "exact-output")
    .flatMap((stake) => {
      const paths = ground.paths.filter((path) => isPurchase(path, stake.offer));
      return paths.flatMap((path) => purchasesFrom(ground, stake, path));
    });
}

/** Whether a source that is itself a swap lends at the end of a path: one pool, of its venue, and the one that it names, if it does. */
export function isPurchase({ pools: [pool, ...others] }: Path, { lender, venue }: Offer): boolean {
  if (pool === undefined || others.length > 0 || pool.buy === undefined || pool.venue !== venue) return false;
  return lender === zeroAddress || isSame(lender, pool.address);
}

function purchasesFrom(ground: SearchGround, { offer, most, terms }: Stake, path: Path): QuotedCandidate[] {
  const { action, quoteOf, size } = ground;
  const [tokenIn, tokenOut] = [path.tokens[0]!, path.tokens[1]!];
  const [pool] = path.pools as [Pool];
  const curve = pool.curve(tokenIn, tokenOut);
  const route = routeOf({ parts: [{ path, bps: 0 }] });
  if (route === null || most.seized === 0n) return [];
  const bought = size === undefined ? curve(bestPurchase(curve, Number(most.seized), terms)) : Number.POSITIVE_INFINITY;
  const wanted = bought >= Number(most.repaid) * NEARLY_ALL ? most.repaid : BigInt(Math.floor(bought));
  const quotes =
    wanted === most.repaid || wanted <= 0n
      ? [most]
      : acceptedAround(action, wanted, most.repaid, quoteOf).filter(({ funding }) => funding <= most.funding);
  return quotes.map((quote) => {
    const trade = pool.buy!(tokenIn, tokenOut, quote.funding);
    const sale = !trade.ok
      ? trade
      : trade.received < quote.funding
        ? TOO_LITTLE
        : ({ ok: true, amount: trade.paid, gas: trade.gas } as const);
    return { action, offer, quote, route, sale };
  });
}
