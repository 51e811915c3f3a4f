import { type Address, erc20Abi, type Hex, parseAbi, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { createDeployer, type Deployer } from "../../devnet/deploy/deployer.ts";
import { type Devnet, movePrice, startDevnet } from "../../devnet/index.ts";
import { type Random, randomFrom, runSeed } from "../differential/random.ts";
import { type Target, targetKey, userOf } from "../target.ts";
import { positionTarget } from "./position-target.ts";
import { readPositions } from "./read-positions.ts";
import type { MorphoMarketParams, MorphoPosition } from "./state.ts";
import { touchedBy } from "./touched-by.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const MORPHO = parseAbi([
  "struct Params { address loanToken; address collateralToken; address oracle; address irm; uint256 lltv; }",
  "function supplyCollateral(Params params, uint256 assets, address onBehalf, bytes data)",
  "function withdrawCollateral(Params params, uint256 assets, address onBehalf, address receiver)",
  "function borrow(Params params, uint256 assets, uint256 shares, address onBehalf, address receiver)",
  "function repay(Params params, uint256 assets, uint256 shares, address onBehalf, bytes data)",
  "function supply(Params params, uint256 assets, uint256 shares, address onBehalf, bytes data)",
  "function accrueInterest(Params params)",
  "function setAuthorization(address authorized, bool newIsAuthorized)",
  "function liquidate(Params params, address borrower, uint256 seizedAssets, uint256 repaidShares, bytes data)",
]);
const MAX_UINT128 = 2n ** 128n - 1n;
const USD = 10n ** 8n;

let devnet: Devnet;
let deployer: Deployer;
/** Pays for everything, and acts for whoever has authorised it. */
let whale: Address;
let params: MorphoMarketParams;
let targets: Target[];

beforeAll(async () => {
  devnet = await startDevnet();
  const { morpho, accounts, tokens } = devnet.info.addresses;
  whale = accounts.whale;
  deployer = createDeployer(devnet.rpcUrl, accounts.deployer, {});
  await deployer.rpc("anvil_autoImpersonateAccount", [true]);
  const market = morpho.markets.find(({ label }) => label === "WETH/USDC")!;
  const { oracle, irm, lltv } = market;
  params = { loanToken: tokens.USDC, collateralToken: tokens.WETH, oracle, irm, lltv: BigInt(lltv) };
  const users = devnet.info.borrowers.morpho.map(({ address }) => address);
  targets = [...new Set(users)].map((user) => positionTarget(morpho.morpho, market.id, user));
  for (const to of [tokens.USDC, tokens.WETH]) {
    await send(whale, to, { abi: erc20Abi, functionName: "approve", args: [morpho.morpho, MAX_UINT128] });
  }
  for (const from of users) await act(from, "setAuthorization", [whale, true]);
});
afterAll(() => devnet?.stop());

type Call = Pick<Parameters<Deployer["send"]>[0], "abi" | "functionName" | "args">;
async function send(from: Address, to: Address, call: Call): Promise<void> {
  await deployer.rpc("anvil_setNextBlockBaseFeePerGas", ["0x0"]);
  await deployer.send({ from, to, ...call });
}
const act = (from: Address, functionName: string, args: readonly unknown[]) =>
  send(from, devnet.info.addresses.morpho.morpho, { abi: MORPHO, functionName, args } as Call);

const context = () => contextOf(devnet.rpcUrl, devnetBook(devnet.info));
const head = () => context().client.getBlockNumber({ cacheTime: 0 });

async function positionsAt(blockNumber: bigint): Promise<MorphoPosition[]> {
  const reads = await readPositions(context(), targets, new Map(), blockNumber);
  return reads.map((read) => {
    if (!read.ok) throw new Error(read.reason.message);
    return read.state;
  });
}

/** One random thing that users of Morpho do, as whoever may; the name of it. */
async function step(random: Random, { borrowShares, collateral }: MorphoPosition, user: Address): Promise<string> {
  const part = (all: bigint) => random.integer(1n, all);
  const steps: [string, boolean, () => readonly unknown[]][] = [
    ["supplyCollateral", true, () => [params, random.magnitude(1n, 10n ** 18n), user, "0x"]],
    ["supply", true, () => [params, random.magnitude(1n, 10n ** 9n), 0n, user, "0x"]],
    ["accrueInterest", true, () => [params]],
    ["borrow", collateral > 0n, () => [params, random.magnitude(1n, 10n ** 9n), 0n, user, whale]],
    ["withdrawCollateral", collateral > 0n, () => [params, part(collateral), user, whale]],
    [
      "repay",
      borrowShares > 0n,
      () => [params, 0n, random.chance(0.2) ? borrowShares : part(borrowShares), user, "0x"],
    ],
    ["liquidate", borrowShares > 0n, () => [params, user, 0n, part(borrowShares), "0x"]],
    ["liquidate", collateral > 0n, () => [params, user, random.chance(0.5) ? collateral : part(collateral), 0n, "0x"]],
  ];
  const [name, , args] = random.pick(steps.filter(([, isPossible]) => isPossible));
  // the user itself may do what needs nobody's tokens
  const byItself = name === "borrow" || name === "withdrawCollateral" ? random.chance(0.5) : false;
  await act(byItself ? user : whale, name, args());
  return name;
}

describe("touchedBy on a chain", () => {
  it("names every position that reads otherwise than a block before, whatever was done", async () => {
    const seed = runSeed();
    const random = randomFrom(seed);
    const { morpho } = devnet.info.addresses.morpho;
    const done = new Set<string>();
    let changes = 0;
    let before = await positionsAt(await head());
    for (let round = 0; round < 40; round++) {
      const from = await head();
      await movePrice(context().client as never, "WETH", random.pick([1_500n, 2_600n, 3_000n, 4_000n]) * USD);
      for (let count = random.integer(1n, 5n); count > 0n; count--) {
        const at = Number(random.integer(0n, BigInt(targets.length - 1)));
        const [current] = [(await positionsAt(await head()))[at]!];
        await step(random, current, userOf(targets[at]!)!).then(
          (name) => done.add(name),
          // Morpho refuses what would leave a position unhealthy, and a liquidation of a healthy one
          (error: Error) => expect(error.message, `seed ${seed}`).toMatch(/reverted/),
        );
      }
      const to = await head();
      const range = { fromBlock: toHex(from + 1n), toBlock: toHex(to) };
      const logs = (await deployer.rpc("eth_getLogs", [{ address: morpho, ...range }])) as {
        address: Address;
        topics: Hex[];
        data: Hex;
      }[];
      const touched = touchedBy(logs, context().book, null, targets);
      const named = touched.map(({ target }) => targetKey(target));
      expect(new Set(named).size).toBe(named.length);
      const after = await positionsAt(to);
      for (const [index, target] of targets.entries()) {
        const [then, now] = [before[index]!, after[index]!];
        if (then.borrowShares === now.borrowShares && then.collateral === now.collateral) continue;
        changes++;
        expect(named, `seed ${seed}, round ${round}`).toContain(targetKey(target));
        const { borrows } = touched[named.indexOf(targetKey(target))]!;
        if (now.borrowShares > then.borrowShares) expect(borrows, `seed ${seed}, round ${round}`).toBe(true);
      }
      before = after;
    }
    const all = ["accrueInterest", "borrow", "liquidate", "repay", "supply", "supplyCollateral", "withdrawCollateral"];
    expect([...done].sort()).toEqual(all);
    expect(changes).toBeGreaterThan(20);
  });
});
