import { type Address, erc20Abi, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fund } from "../../devnet/testing/fund-recorded.fixture.ts";
import { isRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { type RecordedState, startRecorded } from "../../devnet/testing/start-recorded.fixture.ts";
import { randomFrom, runSeed } from "../../protocols/differential/random.ts";
import { deploySeller } from "../testing/play-trades.fixture.ts";
import { probeSale } from "../testing/probe-sale.fixture.ts";
import { uniswapV2Pair } from "./pair.ts";

const FILE = "op-132799000-1inch-velodrome-balancer-curve.json";
const TRADES = 25;
const TRADER: Address = "0x00000000000000000000000000000000000000b2";

const PAIR = parseAbi([
  "function stable() view returns (bool)",
  "function token0() view returns (address)",
  "function token1() view returns (address)",
  "function getReserves() view returns (uint256, uint256, uint256)",
  "function getAmountOut(uint256 amountIn, address tokenIn) view returns (uint256)",
  "function factory() view returns (address)",
  "function getFee(address pool, bool stable) view returns (uint256)",
  "function tickSpacing() view returns (int24)",
]);

/** Velodrome's pairs whose two reserves have a constant product; the fee of the older one, which names no factory, is that of its log. */
const PAIRS: readonly { readonly address: Address; readonly feeBps: bigint | null }[] = [
  { address: "0x47029bc8f5CBe3b464004E87eF9c9419a48018cd", feeBps: 5n },
  { address: "0x0df083de449F75691fc5A36477a6f3284C269108", feeBps: null },
  { address: "0xE5F28FC43bB40cDF7202eBe406793815b6f07fbD".toLowerCase() as Address, feeBps: null },
  { address: "0xdFf90E4A6c229565F25337b1dB9FA12F6D8cb118".toLowerCase() as Address, feeBps: null },
  { address: "0x8134a2fdC127549480865fB8E5A9E8A8a95a54c5".toLowerCase() as Address, feeBps: null },
  { address: "0x707ba27189E8bF89E43b2198e6B88AaC4720124f".toLowerCase() as Address, feeBps: null },
];

describe.skipIf(!isRecorded(FILE))("pairs of Velodrome on Optimism", () => {
  let chain: RecordedState;
  let seller: Address;
  beforeAll(async () => {
    chain = await startRecorded(FILE, { newestRules: true });
    await chain.client.setBalance({ address: TRADER, value: 10n ** 24n });
    seller = await deploySeller(chain, TRADER);
  });
  afterAll(() => chain?.stop());

  const ask = <T>(address: Address, functionName: string, args: readonly unknown[] = []) =>
    chain.client.readContract({ address, abi: PAIR, functionName, args } as never) as Promise<T>;

  it.each(PAIRS)("pay the seller to the unit what it asks for: $address", async ({ address, feeBps }) => {
    expect(await ask(address, "stable")).toBe(false);
    const tokens = [await ask<Address>(address, "token0"), await ask<Address>(address, "token1")] as const;
    const [reserve0, reserve1] = await ask<readonly bigint[]>(address, "getReserves");
    const reserves = [reserve0!, reserve1!] as const;
    for (const [place, token] of tokens.entries()) {
      await fund(chain.client, token, seller, 10n ** 30n);
      // what the pair had counted, where nobody asked
      const call = { address: token, abi: erc20Abi, functionName: "balanceOf", args: [address] } as const;
      if ((await chain.client.readContract(call)) === 0n) await fund(chain.client, token, address, reserves[place]!);
    }
    const fee = feeBps ?? (await ask<bigint>(await ask(address, "factory"), "getFee", [address, false]));
    const pool = uniswapV2Pair({
      address,
      name: "Velodrome",
      feeBps: Number(fee),
      tokens,
      reserves,
      balances: reserves,
    });
    const block = await chain.client.getBlockNumber({ cacheTime: 0 });
    const random = randomFrom(runSeed());
    for (let trade = 0; trade < TRADES; trade++) {
      const [tokenIn, tokenOut] = random.pick([tokens, tokens.toReversed()]) as readonly [Address, Address];
      const amount = random.magnitude(10n ** 6n, 2n * pool.holding(tokenIn));
      const said = pool.sell(tokenIn, tokenOut, amount);
      const hop = pool.hop(tokenIn, tokenOut, "seller")!;
      const played = await probeSale(chain.client, seller, { tokenIn, tokenOut, amount, hop }, block);
      expect(played, `${amount} ${tokenIn}`).toEqual(said.ok ? { paid: said.paid, received: said.received } : null);
      if (!said.ok) continue;
      // the pair itself rounds its fee down
      const most = await ask<bigint>(address, "getAmountOut", [amount, tokenIn]);
      const worth = (reserves[tokenIn === tokens[0] ? 1 : 0] ?? 0n) / (pool.holding(tokenIn) + amount) + 1n;
      expect(said.received <= most && most - said.received <= worth, `${most} ${said.received}`).toBe(true);
    }
  });

  it("are no concentrated pools: none of those that Slipstream makes was recorded", async () => {
    const { accounts } = (await import("../../devnet/testing/recorded-files.fixture.ts")).readRecorded(FILE).state as {
      accounts: Record<Address, { code: string }>;
    };
    const clones = Object.entries(accounts).filter(([, { code }]) => code.length === 2 + 2 * 45);
    expect(clones.length).toBeGreaterThan(5);
    for (const [address] of clones) {
      await expect(ask(address as Address, "tickSpacing"), address).rejects.toThrow();
    }
  });
});
