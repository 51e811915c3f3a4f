import { type Address, getAddress, parseAbi, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CountedContext, contextOf } from "../../chains/context.fixture.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { IS_DEEP } from "../../core/is-deep.fixture.ts";
import { approveUnlimited, giveEther, giveToken } from "../../devnet/shared/tokens.ts";
import { TOKEN_SYMBOLS } from "../../devnet/types.ts";
import { isLoanAction } from "../action.ts";
import { type Random, randomFrom, runSeed } from "../differential/random.ts";
import type { MarketReads } from "../protocol.ts";
import { SPARK_ADDRESSES } from "../spark/addresses.ts";
import { spark } from "../spark/index.ts";
import { accountTarget, type Target, targetKey } from "../target.ts";
import { type Actors, actorsOn } from "./actors.fixture.ts";
import { startOpenDevnet } from "./devnet.fixture.ts";
import { startFirstRevision } from "./first-revision.fixture.ts";
import { aaveV3 } from "./index.ts";
import type { AaveV3Market, AaveV3Position } from "./state.ts";

const MINUTES = 60_000;
const ROUNDS = IS_DEEP ? 400 : 150;
/** Few enough that every holding is read, also those that do not count. */
const READ_TOGETHER = 5;
const ORACLE = parseAbi(["function getSourceOfAsset(address asset) view returns (address)"]);
const MINT = parseAbi(["function mint(address account, uint256 amount)"]);
const STABLE = 1n;

/** A real market on a chain of its own, and people with tokens. */
interface Stage {
  /** Every revision is read by one code; what of revision 1 is on a chain is a fork's. */
  readonly protocol: typeof aaveV3;
  readonly context: CountedContext;
  readonly pool: Address;
  readonly users: readonly Address[];
  readonly actors: Actors;
  /** `whole` is 10^decimals. */
  readonly assets: readonly { readonly token: Address; readonly feed: Address; readonly whole: bigint }[];
  readonly hasStableRate: boolean;
  stop(): Promise<void>;
}

const USERS = Array.from({ length: 9 }, (_, index) => getAddress(toHex(0x70c4ed00 + index, { size: 20 })));

async function stageV3_6(): Promise<Stage> {
  const devnet = await startOpenDevnet();
  const { deployer, context } = devnet;
  const { tokens, feeds, aave } = devnet.info.addresses;
  const { pool } = aave.main;
  for (const user of USERS) {
    await giveEther(deployer, user, "100000");
    for (const symbol of TOKEN_SYMBOLS) {
      await giveToken(deployer, symbol, tokens[symbol], user, 10_000n * 10n ** (WHOLE[symbol] ?? 18n));
      await approveUnlimited(deployer, tokens[symbol], user, pool);
    }
  }
  const assets = TOKEN_SYMBOLS.map((symbol) => ({
    token: tokens[symbol],
    feed: feeds[symbol],
    whole: 10n ** (WHOLE[symbol] ?? 18n),
  }));
  const actors = actorsOn(deployer, pool);
  return {
    protocol: aaveV3,
    context,
    pool,
    users: USERS,
    actors,
    assets,
    hasStableRate: false,
    stop: () => devnet.stop(),
  };
}

async function stageV3_0(): Promise<Stage> {
  const { deployer, pool, provider, oracle, tokens, rpcUrl, stop } = await startFirstRevision();
  const actors = actorsOn(deployer, pool);
  const admin = deployer.account;
  const assets = [];
  for (const [symbol, token] of Object.entries(tokens)) {
    const whole = 10n ** (WHOLE[symbol] ?? 18n);
    for (const user of [...USERS, admin]) {
      const mint = { from: admin, to: token, abi: MINT, functionName: "mint" } as const;
      await deployer.send({ ...mint, args: [user, 1_000_000n * whole] });
      await actors.approve(user, token);
    }
    await actors.supply(admin, token, 1_000_000n * whole);
    const feed = await deployer.client.readContract({
      ...{ address: oracle, abi: ORACLE, functionName: "getSourceOfAsset" },
      args: [token],
    });
    assets.push({ token, feed, whole });
  }
  const nothing: ChainBook = {
    chainId: 31337,
    name: "first",
    wrappedNative: tokens.WETH,
    routeTokens: [],
    addresses: {},
    liquidators: {},
  };
  const book = SPARK_ADDRESSES.with(nothing, [{ name: "first", pool, addressesProvider: provider, fromBlock: 0n }]);
  const context = contextOf(rpcUrl, book);
  return { protocol: spark, context, pool, users: USERS, actors, assets, hasStableRate: true, stop };
}

const WHOLE: Readonly<Record<string, bigint>> = { WBTC: 8n, USDC: 6n, USDT: 6n };

const CHAINS = [
  { name: "v3.6", start: stageV3_6 },
  { name: "v3.0 as Spark", start: stageV3_0 },
];

describe.each(CHAINS)("touchedBy on a real pool: $name", ({ start }) => {
  let stage: Stage;
  let prices: Map<Address, bigint>;
  beforeAll(async () => {
    stage = await start();
    const market = (await marketsAt(await head())).values().next().value;
    if (!market?.ok) throw new Error("no market");
    prices = new Map(market.state.reserves.map(({ token, price }) => [token.address, price!]));
    const { actors, assets, users } = stage;
    for (const [index, user] of users.entries()) {
      const { token, whole } = assets[index % assets.length]!;
      await actors.supply(user, token, (10_000n * 10n ** 8n * whole) / prices.get(token)!);
    }
  }, 5 * MINUTES);
  afterAll(() => stage?.stop());

  const head = () => stage.context.client.getBlockNumber({ cacheTime: 0 });
  const ref = () => ({ protocol: stage.protocol.name, market: stage.pool }) as const;
  const marketsAt = (blockNumber: bigint) => stage.protocol.readMarkets(stage.context, [ref()], blockNumber);

  async function positionsAt(targets: readonly Target[], markets: MarketReads<AaveV3Market>, blockNumber: bigint) {
    const positions = new Map<string, AaveV3Position>();
    for (let index = 0; index < targets.length; index += READ_TOGETHER) {
      const some = targets.slice(index, index + READ_TOGETHER);
      for (const [place, read] of (
        await stage.protocol.readPositions(stage.context, some, markets, blockNumber)
      ).entries()) {
        if (!read.ok) throw new Error(read.reason.message);
        positions.set(targetKey(some[place]!), read.state);
      }
    }
    return positions;
  }

  it("names every account whose position is another after any transactions", { timeout: 3 * MINUTES }, async () => {
    const random = randomFrom(runSeed());
    const targets = stage.users.map((user) => accountTarget(ref(), user));
    const done = new Map<string, number>();
    let [changed, unnamed, borrowers] = [0, 0, 0];
    let from = await head();
    const markets = await marketsAt(from);
    const [market] = markets.values();
    if (!market?.ok) throw new Error("no market");
    const addresses = new Set(stage.protocol.logSources(ref(), market.state).map((address) => address.toLowerCase()));
    let before = await positionsAt(targets, markets, from);
    for (let round = 0; round < ROUNDS; round++) {
      const names: string[] = [];
      for (let step = random.integer(2n, 8n); step > 0n; step--) {
        const name = await act(random, market.state);
        if (name === null) continue;
        names.push(name);
        done.set(name, (done.get(name) ?? 0) + 1);
      }
      const to = await head();
      if (to === from) continue;
      const after = await positionsAt(targets, markets, to);
      const filter = { fromBlock: toHex(from + 1n), toBlock: toHex(to) };
      const logs = await stage.context.client.request({ method: "eth_getLogs", params: [filter] });
      const heard = logs.filter(({ address }) => addresses.has(address));
      const touched = stage.protocol.touchedBy(heard, stage.context.book, markets, []);
      const keys = touched.map(({ target }) => targetKey(target));
      expect(new Set(keys).size).toBe(keys.length);
      expect(
        stage.protocol.touchedBy(logs, stage.context.book, markets, []),
        "what other contracts say is not heard",
      ).toEqual(touched);
      for (const [key, position] of after) {
        const old = before.get(key)!;
        const named = touched.find(({ target }) => targetKey(target) === key);
        const borrows = owes(position) && !owes(old);
        if (borrows) borrowers++;
        if (JSON.stringify(position, plain) !== JSON.stringify(old, plain) && !stage.protocol.drifts(old)) {
          changed++;
          expect(named, `round ${round}: ${names.join(", ")} changed ${key}`).toBeDefined();
          if (borrows) expect(named!.borrows, `round ${round}: ${key} borrowed`).toBe(true);
        } else if (named === undefined) unnamed++;
      }
      [from, before] = [to, after];
    }
    expect(changed).toBeGreaterThan(120);
    expect(borrowers).toBeGreaterThan(5);
    expect(unnamed, "it does not just name everybody").toBeGreaterThan(100);
    const expected = ["borrow", "eMode", "liquidate", "liquidate in kind", "repay", "supply", "switch", "transfer"];
    if (stage.hasStableRate) expected.push("swap rate");
    expect([...done.keys()].sort(), "everything was done").toEqual(expect.arrayContaining(expected.sort()));
  });

  /** One random transaction; null when the pool refuses it, as it often does. */
  async function act(random: Random, market: AaveV3Market): Promise<string | null> {
    const { actors, users, assets, hasStableRate } = stage;
    const [user, other] = [random.pick(users), random.pick(users)];
    const asset = random.pick(assets);
    const reserve = market.reserves.find(({ token }) => token.address === asset.token)!;
    const worth = (dollars: bigint) => (dollars * 10n ** 8n * asset.whole) / prices.get(asset.token)!;
    const amount = worth(random.integer(10n, 5_000n));
    const kinds: [name: string, run: () => Promise<void>][] = [
      ["supply", () => actors.supply(user, asset.token, amount, other)],
      ["supply", () => actors.supply(user, asset.token, amount)],
      ["withdraw", () => actors.withdraw(user, asset.token, random.chance(0.3) ? 2n ** 256n - 1n : amount / 4n)],
      ["borrow", () => actors.borrow(user, asset.token, amount / 2n)],
      ["borrow", () => actors.borrow(user, asset.token, amount / 3n)],
      ["repay", () => actors.repay(user, asset.token, random.chance(0.3) ? amount * 1_000n : amount / 2n, other)],
      ["repay with aTokens", () => actors.repayWithATokens(user, asset.token, amount / 4n)],
      ["transfer", () => actors.transfer(user, reserve.aToken, other, amount / 3n)],
      ["switch", () => actors.useAsCollateral(user, asset.token, random.chance(0.5))],
      ["eMode", () => actors.enterEMode(user, Number(random.integer(0n, 2n)))],
      ["liquidate", () => liquidateAny(false)],
      ["liquidate in kind", () => liquidateAny(true)],
      ...(hasStableRate
        ? ([
            ["borrow stable", () => actors.borrow(user, asset.token, amount / 3n, STABLE)],
            ["repay stable", () => actors.repay(other, asset.token, amount, user, STABLE)],
            ["swap rate", () => actors.swapRate(user, asset.token, random.pick([STABLE, 2n]))],
          ] as [string, () => Promise<void>][])
        : []),
    ];
    const [name, run] = random.pick(kinds);
    try {
      await run();
      return name;
    } catch {
      return null;
    }

    /** Some price falls so far that somebody can be liquidated, and rises again. */
    async function liquidateAny(inKind: boolean): Promise<void> {
      const price = prices.get(asset.token)!;
      await actors.setPrice(asset.feed, price / 3n);
      try {
        const found = (await assessAll()).filter(({ receives }) => (receives.keptAs !== null) === inKind);
        if (found.length === 0) throw new Error("nobody can be liquidated");
        const { user: borrower, pays, receives } = random.pick(found);
        await actors.liquidate(other, [receives.token.address, pays.token.address], borrower, inKind);
      } finally {
        await actors.setPrice(asset.feed, price);
      }
    }
  }

  async function assessAll() {
    const blockNumber = await head();
    const markets = await marketsAt(blockNumber);
    const [market] = markets.values();
    const targets = stage.users.map((user) => accountTarget(ref(), user));
    const positions = await stage.protocol.readPositions(stage.context, targets, markets, blockNumber);
    const options = { horizonSeconds: 5n, realizeBadDebt: true, usdPrices: new Map(), liquidationPrices: false };
    return targets.flatMap((target, index) =>
      stage.protocol
        .assess(target, market!, positions[index]!, options)
        .actions.filter(isLoanAction)
        .map((action) => ({ ...action, user: stage.users[index]! })),
    );
  }
});

const owes = ({ holdings }: AaveV3Position) => holdings.some((held) => held.scaledVariableDebt + held.stableDebt > 0n);
const plain = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
