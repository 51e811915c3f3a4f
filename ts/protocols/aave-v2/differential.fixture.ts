import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, parseAbi } from "viem";
import { expect } from "vitest";
import { max } from "../../core/math/math.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import type { DevnetInfo } from "../../devnet/index.ts";
import type { AaveV2MarketAddresses } from "../../devnet/parts/aave-v2/addresses.ts";
import { TOKEN_SYMBOLS } from "../../devnet/types.ts";
import { isLoanAction } from "../action.ts";
import { caseSeed, type Random, randomFrom, runSeed } from "../differential/random.ts";
import { type Rpc, rpcTo } from "../differential/rpc.ts";
import { playAll } from "../differential/simulate.ts";
import { accountTarget } from "../target.ts";
import { type AaveV2Case, describeCase, laterBy, randomCase } from "./differential/case.ts";
import { playRandomCall } from "./differential/compare.ts";
import { type MarketHandle, openMarket } from "./differential/market.ts";
import { play } from "./differential/play.ts";
import type { aaveV2Family } from "./family.ts";
import type { AaveV2Policy } from "./policy.ts";

const VIEWS = parseAbi([
  "function getSourceOfAsset(address asset) view returns (address)",
  "function getReservesList() view returns (address[])",
]);

/** A market of the devnet whose storage can be pretended. */
export async function openDevnetMarket(
  rpcUrl: string,
  { tokens }: DevnetInfo["addresses"],
  { pool, oracle, baseToken }: AaveV2MarketAddresses,
): Promise<MarketHandle> {
  const rpc = rpcTo(rpcUrl);
  const list = encodeFunctionData({ abi: VIEWS, functionName: "getReservesList" });
  const assets = decodeFunctionResult({
    abi: VIEWS,
    functionName: "getReservesList",
    data: await ask(rpc, pool, list),
  });
  const reserves = assets.map(async (token) => {
    const symbol = TOKEN_SYMBOLS.find((one) => tokens[one] === token)!;
    // what the oracle counts in has no source
    return { symbol, token, source: token === baseToken ? null : await sourceOf(rpc, oracle, token) };
  });
  const baseUnit = baseToken === null ? 10n ** 8n : 10n ** 18n;
  return openMarket(rpc, { pool, baseToken, baseUnit, reserves: await Promise.all(reserves) });
}

const ask = async (rpc: Rpc, to: Address, data: Hex) => (await rpc("eth_call", [{ to, data }, "latest"])) as Hex;

/** Who tells an oracle of Aave the price of an asset. */
async function sourceOf(rpc: Rpc, oracle: Address, asset: Address): Promise<Address> {
  const data = encodeFunctionData({ abi: VIEWS, functionName: "getSourceOfAsset", args: [asset] });
  return decodeFunctionResult({ abi: VIEWS, functionName: "getSourceOfAsset", data: await ask(rpc, oracle, data) });
}

const seed = runSeed();
const each = (count: number, body: (random: Random, index: number) => Promise<void>) =>
  playAll(count, (index) => body(randomFrom(caseSeed(seed, index)), index));
const describeInput = (input: object) =>
  JSON.stringify(input, (_, value) => (typeof value === "bigint" ? `${value}` : value));

/** Every rule that a run must have seen at work. */
export const EVERY_RULE: readonly string[] = [
  ...["64", "2", "42", "43", "44", "45", "23"],
  ...["collateral-limited", "stable debt repaid", "clipped to half", "as offered"],
];

/** Plays calls on accounts at random and compares to the last unit. Returns which rules decided. */
export async function compareCalls(market: MarketHandle, policy: AaveV2Policy, count: number): Promise<Set<string>> {
  const seen = new Set<string>();
  await each(count, async (random, index) => {
    const given = randomCase(random, market, { orderly: random.chance(0.6), scarce: random.chance(0.1) });
    const { predicted, real, input, outcome } = await playRandomCall(market, given, random, policy);
    expect(predicted, `seed ${seed}, case ${index}: ${describeInput(input)}\n${describeCase(given)}`).toEqual(real);
    seen.add(outcome);
  });
  return seen;
}

/** What is quoted, for a fork under its policy. */
export interface Quoted {
  readonly protocol: ReturnType<typeof aaveV2Family>;
  readonly policy: AaveV2Policy;
}

/**
 * Compares quotes with what the pool then does: at the end of the horizon to the last unit, before it with no more than that.
 * Returns how many were compared, and how many refused.
 */
export async function compareQuotes(market: MarketHandle, of: Quoted, count: number): Promise<[number, number]> {
  let [compared, refused] = [0, 0];
  await each(count, async (random, index) => {
    const horizon = random.pick([0n, random.integer(1n, 300n)]);
    const [orderly, scarce] = [random.chance(0.9), random.chance(0.2)];
    const given = randomCase(random, market, { orderly, scarce, calm: horizon > 0n });
    const found = randomQuote(random, given, of.protocol, market, horizon);
    if (found === null) return;
    const { input, quoted } = found;
    const where = `seed ${seed}, case ${index}: ${describeInput(input)}, horizon ${horizon}\n${describeCase(given)}`;
    const at = (seconds: bigint, funds?: bigint) =>
      play(market, laterBy(given, seconds), { ...input, ...(funds !== undefined && { funds }) }, of.policy);
    if (!quoted.ok) {
      const ends = await Promise.all([at(0n), at(horizon)]);
      expect(
        ends.some(({ call }) => !call.ok),
        `${quoted.reason.code} ${where}`,
      ).toBe(true);
      refused++;
      return;
    }
    compared++;
    const { repaid, seized, funding } = quoted.quote;
    expect((await at(horizon, funding)).call, where).toMatchObject({ ok: true, repaid, toLiquidator: seized });
    const { call } = await at(random.integer(0n, horizon), funding);
    expect(call.ok && call.repaid <= repaid && call.toLiquidator <= seized, where).toBe(true);
  });
  return [compared, refused];
}

/** Assesses a case as a caller of this project would, and asks for a quote of one of its actions; null when it has none. */
function randomQuote(
  random: Random,
  given: AaveV2Case,
  protocol: Quoted["protocol"],
  market: MarketHandle,
  horizonSeconds: bigint,
) {
  const { market: state, position } = given.state;
  const name: ProtocolName = protocol.name;
  const target = accountTarget({ protocol: name, market: market.pool }, given.user);
  const readOf = <State>(read: State) => ({ ok: true, blockNumber: 1n, timestamp: given.time, state: read }) as const;
  const options = { horizonSeconds, realizeBadDebt: true, usdPrices: new Map<string, bigint>() };
  const actions = protocol.assess(target, readOf(state), readOf(position), options).actions.filter(isLoanAction);
  if (actions.length === 0) return null;
  const action = random.pick(actions);
  const { most } = action.pays;
  const repay = random.pick([most, most, max(0n, most - 1n), random.integer(0n, most + 1n)]);
  const quoted = protocol.quote(state, position, action, repay, { timestamp: given.time, horizonSeconds });
  const handleOf = (symbol: string) => market.reserves.find((reserve) => reserve.symbol === symbol)!;
  const [collateral, debt] = [handleOf(action.receives.token.symbol), handleOf(action.pays.token.symbol)];
  const inKind = action.receives.keptAs !== null;
  return { quoted, input: { collateral, debt, inKind, debtToCover: quoted.ok ? quoted.quote.amount : repay } };
}
