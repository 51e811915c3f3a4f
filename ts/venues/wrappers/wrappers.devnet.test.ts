import {
  type Abi,
  type Address,
  concat,
  encodeAbiParameters,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  parseAbi,
  parseEther,
  parseUnits,
} from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CountedContext, contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { IS_DEEP } from "../../core/is-deep.fixture.ts";
import { creationCode } from "../../core/lens/artifact.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../devnet/testing/start-test-chain.ts";
import { randomFrom, runSeed } from "../../protocols/differential/random.ts";
import type { Pool } from "../pool.ts";
import { checkCurve } from "../testing/check-curve.fixture.ts";
import { deploySeller } from "../testing/play-trades.fixture.ts";
import { probeSale } from "../testing/probe-sale.fixture.ts";
import { wrappers } from "./index.ts";

const TRADES = IS_DEEP ? 3_000 : 300;

const abi = parseAbi([
  "function deposit(uint256 assets, address receiver) returns (uint256)",
  "function lend(address to, uint256 amount)",
  "function mint(address to, uint256 amount)",
  "function mint(address to, uint256 shares, uint256 pooledEther)",
  "function mint(uint256 amount) returns (uint256)",
  "function mint() payable",
  "function supply(address asset, uint256 amount, address onBehalfOf, uint16 referral)",
  "function getReserveData(address asset) view returns ((uint256, uint128, uint128, uint128, uint128, uint128, uint40, uint16, address))",
]);

let chain: TestChain;
let whale: Address;
let seller: Address;
/** What stands for something, and for what. */
let tokens: { readonly name: string; readonly token: Address; readonly to: Address }[];

beforeAll(async () => {
  chain = await startTestChain();
  const { addresses } = chain.devnet.info;
  const { USDC, WETH } = addresses.tokens;
  whale = addresses.accounts.whale;
  seller = await deploySeller(chain, whale);
  const address = (value: Address) => encodeAbiParameters([{ type: "address" }], [value]);

  const vault = await create("Vault", address(WETH));
  await approve(WETH, vault);
  await send(vault, "deposit", [parseEther("1000"), whale]);
  // so that a share is no round number of units
  await transfer(WETH, vault, 123_456_789_123_456_789n);

  const lending = await create("LendingVault", address(USDC));
  await approve(USDC, lending);
  await send(lending, "deposit", [parseUnits("1000000", 6), whale]);
  await transfer(USDC, lending, 777_777_777n);
  await send(lending, "lend", [whale, parseUnits("900000", 6)]);

  const { pool } = addresses.aave.main;
  await approve(USDC, pool);
  await send(pool, "supply", [USDC, parseUnits("500000", 6), whale, 0]);
  const reserve = await chain.client.readContract({ address: pool, abi, functionName: "getReserveData", args: [USDC] });

  const { older, newer } = addresses.compound;
  const [cUsdc, newerUsdc, cEther] = [older.cTokens.USDC!, newer.cTokens.USDC!, older.cTokens.WETH!];
  for (const market of [cUsdc, newerUsdc]) {
    await approve(USDC, market);
    await send(market, "mint", [parseUnits("500000", 6)]);
  }
  await send(cEther, "mint", [], parseEther("500"));

  const staked = await create("StakedEther");
  const wrapped = await create("WrappedStakedEther", address(staked));
  await send(staked, "mint", [wrapped, parseEther("1000"), 1_138_754_654_719_778_928_123n]);
  await send(wrapped, "mint", [whale, parseEther("900")]);

  tokens = [
    { name: "a vault", token: vault, to: WETH },
    { name: "a vault that lends", token: lending, to: USDC },
    { name: "an aToken", token: reserve[8], to: USDC },
    { name: "a cToken", token: cUsdc, to: USDC },
    { name: "a newer cToken", token: newerUsdc, to: USDC },
    { name: "the cToken of ether", token: cEther, to: WETH },
    { name: "wrapped staked ether", token: wrapped, to: staked },
  ];
  for (const { token } of tokens) await transfer(token, seller, await balance(token, whale));
}, BUILD_TIMEOUT);
afterAll(() => chain?.stop());

const newContext = (): CountedContext => contextOf(chain.devnet.rpcUrl, devnetBook(chain.devnet.info));

async function read(context: CountedContext = newContext()): Promise<{ pools: readonly Pool[]; block: bigint }> {
  const block = await context.client.getBlockNumber({ cacheTime: 0 });
  const { USDC, DAI, WETH } = chain.devnet.info.addresses.tokens;
  const pairs = [...tokens.map(({ token }) => [token, DAI] as const), [WETH, USDC] as const];
  const { pools, unasked } = await wrappers.pools!(context, pairs, block);
  expect(unasked).toEqual([]);
  return { pools, block };
}

describe("what stands for something else", () => {
  it("is known by what it says itself, in two rounds however many tokens there are", async () => {
    const context = newContext();
    const { pools } = await read(context);
    expect(pools.map((pool) => pool.tokens.map((token) => token.toLowerCase()))).toEqual(
      tokens.map(({ token, to }) => [token.toLowerCase(), to.toLowerCase()]),
    );
    // 150 reads a request, of which the first round has a few more
    expect(context.requests.get("eth_call")).toBe(3);
    for (const pool of pools) {
      const [from, to] = pool.tokens as [Address, Address];
      expect([pool.converts, pool.canTrade(from, to), pool.canTrade(to, from)]).toEqual([true, true, false]);
      expect(pool.hop(from, to, "leaf")).toBeNull();
    }
  });

  it("that could not be asked is told from what stands for nothing", async () => {
    const context = newContext();
    const block = await context.client.getBlockNumber({ cacheTime: 0 });
    const { USDC, DAI } = chain.devnet.info.addresses.tokens;
    expect(await wrappers.pools!(context, [[USDC, DAI]], block)).toEqual({ pools: [], unasked: [] });
    const far = await wrappers.pools!(context, [[USDC, DAI]], block + 1_000n);
    expect(far).toMatchObject({ pools: [], unasked: [{ code: "pool-unread", numbers: { pools: 2 } }] });
  });

  it("is paid out to the unit as it is said to be, and never more than there is cash for", async () => {
    const { pools, block } = await read();
    const random = randomFrom(runSeed());
    const clipped = new Set<string>();
    for (let round = 0; round < TRADES; round++) {
      const index = round % pools.length;
      const pool = pools[index]!;
      const { name, token: tokenIn, to: tokenOut } = tokens[index]!;
      const amount = random.magnitude(1n, await balance(tokenIn, seller));
      const said = pool.sell(tokenIn, tokenOut, amount);
      const hop = pool.hop(tokenIn, tokenOut, "seller")!;
      const played = await probeSale(chain.client as never, seller, { tokenIn, tokenOut, amount, hop }, block);
      const what = `${name}: ${amount}`;
      if (!said.ok) expect(played === null || played.received === 0n, what).toBe(true);
      else if (name !== "wrapped staked ether")
        expect(played, what).toEqual({ paid: said.paid, received: said.received });
      else {
        // shares of shares: it rounds again on its way to whoever asked
        expect([0n, 1n, 2n], what).toContain(said.received - played!.received);
      }
      if (said.ok && said.paid < amount) clipped.add(name);
    }
    expect([...clipped]).toEqual(["a vault that lends"]);
  });

  it("has a curve that is close to it and ends where its cash does", async () => {
    const { pools } = await read();
    for (const [index, pool] of pools.entries()) {
      const { token, to } = tokens[index]!;
      checkCurve(pool, token, to, 10n ** 26n);
    }
    const { token, to } = tokens[1]!;
    const curve = pools[1]!.curve(token, to);
    expect(curve(1e30)).toBeCloseTo(Number(pools[1]!.holding(to)), -1);
  });

  it("has less once some of it was paid out", async () => {
    const { pools } = await read();
    const { token, to } = tokens[1]!;
    const first = pools[1]!.sell(token, to, 10n ** 30n);
    if (!first.ok) throw new Error(first.reason.message);
    expect(first.after.sell(token, to, 10n ** 20n)).toMatchObject({ ok: false, reason: { code: "no-cash" } });
    expect(first.after.holding(to)).toBeLessThan(2n);
  });
});

async function create(name: string, args: Hex = "0x"): Promise<Address> {
  const hash = await chain.client.sendTransaction({
    account: whale,
    data: concat([creationCode(name), args]),
    chain: null,
  });
  return (await waitForReceipt(chain.client, { hash })).contractAddress!;
}

async function send(to: Address, functionName: string, args: readonly unknown[], value = 0n): Promise<void> {
  const data = encodeFunctionData({ abi: abi as Abi, functionName, args: [...args] });
  const hash = await chain.client.sendTransaction({ account: whale, to, data, value, chain: null });
  expect((await waitForReceipt(chain.client, { hash })).status, functionName).toBe("success");
}

async function sendToken(token: Address, functionName: "approve" | "transfer", to: Address, amount: bigint) {
  const data = encodeFunctionData({ abi: erc20Abi, functionName, args: [to, amount] });
  const hash = await chain.client.sendTransaction({ account: whale, to: token, data, chain: null });
  expect((await waitForReceipt(chain.client, { hash })).status, functionName).toBe("success");
}

const approve = (token: Address, spender: Address) => sendToken(token, "approve", spender, 2n ** 255n);
const transfer = (token: Address, to: Address, amount: bigint) => sendToken(token, "transfer", to, amount);

function balance(token: Address, account: Address): Promise<bigint> {
  return chain.client.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [account] });
}
