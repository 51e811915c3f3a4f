import { type Address, getAddress, parseAbi, toEventSelector, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { accountTarget, userOf } from "../target.ts";
import { type OpenDevnet, startOpenDevnet } from "./devnet.fixture.ts";
import { aaveV3 } from "./index.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const POOL = parseAbi([
  "function deposit(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)",
  "function borrow(address asset, uint256 amount, uint256 interestRateMode, uint16 referralCode, address onBehalfOf)",
]);
const TOKEN = parseAbi([
  "function mint(address to, uint256 amount)",
  "function approve(address spender, uint256 amount)",
  "function approveDelegation(address delegatee, uint256 amount)",
]);
const BORROW = toEventSelector("Borrow(address,address,address,uint256,uint8,uint256,uint16)");
const USDC_UNIT = 10n ** 6n;

const { discover } = aaveV3;

let devnet: OpenDevnet;
const [alice, bob, carol, dave] = ["a1", "b2", "c3", "d4"].map((tail) => getAddress(`0x${tail.padStart(40, "0")}`)) as [
  Address,
  Address,
  Address,
  Address,
];

beforeAll(async () => {
  devnet = await startOpenDevnet();
  await lend("main", alice);
  await borrow("main", alice, alice);
  await borrow("main", alice, alice);
  // bob owes what carol borrowed in his name; dave only lends
  await lend("main", bob);
  await delegate(bob, carol);
  await borrow("main", carol, bob);
  await lend("main", dave);
  await lend("l2", carol);
  await borrow("l2", carol, carol);
});
afterAll(() => devnet?.stop());

async function lend(market: "main" | "l2", user: Address): Promise<void> {
  const { tokens, aave } = devnet.info.addresses;
  const [token, pool, units] = [tokens.USDC, aave[market].pool, 1_000n * USDC_UNIT];
  await devnet.deployer.send({ from: devnet.admin, to: token, abi: TOKEN, functionName: "mint", args: [user, units] });
  await devnet.deployer.send({ from: user, to: token, abi: TOKEN, functionName: "approve", args: [pool, units] });
  await devnet.deployer.send({
    from: user,
    to: pool,
    abi: POOL,
    functionName: "deposit",
    args: [token, units, user, 0],
  });
}

async function borrow(market: "main" | "l2", from: Address, owing: Address): Promise<void> {
  const { tokens, aave } = devnet.info.addresses;
  const args = [tokens.USDC, 100n * USDC_UNIT, 2n, 0, owing] as const;
  await devnet.deployer.send({ from, to: aave[market].pool, abi: POOL, functionName: "borrow", args });
}

async function delegate(from: Address, to: Address): Promise<void> {
  const { tokens, aave } = devnet.info.addresses;
  const abi = parseAbi(["function getReserveVariableDebtToken(address) view returns (address)"]);
  const call = { address: aave.main.pool, abi, functionName: "getReserveVariableDebtToken" } as const;
  const debtToken = await devnet.context.client.readContract({ ...call, args: [tokens.USDC] });
  const args = [to, 1_000n * USDC_UNIT] as const;
  await devnet.deployer.send({ from, to: debtToken, abi: TOKEN, functionName: "approveDelegation", args });
}

/** Who borrowed of a pool according to the raw logs of the whole chain. */
async function borrowersOf(pool: Address): Promise<Address[]> {
  const filter = { address: pool, topics: [BORROW], fromBlock: "0x0", toBlock: "latest" };
  const logs = (await devnet.deployer.rpc("eth_getLogs", [filter])) as { topics: string[] }[];
  return [...new Set(logs.map(({ topics }) => getAddress(`0x${topics[2]!.slice(26)}`)))];
}

/** Who is found, and nothing else. */
const find = async (...asked: Parameters<typeof discover>) => (await discover(...asked)).targets;

const head = () => devnet.context.client.getBlockNumber({ cacheTime: 0 });

describe("discover", () => {
  it("finds exactly who owes, in whose name it was borrowed, once, and no lender", async () => {
    const { main, l2 } = devnet.info.addresses.aave;
    const found = await find(devnet.contextWith({}), { toBlock: await head() });
    const of = (pool: Address) => found.filter(({ market }) => market === pool).map(userOf);
    expect(of(main.pool)).toEqual(await borrowersOf(main.pool));
    expect(of(l2.pool)).toEqual(await borrowersOf(l2.pool));
    expect(of(main.pool).slice(-2)).toEqual([alice, bob]);
    expect(of(l2.pool).at(-1)).toBe(carol);
    expect(of(main.pool)).not.toContain(dave);
    expect(found).toHaveLength(of(main.pool).length + of(l2.pool).length);
    expect(found.every(({ protocol }) => protocol === "aave-v3")).toBe(true);
  });

  it("finds exactly the borrowers whom the devnet was built with", async () => {
    const { aave } = devnet.info.addresses;
    const found = await find(devnet.contextWith({}), { toBlock: BigInt(devnet.info.block) });
    const built = devnet.info.borrowers.aave.filter(({ debt }) => debt.length > 0);
    const expected = built.map(({ market, address }) => `${aave[market as "main" | "l2"].pool} ${address}`);
    expect(expected.length).toBeGreaterThan(10);
    expect(found.map((target) => `${target.market} ${userOf(target)}`).sort()).toEqual(expected.sort());
  });

  it("says nothing of what happened after the block that is asked for", async () => {
    const before = await find(devnet.contextWith({}), { toBlock: BigInt(devnet.info.block) });
    expect(before.map(userOf)).not.toContain(alice);
  });

  it("takes small steps where it has to, and finds the same", async () => {
    const config = { logChunkBlocks: 7n, concurrency: 2 };
    const small = devnet.contextWith({ config });
    const toBlock = await head();
    expect(await find(small, { toBlock })).toEqual(await find(devnet.contextWith({}), { toBlock }));
    // and one for whether the logs are late
    expect(small.requests.get("eth_getLogs")).toBe(2 * Math.ceil((Number(toBlock) + 1) / 7) + 1);
  });

  it("asks no logs for one user, who is looked for on every market", async () => {
    const context = devnet.contextWith({});
    const { main, l2 } = devnet.info.addresses.aave;
    expect(await find(context, { user: alice, toBlock: 1n })).toEqual([
      accountTarget({ protocol: "aave-v3", market: main.pool }, alice),
      accountTarget({ protocol: "aave-v3", market: l2.pool }, alice),
    ]);
    expect(context.requests.size).toBe(0);
  });

  it("starts over when a restarted devnet shares no more than its beginning", async () => {
    const context = devnet.contextWith({ config: { logChunkBlocks: 1_000n } });
    await devnet.deployer.rpc("anvil_mine", [toHex(200)]);
    const { timestamp } = await devnet.context.client.getBlock();
    await devnet.deployer.rpc("evm_setNextBlockTimestamp", [toHex(timestamp + 10_000n)]);
    await devnet.deployer.rpc("anvil_mine", [toHex(200)]);
    const before = await find(context, { toBlock: await head() });
    const other = await startOpenDevnet();
    try {
      await other.deployer.rpc("anvil_mine", [toHex(500)]);
      const { cacheDir } = context.config as { cacheDir?: string };
      const again = other.contextWith(cacheDir === undefined ? {} : { config: { cacheDir } });
      const toBlock = await other.context.client.getBlockNumber({ cacheTime: 0 });
      expect(await find(again, { toBlock })).toHaveLength(before.length - 3);
    } finally {
      await other.stop();
    }
  });
});
