import { type Address, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { max, min, WAD } from "../../core/math/math.ts";
import { startDevnet } from "../../devnet/index.ts";
import { TOKEN_SYMBOLS } from "../../devnet/types.ts";
import { isLoanAction } from "../action.ts";
import { caseSeed, type Random, randomFrom, runSeed } from "../differential/random.ts";
import { rpcTo } from "../differential/rpc.ts";
import { playAll } from "../differential/simulate.ts";
import { spark } from "../spark/index.ts";
import { accountTarget } from "../target.ts";
import { type AaveCase, balancesAt, describeCase, randomCase, stateOf } from "./differential/case.ts";
import { describeInput, playRandomCall } from "./differential/compare.ts";
import { type MarketAddresses, type MarketHandle, openMarket } from "./differential/market.ts";
import { healthFactorsAt, play } from "./differential/play.ts";
import { startFirstRevision } from "./first-revision.fixture.ts";
import { aaveV3 } from "./index.ts";
import { liquidationPrice } from "./liquidation-price.ts";
import { rulesOf } from "./rules.ts";

/** A real market on a running chain. */
interface Chain {
  /** Whoever has such a pool. */
  readonly protocol: typeof aaveV3;
  readonly rpcUrl: string;
  readonly market: MarketAddresses;
  stop(): Promise<void>;
}

async function startV3_6(): Promise<Chain> {
  const devnet = await startDevnet();
  const { tokens, feeds, aave } = devnet.info.addresses;
  const reserves = TOKEN_SYMBOLS.map((symbol) => ({ symbol, token: tokens[symbol], feed: feeds[symbol] }));
  return { protocol: aaveV3, rpcUrl: devnet.rpcUrl, market: { ...aave.main, reserves }, stop: () => devnet.stop() };
}

const REGISTRY = parseAbi([
  "function getSourceOfAsset(address asset) view returns (address)",
  "function getPriceOracleSentinel() view returns (address)",
]);

async function startV3_0(): Promise<Chain> {
  const { rpcUrl, stop, deployer, pool, provider, oracle, tokens, eModePriceSource } = await startFirstRevision();
  const feedOf = (asset: Address) =>
    deployer.client.readContract({ address: oracle, abi: REGISTRY, functionName: "getSourceOfAsset", args: [asset] });
  const symbols = Object.keys(tokens) as (keyof typeof tokens)[];
  const reserves = await Promise.all(
    symbols.map(async (symbol) => ({ symbol, token: tokens[symbol], feed: await feedOf(tokens[symbol]) })),
  );
  const eModePrice = { asset: eModePriceSource, feed: await feedOf(eModePriceSource) };
  const asked = { address: provider, abi: REGISTRY, functionName: "getPriceOracleSentinel" } as const;
  const sentinel = await deployer.client.readContract(asked);
  return {
    protocol: spark,
    rpcUrl,
    market: { pool, treasury: deployer.account, reserves, eModePrice, sentinel },
    stop,
  };
}

const MINUTES = 60_000;
const BOTH = [
  "HealthFactorNotBelowThreshold",
  "CollateralCannotBeLiquidated",
  "SpecifiedCurrencyNotBorrowedByUser",
  "ReserveInactive",
  "ReservePaused",
  "InvalidBurnAmount",
  "collateral-limited",
  "whole debt allowed",
  "half of the debt allowed",
];
const WITH_SENTINEL = ["PriceOracleSentinelCheckFailed"];
const SINCE_V3_0 = ["LiquidationGraceSentinelCheckFailed", "SelfLiquidation", "MustNotLeaveDust", "deficit"];

const REVISIONS: { name: string; revision: number; start: () => Promise<Chain>; outcomes: string[] }[] = [
  { name: "v3.6 from its sources", revision: 10, start: startV3_6, outcomes: [...BOTH, ...SINCE_V3_0] },
  { name: "v3.0 as published, which is Spark's", revision: 1, start: startV3_0, outcomes: [...BOTH, ...WITH_SENTINEL] },
];

describe.each(REVISIONS)("against the real pool: $name", ({ revision, start, outcomes }) => {
  const seed = runSeed();
  const rules = rulesOf(revision)!;
  let chain: Chain;
  let market: MarketHandle;

  beforeAll(async () => {
    chain = await start();
    market = await openMarket(rpcTo(chain.rpcUrl), chain.market);
    expect(market.revision).toBe(revision);
  }, 5 * MINUTES);

  afterAll(() => chain?.stop());

  const each = (count: number, body: (random: Random, index: number) => Promise<void>) =>
    playAll(count, (index) => body(randomFrom(caseSeed(seed, index)), index));

  it("computes random liquidations to the last unit", { timeout: 2 * MINUTES }, async () => {
    const seen = new Set<string>();
    await each(1_500, async (random, index) => {
      const given = randomCase(random, market, rules, { orderly: random.chance(0.6) });
      const { predicted, real, input, outcome } = await playRandomCall(market, given, random, rules);
      expect(predicted, `seed ${seed}, case ${index}: ${describeInput(input)}\n${describeCase(given)}`).toEqual(real);
      seen.add(outcome);
    });
    expect([...seen].sort(), "every rule was at work").toEqual([...outcomes].sort());
  });

  it("quotes what the pool then does, to the last unit", { timeout: 2 * MINUTES }, async () => {
    let compared = 0;
    await each(800, async (random, index) => {
      const given = randomCase(random, market, rules, { orderly: random.chance(0.9), scarce: random.chance(0.2) });
      const found = randomQuote(chain.protocol, random, given, market, 0n);
      if (found === null) return;
      compared++;
      const { input, quoted, repay } = found;
      const where = `seed ${seed}, case ${index}: repay ${repay}, ${describeInput(input)}\n${describeCase(given)}`;
      const { call } = await play(market, given, input);
      if (!quoted.ok) {
        expect(call.ok, `${quoted.reason.code} ${where}`).toBe(false);
        return;
      }
      const { repaid, seized, protocolFee } = quoted.quote;
      expect(call, where).toMatchObject({ ok: true, repaid, seized, protocolFee });
    });
    expect(compared).toBeGreaterThan(300);
  });

  it("quotes what holds until the end of the horizon", { timeout: 2 * MINUTES }, async () => {
    let [compared, whole] = [0, 0];
    await each(800, async (random, index) => {
      const given = randomCase(random, market, rules, { orderly: true, calm: true });
      const horizon = random.integer(1n, 300n);
      const found = randomQuote(chain.protocol, random, given, market, horizon);
      if (found === null || !found.quoted.ok) return;
      compared++;
      const { quote } = found.quoted;
      const later = random.integer(0n, horizon);
      const { call, scaledDebtLeft } = await play(market, given, { ...found.input, later, funds: quote.funding });
      const where = `seed ${seed}, case ${index}: ${later} of ${horizon} s, ${describeInput(found.input)}\n${describeCase(given)}`;
      expect(call.ok, `${call.ok || call.error} ${where}`).toBe(true);
      if (!call.ok) return;
      expect(call.repaid <= quote.repaid && call.seized <= quote.seized, where).toBe(true);
      // Interest of minutes is next to nothing, so the quote is no idle upper bound. Balances move by whole units.
      const { numerator, denominator } = found.action.oracle;
      const slack = 2n + quote.repaid / 10_000n + (2n * numerator) / denominator;
      expect(quote.repaid - call.repaid <= slack, where).toBe(true);
      if (quote.repaid < found.debtAtEnd) return;
      whole++;
      expect(scaledDebtLeft, where).toBe(0n);
    });
    expect(compared).toBeGreaterThan(300);
    expect(whole).toBeGreaterThan(50);
  });

  it("finds the exact price at which the pool turns against the account", { timeout: 2 * MINUTES }, async () => {
    let compared = 0;
    await each(600, async (random, index) => {
      const ordered = randomCase(random, market, rules, { orderly: true });
      const given = { ...ordered, eMode: { ...ordered.eMode, price: null } };
      const balances = balancesAt(given, market, rules);
      const place = Number(random.integer(0n, BigInt(balances.length - 1)));
      const price = liquidationPrice(balances, [balances[place]!], rules);
      if (price === null) return;
      compared++;
      const reserve = market.reserves[given.holdings[place]!.reserveId]!;
      const current = balances[place]!.price;
      const between = random.integer(min(price, current), max(price, current));
      const prices = [price, price + 1n, price > 1n ? price - 1n : 1n, current, between];
      const [at, above, below, now, halfway] = await healthFactorsAt(market, given, reserve, prices);
      const where = `seed ${seed}, case ${index}: ${reserve.symbol} at ${price}\n${describeCase(given)}`;
      expect(at! < WAD, where).toBe(true);
      expect(above! >= WAD || below! >= WAD, where).toBe(true);
      if (now! < WAD || between === price) return;
      expect(price < current ? above! >= WAD : below! >= WAD, where).toBe(true);
      const { collateral, debt } = balances[place]!;
      if (collateral > 0n && debt > 0n) return;
      expect(halfway! >= WAD, `no crossing at ${between}, ${where}`).toBe(true);
    });
    expect(compared).toBeGreaterThan(200);
  });
});

/** Assesses a case as a caller of this project would, and asks for a quote of one of its actions; null when it has none. */
function randomQuote(
  { name: protocol, assess, quote: quoteOf }: Chain["protocol"],
  random: Random,
  given: AaveCase,
  market: MarketHandle,
  horizonSeconds: bigint,
) {
  const rules = rulesOf(market.revision)!;
  const state = stateOf(given, market, rules);
  const target = accountTarget({ protocol, market: market.pool }, given.user);
  const readOf = <State>(read: State) => ({ ok: true, blockNumber: 1n, timestamp: given.time, state: read }) as const;
  const options = { horizonSeconds, realizeBadDebt: true, usdPrices: new Map<string, bigint>() };
  const { actions } = assess(target, readOf(state.market), readOf(state.position), options);
  const selling = actions.filter(isLoanAction).filter(({ receives }) => receives.keptAs === null);
  if (selling.length === 0) return null;
  const action = random.pick(selling);
  const { most } = action.pays;
  const repay = random.pick([most, most, max(0n, most - 1n), random.integer(1n, most + 1n)]);
  const quoted = quoteOf(state.market, state.position, action, repay, { timestamp: given.time, horizonSeconds });
  const handleOf = (symbol: string) => market.reserves.find((reserve) => reserve.symbol === symbol)!;
  const [collateral, debt] = [handleOf(action.receives.token.symbol), handleOf(action.pays.token.symbol)];
  const input = { collateral, debt, debtToCover: quoted.ok ? quoted.quote.amount : repay };
  const later = balancesAt({ ...given, time: given.time + horizonSeconds }, market, rules);
  const debtAtEnd = later[given.holdings.findIndex(({ reserveId }) => reserveId === debt.id)]!.debt;
  return { action, input, quoted, repay, debtAtEnd };
}
