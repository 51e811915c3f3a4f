import { type Address, type Hex, numberToHex, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import { rpcError } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { startProxy } from "../../flow/testing/proxy.fixture.ts";
import type { Pool } from "../pool.ts";
import { judgeTrades } from "../testing/judge-trades.fixture.ts";
import { type Stage, setStage } from "../testing/judge-venue.fixture.ts";
import { deploySeller, playTrades } from "../testing/play-trades.fixture.ts";
import { UNISWAP_V4_ADDRESSES } from "./addresses.ts";
import { uniswapV4 } from "./index.ts";
import { keysOf, poolId } from "./pool-key.ts";
import { bitmapSlot, liquiditySlot, slot0Slot, tickSlot } from "./slots.ts";

const TRADES = 100;
/** The second: the chain takes something for nothing, which nobody wants. */
const UNKNOWN = ["beyond-what-was-read", "nothing-bought"];
/** Asked before and after every swap, by its address; it answers with its question's selector and zeros, or not at all. */
const HOOK: Address = "0x00000000000000000000000000000000000100c0";
const AGREES: Hex = "0x5f3560e01c60e01b5f5260605ff3";
const REFUSES: Hex = "0x5f5ffd";

const MANAGER = parseAbi(["function extsload(bytes32 slot) view returns (bytes32)"]);

let stage: Stage;
let manager: Address;
let copied: Hex;
beforeAll(async () => {
  stage = await setStage(uniswapV4);
  manager = stage.chain.devnet.info.addresses.uniswapV4.poolManager;
  await stage.chain.client.setCode({ address: HOOK, bytecode: AGREES });
  copied = await copyPool();
}, BUILD_TIMEOUT);
afterAll(() => stage?.chain.stop());

/** Gives the manager a pool with the hook that is otherwise like one that it has: all that is known of it, under another key. */
async function copyPool(): Promise<Hex> {
  const { client, devnet } = stage.chain;
  const { USDC, WETH } = devnet.info.addresses.tokens;
  const keys = keysOf([USDC, WETH], WETH, [HOOK]);
  const known = new Set(devnet.info.addresses.uniswapV4.pools.map(({ id }) => id));
  const from = keys.find((key) => known.has(poolId(key)) && key.tickSpacing === 60)!;
  const [source, target] = [poolId(from), poolId({ ...from, hooks: HOOK })];
  const copy = async (slotOf: (id: Hex) => Hex) => {
    const value = await client.readContract({
      address: manager,
      abi: MANAGER,
      functionName: "extsload",
      args: [slotOf(source)],
    });
    if (BigInt(value) !== 0n) await client.setStorageAt({ address: manager, index: slotOf(target), value });
    return BigInt(value);
  };
  await copy(slot0Slot);
  await copy(liquiditySlot);
  for (let index = -58; index <= 57; index++) {
    const bits = await copy((id) => bitmapSlot(id, index));
    for (let bit = 0n; bit < 256n; bit++) {
      if (((bits >> bit) & 1n) === 1n) await copy((id) => tickSlot(id, (index * 256 + Number(bit)) * from.tickSpacing));
    }
  }
  return target;
}

async function read(hooks: readonly Address[]): Promise<readonly Pool[]> {
  const { devnet, client } = stage.chain;
  const book = UNISWAP_V4_ADDRESSES.with(devnetBook(devnet.info), { poolManager: manager, hooks });
  const block = await client.getBlockNumber({ cacheTime: 0 });
  return (await uniswapV4.pools(contextOf(devnet.rpcUrl, book), stage.everyPair, block)).pools;
}

const most = (token: Address) => (token === stage.chain.devnet.info.addresses.tokens.WETH ? 10n ** 21n : 10n ** 13n);

describe("pools of Uniswap V4 with a hook", () => {
  it("are not there unless the hook is allowed, and say that they have one", async () => {
    const ids = (pools: readonly Pool[]) => pools.map(({ id }) => id);
    expect(ids(await read([]))).not.toContain(copied);
    const allowed = await read([HOOK]);
    expect(ids(allowed)).toEqual(expect.arrayContaining([...ids(await read([])), copied]));
    expect(allowed.find(({ id }) => id === copied)!.label).toBe("V4 0.3 % with a hook");
  });

  it("pay to the unit what they say, as long as the hook agrees", () =>
    stage.chain.undoing(async () => {
      const seller = await deploySeller(stage.chain, stage.whale);
      const pools = (await read([HOOK])).filter(({ id }) => id === copied);
      const { chain, whale: trader } = stage;
      await judgeTrades({ chain, seller, trader, pools, count: TRADES, most, unknown: UNKNOWN });
      await chain.client.setCode({ address: HOOK, bytecode: REFUSES });
      const [tokenIn, tokenOut] = pools[0]!.tokens as [Address, Address];
      const trade = { tokenIn, tokenOut, amount: 10n ** 9n, hop: pools[0]!.hop(tokenIn, tokenOut, "seller")! };
      expect(await playTrades(chain, seller, trader, [trade])).toEqual([null]);
    }));

  it("are left out where a sale is all fee, and refuse one that buys nothing", () =>
    stage.chain.undoing(async () => {
      const index = slot0Slot(copied);
      const args = [index] as const;
      const now = BigInt(
        await stage.chain.client.readContract({ address: manager, abi: MANAGER, functionName: "extsload", args }),
      );
      const withFees = async (lpFee: bigint, down: bigint, up: bigint) => {
        const rest = now & (2n ** 184n - 1n);
        const value = numberToHex(rest | (((lpFee << 24n) | (up << 12n) | down) << 184n), { size: 32 });
        await stage.chain.client.setStorageAt({ address: manager, index, value });
        return (await read([HOOK])).find(({ id }) => id === copied);
      };
      // what the protocol takes besides may make all of it, also in one direction alone
      for (const [lpFee, down, up] of [
        [1_000_000n, 0n, 0n],
        [1_000_000n, 1_000n, 1_000n],
        [999_999n, 1n, 0n],
        [999_999n, 0n, 1_000n],
      ] as const) {
        expect(await withFees(lpFee, down, up), `${lpFee}, ${down}, ${up}`).toBeUndefined();
      }
      const dear = (await withFees(999_999n, 0n, 0n))!;
      for (const tokenIn of dear.tokens) {
        const tokenOut = dear.tokens.find((token) => token !== tokenIn)!;
        expect(dear.sell(tokenIn, tokenOut, 1n)).toMatchObject({ ok: false, reason: { code: "nothing-bought" } });
        expect(dear.curve(tokenIn, tokenOut)(1e30)).toBeGreaterThan(0);
      }
    }));

  it("are no pools that could not be read where the read was interrupted", async () => {
    const { devnet, client } = stage.chain;
    const book = UNISWAP_V4_ADDRESSES.with(devnetBook(devnet.info), { poolManager: manager, hooks: [] });
    const block = await client.getBlockNumber({ cacheTime: 0 });
    const stop = new AbortController();
    const proxy = await startProxy(devnet.rpcUrl, ({ id }, response) => {
      stop.abort();
      rpcError(response, id, -32603, "the request was aborted");
      return true;
    });
    const context = contextOf(proxy.url, book, { signal: stop.signal });
    await expect(uniswapV4.pools(context, stage.everyPair, block)).rejects.toThrow(InterruptedError);
    await proxy.close();
  });

  it("are refused where the hook changes what is paid, which its address says", () => {
    for (const bits of ["c8", "c4", "4c"]) {
      const hooks = [`0x00000000000000000000000000000000000100${bits}`];
      const parsed = UNISWAP_V4_ADDRESSES.schema.safeParse({ poolManager: manager, hooks });
      expect(parsed.error?.issues[0]?.message).toContain("changes what a swap pays");
    }
    expect(UNISWAP_V4_ADDRESSES.schema.safeParse({ poolManager: manager, hooks: [HOOK] }).success).toBe(true);
  });
});
