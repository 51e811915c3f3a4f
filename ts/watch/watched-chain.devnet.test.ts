import { type Abi, type Address, encodeFunctionData, getAddress, type Hex, parseAbi, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { CountedContext } from "../chains/context.fixture.ts";
import type { ChainBook } from "../core/chain-book.ts";
import { IS_DEEP } from "../core/is-deep.fixture.ts";
import { result, rpcError } from "../core/rpc/local-server.fixture.ts";
import { waitForReceipt } from "../core/rpc/wait-for-receipt.ts";
import { movePrice } from "../devnet/index.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { isUnread } from "../flow/assess/is-unread.ts";
import { findTargets } from "../flow/find-targets.ts";
import { type FallenChain, startFallenChain, TWO_PROTOCOLS } from "../flow/testing/chain.fixture.ts";
import { ask, startProxy } from "../flow/testing/proxy.fixture.ts";
import { AAVE_V3_ADDRESSES } from "../protocols/aave-v3/addresses.ts";
import { type Random, randomFrom, runSeed } from "../protocols/differential/random.ts";
import { MORPHO_ADDRESSES } from "../protocols/morpho/addresses.ts";
import { targetKey } from "../protocols/target.ts";
import { readHead } from "./head.ts";
import { opportunityRows } from "./watch.ts";
import { assessChain, followHead, openChain, type WatchedChain } from "./watched-chain.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: BUILD_TIMEOUT });

const ROUNDS = IS_DEEP ? 200 : 40;
/** Rounds after which everything is also planned, which asks the venues. */
const PLANNED_EVERY = 10;
const WAD = 10n ** 18n;
const USD = 10n ** 8n;
const MOST = 2n ** 128n - 1n;
const NEWCOMERS = Array.from({ length: 6 }, (_, index) => getAddress(toHex(0x3a7c4000 + index, { size: 20 })));
/** Of Morpho's, one that no market of these tokens has. */
const OTHER_LLTV = (77n * WAD) / 100n;
const PARAMS = "(address,address,address,address,uint256)";

let chain: FallenChain;
let context: CountedContext;
let params: readonly unknown[];
beforeAll(async () => {
  chain = await startFallenChain();
  context = chain.contextWith();
  const { addresses, borrowers } = chain.devnet.info;
  const { morpho, aave } = addresses;
  const { oracle, irm, lltv } = morpho.markets.find(({ label }) => label === "WETH/USDC")!;
  params = [chain.token.USDC, chain.token.WETH, oracle, irm, BigInt(lltv)];
  const { whale } = addresses.accounts;
  await chain.give("USDC", whale, 10_000_000n * 10n ** 6n);
  for (const symbol of ["USDC", "WETH"] as const) {
    for (const spender of [morpho.morpho, aave.main.pool]) await chain.approve(symbol, whale, spender, MOST);
  }
  const users = [...NEWCOMERS, whale, ...[...borrowers.aave, ...borrowers.morpho].map(({ address }) => address)];
  for (const address of users) await chain.client.setBalance({ address, value: 100_000n * WAD });
  for (const user of NEWCOMERS) {
    const supply = "function supply(address,uint256,address,uint16)";
    await write(whale, aave.main.pool, supply, [chain.token.WETH, 3n * WAD, user, 0]);
    const pledge = `function supplyCollateral(${PARAMS},uint256,address,bytes)`;
    await write(whale, morpho.morpho, pledge, [params, 3n * WAD, user, "0x"]);
  }
});
afterAll(() => chain?.stop());

/** With gas to spare: what an estimate finds can fall short of what the next block needs. */
async function write(from: Address, to: Address, signature: string, args: readonly unknown[]): Promise<void> {
  const data = encodeFunctionData({ abi: parseAbi([signature]) as Abi, args });
  const hash = await chain.client.sendTransaction({ account: from, to, data, gas: 2_000_000n });
  const { status } = await waitForReceipt(chain.client, { hash });
  if (status !== "success") throw new Error(`${signature} reverted`);
}

const head = () => readHead(context.client);
const fresh = async () => openChain(chain.contextWith(), TWO_PROTOCOLS, await head());

/** The same protocols, as if nobody could have borrowed before a block. */
function bookFrom(fromBlock: bigint): ChainBook {
  const { book } = chain;
  const pools = AAVE_V3_ADDRESSES.of(book).map((market) => ({ ...market, fromBlock }));
  const singleton = { ...MORPHO_ADDRESSES.of(book)!, fromBlock };
  return MORPHO_ADDRESSES.with(AAVE_V3_ADDRESSES.with(book, pools), singleton);
}

/** Every target by its key, with its states. */
async function assessed(watched: WatchedChain) {
  const all = await assessChain(context, watched);
  return new Map(
    all.map((one) => [targetKey(one.assessment.target), one] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

async function expectFresh(watched: WatchedChain, why: string): Promise<void> {
  expect(await assessed(watched), why).toEqual(await assessed(await fresh()));
}

/** What anybody may do on either protocol, by its name. */
function steps(random: Random): readonly (readonly [name: string, run: () => Promise<void>])[] {
  const { addresses, borrowers } = chain.devnet.info;
  const { whale } = addresses.accounts;
  const { WETH, USDC } = chain.token;
  const { pool } = addresses.aave.main;
  const { morpho } = addresses.morpho;
  const known = (of: readonly { address: Address }[]) =>
    random.pick(random.chance(0.4) ? NEWCOMERS : of.map(({ address }) => address));
  const [onAave, onMorpho] = [known(borrowers.aave), known(borrowers.morpho)];
  const ether = random.integer(1n, 20n) * (WAD / 10n);
  const dollars = random.integer(10n, 2_000n) * 10n ** 6n;
  const aave = (from: Address, call: string, args: readonly unknown[]) => write(from, pool, `function ${call}`, args);
  const blue = (from: Address, name: string, rest: string, args: readonly unknown[]) =>
    write(from, morpho, `function ${name}(${PARAMS},${rest})`, [params, ...args]);
  return [
    ["supply", () => aave(whale, "supply(address,uint256,address,uint16)", [WETH, ether, onAave, 0])],
    ["borrow", () => aave(onAave, "borrow(address,uint256,uint256,uint16,address)", [USDC, dollars, 2n, 0, onAave])],
    ["repay", () => aave(whale, "repay(address,uint256,uint256,address)", [USDC, dollars, 2n, onAave])],
    ["withdraw", () => aave(onAave, "withdraw(address,uint256,address)", [WETH, ether / 4n, onAave])],
    [
      "liquidate",
      () => aave(whale, "liquidationCall(address,address,address,uint256,bool)", [WETH, USDC, onAave, dollars, false]),
    ],
    ["morpho supply", () => blue(whale, "supplyCollateral", "uint256,address,bytes", [ether, onMorpho, "0x"])],
    [
      "morpho borrow",
      () => blue(onMorpho, "borrow", "uint256,uint256,address,address", [dollars, 0n, onMorpho, onMorpho]),
    ],
    ["morpho repay", () => blue(whale, "repay", "uint256,uint256,address,bytes", [dollars, 0n, onMorpho, "0x"])],
    [
      "morpho withdraw",
      () => blue(onMorpho, "withdrawCollateral", "uint256,address,address", [ether / 4n, onMorpho, onMorpho]),
    ],
    [
      "morpho liquidate",
      () => blue(whale, "liquidate", "address,uint256,uint256,bytes", [onMorpho, ether / 10n, 0n, "0x"]),
    ],
    [
      "price",
      () =>
        movePrice(chain.client, "WETH", random.integer(20n, 32n) * 100n * USD, {
          info: chain.devnet.info,
          pools: false,
        }).then(() => undefined),
    ],
  ];
}

describe("a watched chain", () => {
  it("learns of the first who borrows from a protocol, and of a market that is created meanwhile", async () => {
    await chain.undoing(async () => {
      const { whale } = chain.devnet.info.addresses.accounts;
      const { morpho } = chain.devnet.info.addresses.morpho;
      const { pool } = chain.devnet.info.addresses.aave.main;
      await chain.client.mine({ blocks: 1 });
      const young = { ...context, book: bookFrom(await chain.client.getBlockNumber({ cacheTime: 0 })) };
      let watched = await openChain(young, TWO_PROTOCOLS, await head());
      expect(watched.protocols.map(({ states }) => states.targets.length)).toEqual([0, 0]);
      const created = [...params.slice(0, 4), OTHER_LLTV];
      const [user] = NEWCOMERS as [Address];
      const inMarket = (from: Address, name: string, rest: string, args: readonly unknown[]) =>
        write(from, morpho, `function ${name}(${PARAMS}${rest})`, [created, ...args]);
      await inMarket(whale, "createMarket", "", []);
      await inMarket(whale, "supply", ",uint256,uint256,address,bytes", [10_000n * 10n ** 6n, 0n, whale, "0x"]);
      await inMarket(whale, "supplyCollateral", ",uint256,address,bytes", [WAD, user, "0x"]);
      watched = (await followHead(young, watched, await head())).chain;
      expect(
        watched.protocols.map(({ states }) => states.targets.length),
        "nobody has borrowed",
      ).toEqual([0, 0]);
      await inMarket(user, "borrow", ",uint256,uint256,address,address", [500n * 10n ** 6n, 0n, user, user]);
      const borrow = "function borrow(address,uint256,uint256,uint16,address)";
      await write(user, pool, borrow, [chain.token.USDC, 50n * 10n ** 6n, 2n, 0, user]);
      watched = (await followHead(young, watched, await head())).chain;
      expect(watched.protocols.map(({ states }) => states.targets.length)).toEqual([1, 1]);
      const known = await assessed(watched);
      expect([...known.values()].every(({ assessment }) => (assessment.debtUsd ?? 0n) > 0n)).toBe(true);
      expect(known).toEqual(await assessed(await openChain(young, TWO_PROTOCOLS, await head())));
    });
  });

  it("misses nothing that happened while a market could not be read", async () => {
    await chain.undoing(async () => {
      const { pool } = chain.devnet.info.addresses.aave.main;
      const { address } = chain.borrower("aave", "healthy");
      const at = {
        address: pool,
        abi: parseAbi(["function getReserveAToken(address) view returns (address)"]),
      } as const;
      const aToken = await chain.client.readContract({
        ...{ ...at, functionName: "getReserveAToken" },
        args: [chain.token.WETH],
      });
      let isAway = false;
      const proxy = await startProxy(chain.devnet.rpcUrl, ({ method, id }, response) => {
        if (!isAway || method !== "eth_call") return false;
        rpcError(response, id, -32000, "the node is busy");
        return true;
      });
      try {
        const behind = chain.contextWith({ rpcUrl: proxy.url });
        let watched = await openChain(behind, TWO_PROTOCOLS, await head());
        isAway = true;
        await chain.client.mine({ blocks: 1 });
        watched = (await followHead(behind, watched, await head())).chain;
        const unread = [...(await assessed(watched)).values()].map(({ assessment }) => isUnread(assessment));
        expect(unread).toEqual(unread.map(() => true));
        isAway = false;
        // of which the pool itself says nothing
        await write(address, aToken, "function transfer(address,uint256)", [NEWCOMERS[0], WAD / 100n]);
        watched = (await followHead(behind, watched, await head())).chain;
        await expectFresh(watched, "after the node was away");
      } finally {
        await proxy.close();
      }
    });
  });

  it("watches of a list nobody else, looks in no log for whoever is missing, and keeps to it after a deep reorganisation", async () => {
    await chain.undoing(async () => {
      const { pool } = chain.devnet.info.addresses.aave.main;
      const { morpho } = chain.devnet.info.addresses.morpho;
      const [listed, stranger] = NEWCOMERS as [Address, Address];
      const usersOf = ({ protocols }: WatchedChain) =>
        new Set(
          protocols.flatMap(({ states }) => states.targets.map(({ subject }) => "user" in subject && subject.user)),
        );
      const borrow = "function borrow(address,uint256,uint256,uint16,address)";
      const own = chain.contextWith();
      const opened = await openChain(own, TWO_PROTOCOLS, await head(), { borrowers: [listed] });
      expect(usersOf(opened)).toEqual(new Set([listed]));
      const queries = own.requests.get("eth_getLogs") ?? 0;
      const gaps = opened.protocols.flatMap((protocol) => protocol.gaps);
      expect(gaps.map(({ reason }) => reason.code)).toContain("debt-missing");

      await write(stranger, pool, borrow, [chain.token.USDC, 50n * 10n ** 6n, 2n, 0, stranger]);
      const blue = `function borrow(${PARAMS},uint256,uint256,address,address)`;
      await write(listed, morpho, blue, [params, 50n * 10n ** 6n, 0n, listed, listed]);
      const followed = (await followHead(own, opened, await head())).chain;
      expect(usersOf(followed)).toEqual(new Set([listed]));
      const keys = followed.protocols.flatMap(({ known }) => [...known]);
      expect(
        keys.filter((key) => key.startsWith("morpho/")),
        "what the listed borrows anew",
      ).toHaveLength(1);
      await chain.client.mine({ blocks: 1 });
      const later = (await followHead(own, followed, await head())).chain;
      // of whom borrows anew is also looked for what can be done earlier
      expect(own.requests.get("eth_getLogs"), "those of the blocks, and no search").toBe(queries + 3);

      const { chain: lost, abandoned } = await followHead(own, { ...later, history: [] }, await head());
      expect(abandoned).toBeNull();
      expect(usersOf(lost)).toEqual(new Set([listed]));
    });
  });

  it("finds whoever is in no log of the block, as soon as a log tells of it", async () => {
    await chain.undoing(async () => {
      const { pool } = chain.devnet.info.addresses.aave.main;
      const [, user] = NEWCOMERS as [Address, Address];
      let hides: "nothing" | "blocks" | "everything" = "nothing";
      const proxy = await startProxy(chain.devnet.rpcUrl, async (call, response) => {
        const [filter] = (call.params ?? []) as { blockHash?: Hex }[];
        const isHidden = hides === "everything" || (hides === "blocks" && filter?.blockHash !== undefined);
        if (call.method !== "eth_getLogs" || !isHidden) return false;
        const { result: logs } = await ask(chain.devnet.rpcUrl, call);
        const hidden = user.slice(2).toLowerCase();
        result(
          response,
          call.id,
          (logs as object[]).filter((log) => !JSON.stringify(log).includes(hidden)),
        );
        return true;
      });
      const owes = async (symbol: "USDC" | "DAI", amount: bigint) =>
        write(user, pool, "function borrow(address,uint256,uint256,uint16,address)", [
          chain.token[symbol],
          amount,
          2n,
          0,
          user,
        ]);
      const gapsIn = (watched: WatchedChain) => watched.protocols.flatMap(({ gaps }) => gaps);
      const isKnown = (watched: WatchedChain) =>
        watched.protocols.some(({ known }) => [...known].some((key) => key.endsWith(user.toLowerCase())));
      try {
        const behind = chain.contextWith({ rpcUrl: proxy.url });
        const opened = await openChain(behind, TWO_PROTOCOLS, await head());
        expect([gapsIn(opened), isKnown(opened)]).toEqual([[], false]);

        hides = "everything";
        await owes("USDC", 50n * 10n ** 6n);
        const unaware = (await followHead(behind, opened, await head())).chain;
        expect(gapsIn(unaware).map(({ reason }) => reason.code)).toEqual(["debt-missing"]);
        expect(isKnown(unaware)).toBe(false);
        const queries = behind.requests.get("eth_getLogs")!;
        await chain.client.mine({ blocks: 1 });
        const waiting = (await followHead(behind, unaware, await head())).chain;
        // it does not look again at every block
        expect(behind.requests.get("eth_getLogs")).toBe(queries + 1);
        expect(gapsIn(waiting)).toHaveLength(1);
        hides = "nothing";
        await chain.client.mine({ blocks: 40 });
        const aware = (await followHead(behind, waiting, await head())).chain;
        expect([gapsIn(aware), isKnown(aware)]).toEqual([[], true]);

        // what a single block does not tell, the scan of the last hour does, at once
        hides = "blocks";
        await owes("DAI", WAD);
        const next = (await followHead(behind, aware, await head())).chain;
        expect(gapsIn(next)).toEqual([]);
        await expectFresh(next, "after a log was missing");
      } finally {
        await proxy.close();
      }
    });
  });

  it("is what a fresh reading finds, whatever happened in a block", async () => {
    const seed = runSeed();
    const random = randomFrom(seed);
    const done = new Set<string>();
    let watched = await fresh();
    const before = watched.protocols.map(({ states }) => states.targets.length);
    for (let round = 0; round < ROUNDS; round++) {
      for (let count = random.integer(1n, 4n); count > 0n; count--) {
        const [name, run] = random.pick(steps(random));
        await run().then(
          () => done.add(name),
          // what would leave an account unhealthy, or liquidate a healthy one, or take what is not there
          (error: Error) => expect(error.message, `seed ${seed}`).toMatch(/revert/),
        );
      }
      watched = (await followHead(context, watched, await head())).chain;
      await expectFresh(watched, `seed ${seed}, round ${round}`);
      if (round % PLANNED_EVERY !== PLANNED_EVERY - 1) continue;
      const { rows } = await opportunityRows(context, watched, { minDebtUsd: 0n });
      const request = {
        protocols: TWO_PROTOCOLS,
        user: null,
        limit: 1_000,
        maxHealthFactor: WAD,
        minDebtUsd: 0n,
      } as const;
      const found = await findTargets(chain.contextWith(), { ...request, block: watched.head, sort: "profit" });
      const possible = found.rows.filter(({ assessment }) => assessment.actions.length > 0);
      expect(byKey(rows), `seed ${seed}, round ${round}`).toEqual(byKey(possible));
    }
    expect(done.size, `seed ${seed}: ${[...done].join(", ")}`).toBeGreaterThan(8);
    for (const [index, { states }] of watched.protocols.entries()) {
      expect(states.targets.length, "newcomers borrowed").toBeGreaterThan(before[index]!);
    }
  });

  it("is read again after a reorganisation, where the abandoned blocks had changed it", async () => {
    const { whale } = chain.devnet.info.addresses.accounts;
    const { pool } = chain.devnet.info.addresses.aave.main;
    const { address } = chain.borrower("aave", "reference");
    const supply = (amount: bigint) =>
      write(whale, pool, "function supply(address,uint256,address,uint16)", [chain.token.WETH, amount, address, 0]);
    let watched = await fresh();
    const id = await chain.client.snapshot();
    await supply(WAD);
    watched = (await followHead(context, watched, await head())).chain;
    await chain.client.mine({ blocks: 1 });
    watched = (await followHead(context, watched, await head())).chain;
    await chain.client.revert({ id });
    await chain.client.mine({ blocks: 1, interval: 7 });
    for (const blocks of [2, 0, 0]) {
      const followed = await followHead(context, watched, await head());
      expect(followed.abandoned).toBe(blocks);
      watched = followed.chain;
      await expectFresh(watched, `${blocks} abandoned`);
      await supply(WAD / 10n);
    }
  });

  it("takes at most five requests for a block in which only a price moved, however many accounts there are", async () => {
    const watched = await fresh();
    const accounts = watched.protocols.reduce((sum, { states }) => sum + states.targets.length, 0);
    expect(accounts).toBeGreaterThan(25);
    await movePrice(chain.client, "WETH", 3_111n * USD, { info: chain.devnet.info, pools: false });
    const newest = await head();
    const counted = chain.contextWith();
    const { chain: next, touched } = await followHead(counted, watched, newest);
    const requests = [...counted.requests.values()].reduce((sum, count) => sum + count, 0);
    expect(touched).toBe(0);
    expect(requests, JSON.stringify([...counted.requests])).toBeLessThanOrEqual(5);
    await expectFresh(next, "a price moved");
  });
});

type Rows = Awaited<ReturnType<typeof findTargets>>["rows"];
const byKey = (rows: Rows) => new Map(rows.map((row) => [targetKey(row.assessment.target), row]));
