import { describe, expect, it } from "vitest";
import { WAD } from "../../core/math/math.ts";
import { reservesOf } from "../aave/reserves-of.ts";
import { randomFrom } from "../differential/random.ts";
import { type AccountPlan, stateOf, USD } from "./account.fixture.ts";
import { type AaveV3Balance, balancesOf } from "./balance.ts";
import { liquidationPrice } from "./liquidation-price.ts";
import { type AaveV3Rules, KNOWN_REVISIONS, rulesOf } from "./rules.ts";
import { totalsOf } from "./totals.ts";

const balancesFor = (plan: AccountPlan, rules: AaveV3Rules) => {
  const state = stateOf(plan);
  return balancesOf(state, reservesOf(state.market), rules);
};
const priceOf = (plan: AccountPlan, place: number, revision = 10) => {
  const rules = rulesOf(revision)!;
  const balances = balancesFor(plan, rules);
  return liquidationPrice(balances, [balances[place]!], rules);
};

describe("liquidationPrice", () => {
  it("falls for a collateral: 22000 / (10 * 82.5 %) = 2666.66, and that price itself is still too low", () => {
    const plan = { collateral: { WETH: 10 }, debt: { USDC: 22_000 }, reserves: { WETH: { price: 3_000n * USD } } };
    expect(priceOf(plan, 0)).toBe(266_666_666_666n);
    expect(priceOf({ ...plan, reserves: { WETH: { price: 2_000n * USD } } }, 0), "already liquidatable").toBe(
      266_666_666_666n,
    );
  });

  it("rises for a debt: 78 % of 40000 dollars pay for 9 ETH up to 3466.66", () => {
    const plan = { collateral: { USDC: 40_000 }, debt: { WETH: 9 } };
    expect(priceOf(plan, 0)).toBe(346_666_666_667n);
  });

  it("weighs an asset on both sides by what is left of it", () => {
    // 100 at 78 % against 50: falls. 100 at 78 % against 90: rises. The rest of the account sets the price.
    const falling = { collateral: { USDC: 100 }, debt: { USDC: 50, DAI: 20 } };
    expect(priceOf(falling, 0)).toBe(71_428_571n);
    const rising = { collateral: { USDC: 100, DAI: 100 }, debt: { USDC: 90 } };
    expect(priceOf(rising, 0)).toBeGreaterThan(6n * USD);
  });

  it("is null where no price makes the difference", () => {
    expect(priceOf({ collateral: { WETH: 1, DAI: 5_000 }, debt: { USDC: 100 } }, 0)).toBeNull();
    expect(priceOf({ collateral: { WETH: 1 }, debt: {} }, 0)).toBeNull();
    const off = {
      collateral: { WETH: 1, DAI: 1_000 },
      debt: { USDC: 100 },
      holdings: { WETH: { usedAsCollateral: false } },
    };
    expect(priceOf(off, 0)).toBeNull();
    expect(priceOf({ ...off, reserves: { WETH: { price: null } } }, 0), "no price to start from").toBeNull();
  });

  it("moves every asset that an eMode price covers", () => {
    const rules = rulesOf(4)!;
    const plan = {
      collateral: { DAI: 1_000 },
      debt: { USDC: 800 },
      eMode: { collateralBitmap: 0b110n, priceOverride: USD },
    };
    const balances = balancesFor(plan, rules);
    expect(liquidationPrice(balances, balances, rules), "both sides move together").toBeNull();
    expect(liquidationPrice(balances, [balances[1]!], rules)).toBe(86_021_505n);
  });

  it("is the exact edge, and the first one, for random accounts of every revision", () => {
    const random = randomFrom(7);
    let found = 0;
    for (let sample = 0; sample < 1_500; sample++) {
      const rules = rulesOf(random.pick(KNOWN_REVISIONS))!;
      const balances = randomBalances(random, rules);
      const moving = random.pick(balances);
      const price = liquidationPrice(balances, [moving], rules);
      if (price === null) continue;
      found++;
      const below = (at: bigint) => {
        const moved = balances.map((balance) => (balance === moving ? { ...balance, price: at } : balance));
        return totalsOf(moved, rules).healthFactor < WAD;
      };
      const where = `sample ${sample}, v${rules.version}`;
      expect(below(price), where).toBe(true);
      expect(below(price + 1n) && below(price - 1n), where).toBe(false);
      if (below(moving.price) || (moving.debt > 0n && moving.collateral > 0n)) continue;
      const distance = price - moving.price;
      for (let step = 0n; step < 40n; step++) {
        const between = moving.price + (distance * random.integer(0n, 10n ** 6n)) / (10n ** 6n + 1n);
        expect(below(between), `${where}: ${between} on the way to ${price}`).toBe(false);
      }
    }
    expect(found).toBeGreaterThan(700);
  });
});

function randomBalances(random: ReturnType<typeof randomFrom>, rules: AaveV3Rules): AaveV3Balance[] {
  const amount = () => random.magnitude(10n ** 18n, 10n ** 22n);
  const plan: AccountPlan = {
    collateral: { WETH: 1, DAI: 1, ...(random.chance(0.5) && { USDC: 1 }) },
    debt: { USDC: 1, ...(random.chance(0.3) && { DAI: 1 }) },
    eMode: { liquidationThresholdBps: random.integer(100n, 9_500n), collateralBitmap: 1n },
  };
  const given = balancesFor(plan, rules).map((balance) => ({
    ...balance,
    unit: 10n ** 18n,
    price: random.magnitude(10n ** 6n, 10n ** 12n),
    collateral: balance.collateral === 0n ? 0n : amount(),
    debt: balance.debt === 0n ? 0n : amount(),
  }));
  const { weightedThreshold, totalDebtBase } = totalsOf(given, rules);
  const target = random.integer(9_800n, 11_500n);
  return given.map((balance) => ({
    ...balance,
    debt: (balance.debt * weightedThreshold) / (totalDebtBase * target),
  }));
}
