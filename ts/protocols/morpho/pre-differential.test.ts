import { decodeAbiParameters } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { max } from "../../core/math/math.ts";
import { type Devnet, startDevnet } from "../../devnet/index.ts";
import { isLoanAction, type LoanAction, type SeizeQuote } from "../action.ts";
import type { Assessment } from "../assessment.ts";
import { caseSeed, type Random, randomFrom, runSeed } from "../differential/random.ts";
import { rpcTo } from "../differential/rpc.ts";
import { playAll } from "../differential/simulate.ts";
import { accrue } from "./accrue.ts";
import { assess } from "./assess.ts";
import { describeCase, type MorphoTokens, ORACLE } from "./differential/case.ts";
import { type EarlyCase, randomEarlyCase } from "./differential/early-case.ts";
import { type EarlyHandle, openEarly, playEarly } from "./differential/early-play.ts";
import type { Played, PlayInput } from "./differential/play.ts";
import { positionTarget } from "./position-target.ts";
import { preAmountsBySeized, preAmountsByShares, preLiquidationLimits, preRefusal } from "./pre-liquidation.ts";
import { quote } from "./quote.ts";
import type { MorphoPosition } from "./state.ts";

const MINUTES = 60_000;
const UNDERFLOW = "Panic(17)";

/**
 * The real Morpho, and pre-liquidation contracts that a double of their factory makes: the real one is in no package. These cases,
 * `early.devnet.test.ts` and `gas.devnet.test.ts` were played once on the real factory and its contracts, compiled from their public
 * source with the compiler of this project: all passed alike.
 */
describe("against Morpho Blue and its pre-liquidations", () => {
  const seed = runSeed();
  let devnet: Devnet;
  let handle: EarlyHandle;
  let tokens: MorphoTokens;

  beforeAll(async () => {
    devnet = await startDevnet();
    const { DAI: loan, LINK: collateral } = devnet.info.addresses.tokens;
    const { morpho, preLiquidationFactory: factory } = devnet.info.addresses.morpho;
    handle = await openEarly(rpcTo(devnet.rpcUrl), { morpho, factory }, [loan, collateral]);
    tokens = { morpho, loan, collateral, time: BigInt(devnet.info.timestamp) };
  }, 5 * MINUTES);

  afterAll(() => devnet?.stop());

  const each = (count: number, body: (random: Random, given: EarlyCase, where: string) => Promise<void>) =>
    playAll(count, (index) => {
      const random = randomFrom(caseSeed(seed, index));
      const given = randomEarlyCase(random, tokens);
      return body(random, given, `seed ${seed}, case ${index}\n${describeCase(given)}`);
    });

  it("judges and pre-liquidates random positions to the last unit", { timeout: 2 * MINUTES }, async () => {
    const seen = new Set<string>();
    await each(1_200, async (random, given, where) => {
      const input = randomCall(random, given);
      const predicted = predict(given, input);
      expect(predicted, `${JSON.stringify(input, text)} ${where}`).toEqual(await playEarly(handle, given, input));
      seen.add(outcomeOf(predicted));
    });
    const outcomes = [
      "InconsistentInput",
      "LiquidatablePosition",
      "NotPreLiquidatablePosition",
      "PreLiquidationTooLarge",
      "insufficient collateral",
      "part",
      "unauthorized",
      "whole",
      "zero assets",
      UNDERFLOW,
    ];
    expect([...seen].sort()).toEqual(outcomes.sort());
  });

  it("offers what the contract then does, until the end of the horizon", { timeout: 2 * MINUTES }, async () => {
    let compared = 0;
    await each(1_200, async (random, given, where) => {
      const horizon = random.pick([0n, random.integer(1n, 300n)]);
      const action = offered(judged(given, horizon));
      if (action === null) return;
      const quoted = quoteOf(random, given, action, horizon);
      if (quoted === null) return;
      compared++;
      const later = random.integer(0n, horizon);
      const input = { seizedAssets: 0n, repaidShares: quoted.amount, later };
      const { call } = await playEarly(handle, given, input);
      const what = `${later} of ${horizon} s: ${JSON.stringify(quoted, text)} ${where}`;
      expect(call.ok, `${call.ok || call.error} ${what}`).toBe(true);
      if (!call.ok) return;
      if (horizon === 0n) expect(call, what).toMatchObject({ seized: quoted.seized, repaid: quoted.repaid });
      expect(call.repaid <= quoted.repaid && call.seized >= quoted.seized, what).toBe(true);
    });
    expect(compared).toBeGreaterThan(300);
  });

  it("offers nothing exactly where the contract refuses", { timeout: 2 * MINUTES }, async () => {
    const seen = new Set<string>();
    await each(400, async (_, given, where) => {
      const assessment = judged(given, 0n);
      const refusal = assessment.notes.preLiquidation!.split("not now, ")[1];
      const shares = given.position.borrowShares / 1_000n + 1n;
      const { call } = await playEarly(handle, given, { seizedAssets: 0n, repaidShares: shares });
      const isOutside = !call.ok && ["LiquidatablePosition", "NotPreLiquidatablePosition"].includes(call.error);
      expect(/own liquidation applies|not yet above/.test(refusal ?? ""), where).toBe(isOutside);
      if (isOutside) seen.add(call.error);
    });
    expect([...seen].sort()).toEqual(["LiquidatablePosition", "NotPreLiquidatablePosition"]);
  });
});

const text = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);

const instantOf = ({ time, market, position, price }: EarlyCase) => {
  const accrued = accrue(market, time)!;
  return { accrued, held: { ...position, borrow: accrued.borrow, price, lltv: market.params.lltv } };
};

/** Any call: by either measure, around what the terms allow and all that there is, or nothing. */
function randomCall(random: Random, given: EarlyCase): PlayInput {
  const { borrowShares, collateral } = given.position;
  const limits = preLiquidationLimits(given.terms, instantOf(given).held);
  const repayable = typeof limits === "string" ? borrowShares : limits.repayableShares;
  const around = (most: bigint) =>
    random.pick([most, most + random.integer(-2n, 2n), random.integer(0n, most), random.magnitude(1n, most + 1n)]);
  const amount = (most: bigint) => max(0n, around(most));
  if (random.chance(0.4)) return { seizedAssets: amount(collateral), repaidShares: 0n };
  return { seizedAssets: 0n, repaidShares: amount(random.pick([repayable, repayable, borrowShares])) };
}

function predict(given: EarlyCase, { seizedAssets, repaidShares }: PlayInput): Played {
  const { position, market, terms, price } = given;
  const { accrued, held } = instantOf(given);
  const refused = (error: string): Played => ({ accrued, call: { ok: false, error } });
  if (seizedAssets === 0n && repaidShares === 0n) return refused("InconsistentInput");
  const limits = preLiquidationLimits(terms, held);
  if (limits === "liquidatable") return refused("LiquidatablePosition");
  if (limits === "too-healthy") return refused("NotPreLiquidatablePosition");
  const at = { borrow: accrued.borrow, price, incentive: limits.incentive };
  const amounts = seizedAssets > 0n ? preAmountsBySeized(seizedAssets, at) : preAmountsByShares(repaidShares, at);
  if (amounts.repaidShares > limits.repayableShares) return refused("PreLiquidationTooLarge");
  if (amounts.repaidShares > position.borrowShares) return refused(UNDERFLOW);
  if (amounts.seized === 0n) return refused("zero assets");
  if (!given.isAuthorized) return refused("unauthorized");
  const refusal = preRefusal({ ...held, price: market.price! }, amounts);
  if (refusal !== null) return refused(refusal === "still-unhealthy" ? "insufficient collateral" : UNDERFLOW);
  const { borrow, supply } = accrued;
  const { seized, repaid, repaidShares: shares } = amounts;
  const after = { supply, borrow: { assets: max(0n, borrow.assets - repaid), shares: borrow.shares - shares } };
  const left = { borrowShares: position.borrowShares - shares, collateral: position.collateral - seized };
  return { accrued, call: { ok: true, seized, repaid, after, position: left } };
}

function outcomeOf({ call }: Played): string {
  if (!call.ok) return call.error;
  return call.position.borrowShares === 0n ? "whole" : "part";
}

const ADDRESS = "0x00000000000000000000000000000000000ea41e" as const;
const FACTORY = "0x00000000000000000000000000000000000fac70" as const;

const acceptedBy = ({ position, terms, oracle, price }: EarlyCase): MorphoPosition => ({
  ...position,
  preLiquidations: [{ address: ADDRESS, factory: FACTORY, terms, oracle, price: oracle === ORACLE ? "market" : price }],
});

function judged(given: EarlyCase, horizonSeconds: bigint): Assessment {
  const { time: timestamp, user, market } = given;
  const target = positionTarget(market.morpho, market.id, user);
  const block = { ok: true, blockNumber: 1n, timestamp } as const;
  const options = { horizonSeconds, realizeBadDebt: false, usdPrices: new Map() };
  return assess(target, { ...block, state: market }, { ...block, state: acceptedBy(given) }, options);
}

/** The pre-liquidation that is offered; null when none is, or when the owner has taken back what is said of him here. */
function offered({ actions }: Assessment): LoanAction | null {
  const action = actions.find(({ id }) => id === `pre-liquidate:${ADDRESS}`);
  return action !== undefined && isLoanAction(action) ? action : null;
}

function quoteOf(random: Random, given: EarlyCase, action: LoanAction, horizonSeconds: bigint): SeizeQuote | null {
  if (!given.isAuthorized) return null;
  const { most } = action.pays;
  const size = random.pick([most, most, max(0n, most - 1n), random.integer(0n, most)]);
  const at = { timestamp: given.time, horizonSeconds };
  const result = quote(given.market, acceptedBy(given), action, size, at);
  if (!result.ok) {
    if (size === most) throw new Error(`the most that is offered is refused: ${result.reason.message}`);
    return null;
  }
  expect(result.quote.repaid <= size).toBe(true);
  expect(decodeAbiParameters([{ type: "address" }], result.quote.data)[0].toLowerCase()).toBe(FACTORY);
  return result.quote;
}
