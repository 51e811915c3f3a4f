import { decodeAbiParameters } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { max } from "../../core/math/math.ts";
import { type Devnet, startDevnet } from "../../devnet/index.ts";
import { isLoanAction, type LoanAction, type Moment, type SeizeQuote } from "../action.ts";
import { caseSeed, type Random, randomFrom, runSeed } from "../differential/random.ts";
import { rpcTo } from "../differential/rpc.ts";
import { playAll } from "../differential/simulate.ts";
import { accrue } from "./accrue.ts";
import { assess } from "./assess.ts";
import { describeCase, type MorphoCase, type MorphoTokens, randomCase } from "./differential/case.ts";
import { type MorphoHandle, openMorpho, type Played, type PlayInput, play } from "./differential/play.ts";
import { healthOf } from "./health.ts";
import { aftermathOf, amountsBySeized, amountsByShares } from "./liquidate.ts";
import { liquidationOraclePrice } from "./liquidation-price.ts";
import { MARKET_PARAMS_COMPONENTS } from "./market-id.ts";
import { positionTarget } from "./position-target.ts";
import { quote } from "./quote.ts";
import type { MorphoPosition } from "./state.ts";

const MINUTES = 60_000;
const UNDERFLOW = "Panic(17)";

describe("against the real Morpho Blue", () => {
  const seed = runSeed();
  let devnet: Devnet;
  let handle: MorphoHandle;
  let tokens: MorphoTokens;

  beforeAll(async () => {
    devnet = await startDevnet();
    const { DAI: loan, LINK: collateral } = devnet.info.addresses.tokens;
    const { morpho } = devnet.info.addresses.morpho;
    handle = await openMorpho(rpcTo(devnet.rpcUrl), morpho, [loan, collateral]);
    tokens = { morpho, loan, collateral, time: BigInt(devnet.info.timestamp) };
  }, 5 * MINUTES);

  afterAll(() => devnet?.stop());

  const each = (count: number, body: (random: Random, given: MorphoCase, where: string) => Promise<void>) =>
    playAll(count, (index) => {
      const random = randomFrom(caseSeed(seed, index));
      const given = randomCase(random, tokens);
      return body(random, given, `seed ${seed}, case ${index}\n${describeCase(given)}`);
    });

  it("accrues, judges and liquidates random positions to the last unit", { timeout: 2 * MINUTES }, async () => {
    const seen = new Set<string>();
    await each(2_000, async (random, given, where) => {
      const input = randomCall(random, given.position);
      const predicted = predict(given, input);
      expect(predicted, `${JSON.stringify(input, text)} ${where}`).toEqual(await play(handle, given, input));
      seen.add(outcomeOf(predicted));
    });
    const outcomes = ["bad debt", "inconsistent input", "part", "position is healthy", "whole", UNDERFLOW];
    expect([...seen].sort()).toEqual(outcomes.sort());
  });

  it("quotes what Morpho then does, to the last unit", { timeout: 2 * MINUTES }, async () => {
    let compared = 0;
    await each(1_200, async (random, given, where) => {
      const quoted = randomQuote(random, given, 0n);
      if (quoted === null) return;
      compared++;
      const played = await play(handle, given, inputOf(quoted));
      expect(played.call, where).toMatchObject({ ok: true, seized: quoted.seized, repaid: quoted.repaid });
      if (!realizes(quoted)) expect(outcomeOf(played), where).not.toBe("bad debt");
    });
    expect(compared).toBeGreaterThan(400);
  });

  it("quotes what holds until the end of the horizon", { timeout: 2 * MINUTES }, async () => {
    let compared = 0;
    await each(1_200, async (random, given, where) => {
      const horizon = random.integer(1n, 300n);
      const quoted = randomQuote(random, given, horizon);
      if (quoted === null) return;
      compared++;
      const later = random.integer(0n, horizon);
      const played = await play(handle, given, { ...inputOf(quoted), later });
      const { call } = played;
      const what = `${later} of ${horizon} s: ${JSON.stringify(quoted, text)} ${where}`;
      expect(call.ok, `${call.ok || call.error} ${what}`).toBe(true);
      if (!call.ok) return;
      expect(call.repaid <= quoted.repaid && call.seized <= quoted.seized, what).toBe(true);
      if (!realizes(quoted)) expect(outcomeOf(played), what).not.toBe("bad debt");
    });
    expect(compared).toBeGreaterThan(400);
  });

  it("quotes an action of an earlier block as Morpho does it at a later one", { timeout: 2 * MINUTES }, async () => {
    let compared = 0;
    await each(1_200, async (random, given, where) => {
      const action = offered(random, given, random.integer(0n, 300n));
      if (action === null) return;
      const later = random.magnitude(1n, 1_000_000n);
      const quoted = quoteOf(random, given, action, { timestamp: given.time + later, horizonSeconds: 0n });
      if (quoted === null) return;
      compared++;
      const played = await play(handle, given, { ...inputOf(quoted), later });
      expect(played.call, `${later} s ${where}`).toMatchObject({
        ok: true,
        seized: quoted.seized,
        repaid: quoted.repaid,
      });
      if (!realizes(quoted)) expect(outcomeOf(played), where).not.toBe("bad debt");
    });
    expect(compared).toBeGreaterThan(400);
  });

  it("finds the exact price at which Morpho turns against the position", { timeout: 2 * MINUTES }, async () => {
    let compared = 0;
    await each(400, async (_, given, where) => {
      const { market, position } = given;
      const { collateral } = position;
      const { borrow } = accrue(market, given.time)!;
      const { borrowed } = healthOf({ ...position, borrow, price: 1n, lltv: market.params.lltv });
      const price = liquidationOraclePrice(collateral, borrowed, market.params.lltv);
      if (price === null) return;
      compared++;
      const judge = async (at: bigint) => {
        const priced = { ...given, market: { ...market, price: at } };
        // One share, or none at all where that is too much: a healthy position is refused before anything is counted.
        const { call } = await play(handle, priced, { seizedAssets: 0n, repaidShares: 1n });
        return call.ok ? "liquidated" : call.error;
      };
      expect(await judge(price + 1n), `${price} ${where}`).toBe("position is healthy");
      expect(await judge(price), `${price} ${where}`).not.toBe("position is healthy");
    });
    expect(compared).toBeGreaterThan(300);
  });
});

const text = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);

/** Any call: by either measure, around all that there is, too much, or nothing. */
function randomCall(random: Random, { collateral, borrowShares }: MorphoPosition): PlayInput {
  const amount = (all: bigint) =>
    random.pick([all, all + random.integer(-2n, 2n), random.integer(0n, all), random.magnitude(1n, all + 1n)]);
  const positive = (value: bigint) => max(0n, value);
  return random.chance(0.5)
    ? { seizedAssets: positive(amount(collateral)), repaidShares: 0n }
    : { seizedAssets: 0n, repaidShares: positive(amount(borrowShares)) };
}

function predict({ time, market, position: held }: MorphoCase, { seizedAssets, repaidShares }: PlayInput): Played {
  const accrued = accrue(market, time)!;
  if (seizedAssets === 0n && repaidShares === 0n) return { accrued, call: { ok: false, error: "inconsistent input" } };
  const terms = { borrow: accrued.borrow, price: market.price!, lltv: market.params.lltv };
  if (healthOf({ ...held, ...terms }).healthy) return { accrued, call: { ok: false, error: "position is healthy" } };
  const amounts = seizedAssets > 0n ? amountsBySeized(seizedAssets, terms) : amountsByShares(repaidShares, terms);
  if (amounts.seized > held.collateral || amounts.repaidShares > held.borrowShares) {
    return { accrued, call: { ok: false, error: UNDERFLOW } };
  }
  const left = aftermathOf(held, amounts, accrued.borrow);
  const { borrow, supply } = accrued;
  const assets = max(0n, borrow.assets - amounts.repaid) - left.badDebtAssets;
  const after = {
    supply: { assets: supply.assets - left.badDebtAssets, shares: supply.shares },
    borrow: { assets, shares: borrow.shares - amounts.repaidShares - left.badDebtShares },
  };
  const position = { borrowShares: left.borrowShares, collateral: left.collateral };
  return { accrued, call: { ok: true, seized: amounts.seized, repaid: amounts.repaid, after, position } };
}

function outcomeOf({ accrued, call }: Played): string {
  if (!call.ok) return call.error;
  if (call.after.supply.assets < accrued.supply.assets) return "bad debt";
  return call.position.borrowShares === 0n ? "whole" : "part";
}

/** What a caller of this project would be offered in a case; null when refused. */
function offered(random: Random, given: MorphoCase, horizonSeconds: bigint): LoanAction | null {
  const { time: timestamp, user, market, position } = given;
  const target = positionTarget(market.morpho, market.id, user);
  const block = { ok: true, blockNumber: 1n, timestamp } as const;
  const options = { horizonSeconds, realizeBadDebt: random.chance(0.5), usdPrices: new Map() };
  const [action] = assess(target, { ...block, state: market }, { ...block, state: position }, options).actions;
  return action !== undefined && isLoanAction(action) ? action : null;
}

/** Asks for a quote of all or of a part of it, at that moment; null when refused. */
function quoteOf(random: Random, { market, position }: MorphoCase, action: LoanAction, at: Moment): SeizeQuote | null {
  const { most } = action.pays;
  const size = random.pick([most, most, max(0n, most - 1n), random.integer(0n, most)]);
  const result = quote(market, position, action, size, at);
  if (!result.ok) return null;
  expect(result.quote.repaid <= size).toBe(true);
  return result.quote;
}

function randomQuote(random: Random, given: MorphoCase, horizonSeconds: bigint): SeizeQuote | null {
  const action = offered(random, given, horizonSeconds);
  if (action === null) return null;
  const at = { timestamp: given.time, horizonSeconds };
  const most = quote(given.market, given.position, action, action.pays.most, at);
  expect(most.ok && most.quote.repaid).toBe(action.pays.most);
  return quoteOf(random, given, action, at);
}

const TARGET_DATA = [
  { type: "tuple", components: MARKET_PARAMS_COMPONENTS },
  { type: "bool" },
  { type: "bool" },
] as const;

/** Whether the contract is told to take a loss from the lenders. */
function realizes({ data }: SeizeQuote): boolean {
  return decodeAbiParameters(TARGET_DATA, data)[2];
}

/** The call that the contract of this project makes for a quote. */
function inputOf({ data, amount }: SeizeQuote): PlayInput {
  const [, byShares] = decodeAbiParameters(TARGET_DATA, data);
  return byShares ? { seizedAssets: 0n, repaidShares: amount } : { seizedAssets: amount, repaidShares: 0n };
}
