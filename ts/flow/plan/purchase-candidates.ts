import { isAddressEqual, zeroAddress } from "viem";
import { bestPurchase } from "../../routing/best-purchase.ts";
import type { Path } from "../../routing/path.ts";
import { routeOf } from "../../routing/route.ts";
import type { Pool } from "../../venues/pool.ts";
import { acceptedAround } from "./accepted-sizes.ts";
import { type QuotedCandidate, TOO_LITTLE } from "./candidate.ts";
import { NEARLY_ALL, type SearchGround, type Stake } from "./search-candidates.ts";

/** With what one pool lends and is paid for with the collateral: for each such pool the size that leaves most. */
export function purchaseCandidates(ground: SearchGround, stakes: readonly Stake[]): QuotedCandidate[] {
  return stakes
    .filter(({ offer }) => offer.sale === "exact-output")
    .flatMap((stake) => {
      const paths = ground.paths.filter(({ pools: [pool, ...others] }) => others.length === 0 && lends(pool!, stake));
      return paths.flatMap((path) => purchasesFrom(ground, stake, path));
    });
}

function lends(pool: Pool, { offer }: Stake): boolean {
  const isNamed = offer.lender === zeroAddress || isAddressEqual(offer.lender, pool.address);
  return pool.buy !== undefined && pool.venue === offer.venue && isNamed;
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
