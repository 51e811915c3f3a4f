import type { Address } from "viem";
import type { Context } from "../../../core/context.ts";
import { mapConcurrent } from "../../../core/data/map-concurrent.ts";
import type { Once } from "../../../core/data/once.ts";
import { InterruptedError } from "../../../core/errors/errors.ts";
import type { Reason } from "../../../core/errors/reason.ts";
import { describeReadError } from "../../../core/rpc/read-errors.ts";
import { readDecimals } from "../../../core/tokens/decimals.ts";
import type { LoanAction } from "../../../protocols/action.ts";
import type { Path } from "../../../routing/path.ts";
import { readUsdPrices } from "../usd-prices.ts";
import { depthOf, judgeDepth, type PathDepth, type TokenValue } from "./path-depth.ts";

/** A path that is not used for what its pools hold. */
export interface ShallowPath {
  readonly path: Path;
  readonly depth: PathDepth;
}

/** Paths of one pair, apart by what their pools hold. */
export interface PathsByDepth {
  readonly deep: readonly Path[];
  readonly shallow: readonly ShallowPath[];
  /** Why it is not known of some; they are in neither list. */
  readonly unasked: readonly Reason[];
}

/** How much is wanted, and where. */
export interface DepthQuestion {
  /** 0: nothing is asked, and every path is deep enough. */
  readonly minPoolDepthUsd: bigint;
  readonly blockNumber: bigint;
  readonly once: Once;
}

/**
 * The paths whose every pool holds enough of the token that it pays out, in the given order, and the others. Prices and decimals are asked
 * for once a block; what pools hold is known.
 * @param paths of one pair
 * @param pays the debt, whose price is what the protocol's oracle says where it has one
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function deepPaths(
  context: Context,
  paths: readonly Path[],
  pays: LoanAction["pays"],
  { minPoolDepthUsd, ...site }: DepthQuestion,
): Promise<PathsByDepth> {
  if (minPoolDepthUsd === 0n || paths.length === 0) return { deep: paths, shallow: [], unasked: [] };
  const values = await valuesFor(context, paths, pays, site);
  const judged = paths.map((path) => {
    const depth = depthOf(path, values);
    return { path, depth, verdict: judgeDepth(depth, minPoolDepthUsd) };
  });
  const left = judged.filter(({ verdict }) => verdict === "deep");
  context.logger.debug("paths deep enough", { paths: left.length, of: paths.length, block: site.blockNumber });
  return {
    deep: left.map(({ path }) => path),
    shallow: judged.filter(({ verdict }) => verdict === "shallow"),
    unasked: unaskedOf(
      judged.flatMap(({ depth, verdict }) => (verdict === "unasked" ? [depth] : [])),
      paths.length,
    ),
  };
}

/** What a unit of each token is worth that pools pay out, by lower-case address. */
async function valuesFor(
  context: Context,
  paths: readonly Path[],
  { token, priceUsd }: LoanAction["pays"],
  { blockNumber, once }: Pick<DepthQuestion, "blockNumber" | "once">,
): Promise<ReadonlyMap<string, TokenValue>> {
  const debt = token.address.toLowerCase();
  const known = new Map<string, TokenValue>(
    priceUsd === null ? [] : [[debt, { priceUsd, decimals: token.decimals, unread: null }]],
  );
  const paidOut = paths.flatMap(({ tokens }) => tokens.slice(1).map((one) => one.toLowerCase()));
  const wanted = paidOut.filter((one) => !known.has(one));
  if (wanted.length === 0) return known;
  // with all that paths may pass through, so that one question serves every pair
  const between = context.book.routeTokens.map((one) => one.toLowerCase());
  const tokens = [...new Set([...between, ...wanted])].sort() as Address[];
  const read = await once(`values ${blockNumber} ${tokens}`, async () => {
    const [prices, decimals] = await Promise.all([
      readUsdPrices(context, tokens, blockNumber),
      mapConcurrent(tokens, context.config.concurrency, (address) => decimalsOf(context, address, blockNumber)),
    ]);
    return tokens.map((address, index): [string, TokenValue] => [
      address,
      { priceUsd: prices.get(address), ...decimals[index]! },
    ]);
  });
  return new Map([...read, ...known]);
}

async function decimalsOf(
  { client, signal }: Context,
  address: Address,
  blockNumber: bigint,
): Promise<Pick<TokenValue, "decimals" | "unread">> {
  try {
    const decimals = await readDecimals(client, address, blockNumber);
    return { decimals, unread: null };
  } catch (error) {
    if (signal.aborted) throw new InterruptedError();
    const message = `the decimals of ${address} could not be read: ${describeReadError(error)}`;
    return { decimals: 0, unread: { code: "depth-unread", message } };
  }
}

/** Each failure once, with how many paths it concerns. */
function unaskedOf(depths: readonly PathDepth[], of: number): Reason[] {
  const reasons = new Map(depths.map(({ unknown }) => [unknown!.message, unknown!]));
  return [...reasons.values()].map((reason) => {
    const routes = depths.filter(({ unknown }) => unknown!.message === reason.message).length;
    return { ...reason, message: `of ${of} routes ${routes}: ${reason.message}`, numbers: { routes, of } };
  });
}
