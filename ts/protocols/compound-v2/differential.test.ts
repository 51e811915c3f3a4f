import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { max } from "../../core/math/math.ts";
import { type Devnet, startDevnet } from "../../devnet/index.ts";
import { caseSeed, type Random, randomFrom, runSeed } from "../differential/random.ts";
import { playAll } from "../differential/simulate.ts";
import { callAt, pairAt } from "./call.ts";
import { type CompoundCase, describeCase, randomCase } from "./differential/case.ts";
import { type ComptrollerHandle, type ComptrollerPlace, openComptroller } from "./differential/chain.ts";
import { NEWER, OLDER } from "./differential/layout.ts";
import { type Played, type PlayInput, playCases } from "./differential/play.ts";
import { readCases } from "./differential/read.ts";
import { largestRepay } from "./largest-repay.ts";
import type { CompoundState } from "./state.ts";

const MINUTES = 60_000;

describe("against real contracts", () => {
  const seed = runSeed();
  let devnet: Devnet;

  beforeAll(async () => {
    devnet = await startDevnet();
  }, 5 * MINUTES);

  afterAll(() => devnet?.stop());

  it("reads, judges and liquidates random accounts of Venus to the last unit", { timeout: 3 * MINUTES }, async () => {
    const seen = await compare(await openComptroller(placeOf(devnet, "older")), 1_000);
    expect([...seen].sort()).toEqual([
      "BooksTooSmall",
      "InsufficientShortfall",
      "InvalidAmount",
      "SeizeTooMuch",
      "TooMuchRepay",
      "kept",
      "redeemed",
    ]);
  });

  it("does so with newer tokens, which revert and take a share", { timeout: 2 * MINUTES }, async () => {
    const seen = await compare(await openComptroller(placeOf(devnet, "newer")), 400);
    expect([...seen].sort()).toEqual([
      "BooksTooSmall",
      "InsufficientShortfall",
      "InvalidAmount",
      "SeizeTooMuch",
      "TooMuchRepay",
      "kept",
      "redeemed",
    ]);
  });

  async function compare(handle: ComptrollerHandle, count: number): Promise<Set<string>> {
    const seen = new Set<string>();
    const batches = Math.ceil(count / BATCH);
    await playAll(batches, async (batch) => {
      const drawn = drawCases(handle, seed, batch);
      const states = await readCases(
        handle,
        drawn.map(({ given }) => given),
      );
      const cases = drawn.map(({ random, given }, index) => {
        const state = states[index]!;
        const input = randomInput(random, given, state);
        const predicted = predict(state, input);
        return { given, input, predicted, redeemed: predicted.ok ? predicted.toLiquidator : 0n };
      });
      const played = await playCases(handle, cases);
      for (const [index, { given, input, predicted }] of cases.entries()) {
        const where = `seed ${seed}, batch ${batch}, ${JSON.stringify(input, text)}\n${describeCase(given)}`;
        expect(played[index], where).toEqual(asPlayed(handle, input, predicted));
        seen.add(outcomeOf(predicted));
      }
    });
    return seen;
  }
});

/** Where one of the devnet's comptrollers is. */
function placeOf({ rpcUrl, info }: Devnet, name: "older" | "newer"): ComptrollerPlace {
  const { tokens, compound } = info.addresses;
  const { cTokens, ...market } = compound[name];
  return {
    rpcUrl,
    ...market,
    wrapped: tokens.WETH,
    tokens: Object.entries(cTokens).map(([symbol, cToken]) => [tokens[symbol as keyof typeof tokens], cToken]),
    layout: name === "older" ? OLDER : NEWER,
    timestamp: BigInt(info.timestamp),
  };
}

/** Cases that are asked about together. */
const BATCH = 25;

/** Cases of accounts that owe and hold something. */
function drawCases(handle: ComptrollerHandle, seed: number, batch: number) {
  const cases: { readonly random: Random; readonly given: CompoundCase }[] = [];
  for (let index = 0; cases.length < BATCH; index++) {
    const random = randomFrom(caseSeed(seed, batch * 1_000 + index));
    const given = randomCase(random, handle, handle.block + BigInt(cases.length));
    const { debts, collaterals } = placesOf(given);
    if (debts.length > 0 && collaterals.length > 0) cases.push({ random, given });
  }
  return cases;
}

function placesOf({ tokens }: CompoundCase) {
  const places = [...tokens.keys()];
  return {
    debts: places.filter((place) => tokens[place]!.principal > 0n),
    collaterals: places.filter((place) => tokens[place]!.cTokens > 0n),
  };
}

const text = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);

/** Any call: around the most that is possible, part of it, nothing, or far too much. */
function randomInput(random: Random, given: CompoundCase, state: CompoundState): PlayInput {
  const places = placesOf(given);
  const [debt, collateral] = [random.pick(places.debts), random.pick(places.collaterals)];
  const at = pairOf(state, { debt, collateral });
  const most = largestRepay(at);
  const repay = random.pick([
    most,
    most,
    max(0n, most + random.integer(-2n, 2n)),
    random.integer(0n, most),
    random.magnitude(1n, at.owed + 1n),
    0n,
  ]);
  return { debt, collateral, repay };
}

function pairOf(state: CompoundState, { debt, collateral }: Pick<PlayInput, "debt" | "collateral">) {
  const [borrowed, held] = [state.market.tokens[debt]!, state.market.tokens[collateral]!];
  const at = pairAt(state, { debt: borrowed, collateral: held }, state.market.block);
  if (typeof at === "string") throw new Error(`no pair: ${at}`);
  return at;
}

function predict(state: CompoundState, input: PlayInput): Played {
  const result = callAt(pairOf(state, input), input.repay);
  if (!result.ok) return { ok: false, error: result.error };
  const { repaid, seized, toLiquidator, received } = result.amounts;
  return { ok: true, repaid, seized, toLiquidator, received: result.redeemable ? received : null };
}

/** An older token of ether hides the comptroller's word in the number of its own. */
function asPlayed(handle: ComptrollerHandle, { debt }: PlayInput, predicted: Played): Played {
  if (predicted.ok || handle.tokens[debt]!.underlying !== null) return predicted;
  const code = { InsufficientShortfall: "03", TooMuchRepay: "03", InvalidAmount: "07" }[predicted.error];
  return code === undefined ? predicted : { ok: false, error: `liquidateBorrow failed (${code})` };
}

function outcomeOf(played: Played): string {
  if (!played.ok) return played.error;
  return played.received === null ? "kept" : "redeemed";
}
