import { maxUint256 } from "viem";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createOnce } from "../../core/data/once.ts";
import type { TokenSymbol } from "../../devnet/index.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { targetKey } from "../../protocols/target.ts";
import { routeKey } from "../../routing/route.ts";
import { simulate } from "../simulate/simulate.ts";
import { type FallenChain, OWNER_LIMITS, startFallenChain } from "../testing/chain.fixture.ts";
import { readGasPrice } from "./gas.ts";
import { gasOf } from "./gas-of.ts";
import { liquidatorOf } from "./liquidator-of.ts";
import { planTarget } from "./plan-target.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
  // the operator can pay for anything
  const actions = (await chain.targets(chain.contextWith())).flatMap(({ assessment }) => assessment.actions);
  const debts = new Map<TokenSymbol, bigint>();
  for (const { pays } of actions) {
    const symbol = pays!.token.symbol as TokenSymbol;
    debts.set(symbol, (debts.get(symbol) ?? 0n) + 2n * pays!.most);
  }
  for (const [symbol, amount] of debts) {
    await chain.give(symbol, chain.operator.address, amount);
    for (const liquidator of Object.values(chain.book.liquidators)) {
      await chain.approve(symbol, chain.operator.address, liquidator, maxUint256);
    }
  }
});
afterAll(() => chain?.stop());

it.each([
  ["sold", 10, false],
  ["kept", 8, true],
])(
  "of collateral that is %s is within %d %% of what the transaction takes, for every way to liquidate every account",
  async (_, slack, inKind) => {
    const horizonSeconds = 12n;
    const context = chain.contextWith({
      deployed: true,
      config: { horizonSeconds, ofAdapters: { realizeBadDebt: true } },
    });
    const compared = new Map<string, number>();
    for (const assessed of await chain.targets(context)) {
      const { target, blockNumber, timestamp } = assessed.assessment;
      const protocol = PROTOCOLS[target.protocol];
      if (inKind && protocol.receipts === null) continue;
      const gasPrice = await readGasPrice(context, blockNumber);
      const liquidator = liquidatorOf(context.book, protocol);
      const result = await planTarget(context, protocol, assessed, {
        limits: { ...context.config, ...OWNER_LIMITS, minProfitUsd: -(10n ** 20n) },
        horizonSeconds,
        once: createOnce(),
        gasPrice,
        caller: chain.operator.address,
        liquidator,
        inKind,
      });
      // the collateral is lent out
      if (!result.ok && result.reason.code === "insufficient-liquidity") continue;
      if (!result.ok) throw new Error(`${targetKey(target)}: ${result.reason.message}`);
      for (const { candidate, ...plan } of [result.plan, ...result.alternatives]) {
        const how = { blockNumber, timestamp, gasPrice, caller: chain.operator.address, liquidator };
        const simulated = await simulate(context, { candidate, ...plan }, how);
        if (!simulated.ok) throw new Error(`${targetKey(target)}: ${simulated.reason.message}`);
        const difference = gasOf(candidate) - simulated.gasUsed;
        const { funding } = candidate.offer;
        expect(
          (difference < 0n ? -difference : difference) * 100n <= simulated.gasUsed * BigInt(slack),
          `${targetKey(target)} ${funding} ${routeKey(candidate.route)}: ${gasOf(candidate)}, takes ${simulated.gasUsed}`,
        ).toBe(true);
        compared.set(funding, (compared.get(funding) ?? 0) + 1);
      }
    }
    const all = ["aave", "aave-v2", "balancer-v2", "callback", "flash-swap", "morpho", "spark"];
    all.push("uniswap-v2", "uniswap-v3-flash", "uniswap-v4", "wallet"); // nobody of ERC-3156 is there
    expect([...compared.keys()].sort()).toEqual(inKind ? ["wallet"] : all);
  },
);
