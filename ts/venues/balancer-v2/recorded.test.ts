import { type Address, decodeAbiParameters, encodeAbiParameters, type Hex, keccak256, slice, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf } from "../../chains/context.fixture.ts";
import { fund, tellDecimals } from "../../devnet/testing/fund-recorded.fixture.ts";
import { patch } from "../../devnet/testing/patch-recorded.fixture.ts";
import { isRecorded, readRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { type RecordedState, startRecorded } from "../../devnet/testing/start-recorded.fixture.ts";
import type { Pool, Trade } from "../pool.ts";
import { judgeTrades } from "../testing/judge-trades.fixture.ts";
import { deploySeller, playTrades } from "../testing/play-trades.fixture.ts";
import { BALANCER_V2_ADDRESSES } from "./addresses.ts";
import { balancerV2 } from "./index.ts";

const FILE = "op-132799000-1inch-velodrome-balancer-curve.json";
const TRADES = 150;

const TRADER: Address = "0x00000000000000000000000000000000000000b2";
const [WETH, OP]: Address[] = [
  "0x4200000000000000000000000000000000000006",
  "0x4200000000000000000000000000000000000042",
];
const BRIDGED_USDC: Address = "0x7F5c764cBc14f9669B88837ca1490cCa17c31607";
const USDC: Address = "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85";
const USDT: Address = "0x94b008aA00579c1307B0EF2c499aD98a8ce58e58";
const DAI: Address = "0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1";

/** Two pools with the tokens that are written into their code, in its order; among those of the second are its own shares. */
const WEIGHTED: Hex = "0x39965c9dab5448482cf7e002f583c812ceb53046000100000000000000000003";
const STABLE: Hex = "0x9da11ff60bfc5af527f58fd61679c3ac98d040d9000000000000000000000100";
const POOLS = [
  { id: WEIGHTED, what: "weighted", tokens: [WETH!, OP!, BRIDGED_USDC] },
  { id: STABLE, what: "stable, with its shares among its tokens", tokens: [USDC, BRIDGED_USDC, USDT, DAI] },
] as const;

/** Where its shares stand. */
const OWN_PLACE = 3;

const SWAP = keccak256(toHex("Swap(bytes32,address,address,uint256,uint256)"));

/** Slots of the vault: what is known of a pool by its id. */
const [LISTS, BALANCES, REGISTERED, SETS] = [1n, 7n, 5n, 8n];
const slotOf = (key: Hex, slot: bigint): Hex =>
  keccak256(encodeAbiParameters([{ type: "bytes32" }, { type: "uint256" }], [key, slot]));
const at = (slot: Hex, offset: number): Hex => toHex(BigInt(slot) + BigInt(offset), { size: 32 });
const word = (value: bigint): Hex => toHex(value, { size: 32 });

describe.skipIf(!isRecorded(FILE))("the real vault of Balancer on Optimism", () => {
  let chain: RecordedState;
  let seller: Address;
  let pools: readonly Pool[];

  beforeAll(async () => {
    chain = await startRecorded(FILE, { newestRules: true });
    const { client } = chain;
    await client.setBalance({ address: TRADER, value: 10n ** 24n });
    const { vault } = (await BALANCER_V2_ADDRESSES.known("optimism"))!;
    await tellTokens(vault);
    for (const token of [BRIDGED_USDC, USDC, USDT]) await tellDecimals(client, token, 6);
    for (const token of [WETH!, OP!, BRIDGED_USDC, USDC, USDT, DAI]) {
      await fund(client, token, TRADER, 10n ** 27n);
      await fund(client, token, vault, 10n ** 27n);
    }
    seller = await deploySeller(chain, TRADER);
    const book = { chainId: 10, name: "optimism", wrappedNative: WETH!, routeTokens: [], liquidators: {} } as const;
    const deployment = { vault, pools: [WEIGHTED, STABLE] };
    const context = contextOf(chain.rpcUrl, { ...book, addresses: { "balancer-v2": deployment } });
    const block = await client.getBlockNumber({ cacheTime: 0 });
    const answer = await balancerV2.pools(
      context,
      [
        [WETH!, OP!],
        [USDC, USDT],
      ],
      block,
    );
    expect(answer.unasked).toEqual([]);
    pools = answer.pools;
  });
  afterAll(() => chain?.stop());

  /** What a swap does not ask and the record lacks: which tokens the pools have, that they are registered, and a token's decimals. */
  async function tellTokens(vault: Address): Promise<void> {
    const { client } = chain;
    for (const { id } of POOLS) await patch(client, vault, { [slotOf(id, REGISTERED)]: 1n });
    const set = slotOf(WEIGHTED, SETS);
    await patch(client, vault, { [set]: 3n });
    for (const [place, token] of POOLS[0].tokens.entries()) {
      await patch(client, vault, { [at(keccak256(set), place)]: BigInt(token) });
    }
    const balances = BigInt(slotOf(WEIGHTED, BALANCES));
    await patch(client, vault, { [slotOf(word(BigInt(WETH!)), balances)]: 10n ** 19n });
    const list = BigInt(slotOf(STABLE, LISTS));
    const listed = POOLS[1].tokens.toSpliced(OWN_PLACE, 0, slice(STABLE, 0, 20)).map(BigInt);
    for (const [place, token] of listed.entries()) {
      await patch(client, vault, {
        [slotOf(word(BigInt(place)), list + 1n)]: token,
        [slotOf(word(token), list + 2n)]: BigInt(place + 1),
      });
    }
    await client.setCode({ address: DAI, bytecode: (await client.getCode({ address: OP! }))! });
  }

  it.each(POOLS)("has a pool that is read whole: $what", ({ id, tokens }) => {
    const pool = pools.find((one) => one.id === id)!;
    expect(pool.tokens).toEqual(tokens);
  });

  it.each(POOLS)("is paid and pays what Optimism has seen: $what", async ({ id }) => {
    const logs = readRecorded(FILE).transactions.flatMap((transaction) => transaction.logs);
    const { topics, data } = logs.find((log) => log.topics[0] === SWAP && log.topics[1] === id)!;
    const [tokenIn, tokenOut] = topics.slice(2).map((topic) => slice(topic, 12)) as [Address, Address];
    const [amount, received] = decodeAbiParameters([{ type: "uint256" }, { type: "uint256" }], data);
    const pool = pools.find((one) => one.id === id)!;
    expect(pool.sell(tokenIn, tokenOut, amount) as Trade).toMatchObject({ ok: true, paid: amount, received });
    await chain.undoing(async () => {
      const hop = pool.hop(tokenIn, tokenOut, "seller")!;
      expect(await playTrades(chain, seller, TRADER, [{ tokenIn, tokenOut, amount, hop }])).toEqual([
        { paid: amount, received },
      ]);
    });
  });

  it("pays to the unit what is worked out, trade after trade", () =>
    chain.undoing(async () => {
      const most = (token: Address) => ([WETH, OP, DAI].includes(token) ? 10n ** 23n : 10n ** 12n);
      await judgeTrades({ chain, seller, trader: TRADER, pools, count: TRADES, most });
    }));
});
