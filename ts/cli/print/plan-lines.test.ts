import { zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import type { ChainBook } from "../../core/chain-book.ts";
import type { QuotedCandidate } from "../../flow/plan/candidate.ts";
import {
  actionOf,
  candidateOf,
  inputOf,
  offerOf,
  plan,
  quoteOf,
  routeOf,
  USDC,
  WBTC,
} from "../../flow/plan/choose-plan.fixture.ts";
import type { PlannedLiquidation } from "../../flow/plan/planned-liquidation.ts";
import { lendTogether } from "../../funding/lend-together.ts";
import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";
import { colorsFor } from "./colors.ts";
import { deployedText } from "./deployed-text.ts";
import { namesOf } from "./names.ts";
import { fundingName, marketText, planLines, routeTexts } from "./plan-lines.ts";

const LENDER = offerOf("aave").lender;
const NOWHERE: ChainBook = {
  chainId: 1,
  name: "nowhere",
  wrappedNative: WBTC.address,
  routeTokens: [],
  addresses: {},
  liquidators: {},
};
const prime = { name: "prime", pool: LENDER, addressesProvider: LENDER, fromBlock: 0n };
const names = namesOf(AAVE_V3_ADDRESSES.with(NOWHERE, [prime]), [WBTC]);
const nobody = namesOf(NOWHERE, []);

function planned(candidate: QuotedCandidate, limits: Parameters<typeof inputOf>[1] = {}): PlannedLiquidation {
  const result = plan(inputOf([candidate], limits));
  if (!result.ok) throw new Error(result.reason.message);
  return result.plan;
}

const linesOf = (one: PlannedLiquidation) => Object.fromEntries(planLines(one, names));

describe("what could not be asked", () => {
  it("stands under the plan, each with what that means, and nothing where everything answered", () => {
    const one = planned(candidateOf());
    expect(linesOf(one)).not.toHaveProperty("not asked");
    const unasked = ["of 3 routes 1: the route could not be quoted", "the lender prime could not be asked"].map(
      (message) => ({ code: "lender-unread", message }),
    );
    const lines = planLines({ ...one, unasked }, names).filter(([name]) => name === "not asked");
    expect(lines.map(([, text]) => text)).toEqual(unasked.map((one) => `${one.message}; a better way may be among it`));
  });
});

describe("names", () => {
  it("are those of markets and tokens, however the address is written; others are shortened", () => {
    expect([names(LENDER), names(LENDER.toUpperCase().replace("0X", "0x") as typeof LENDER)]).toEqual([
      "prime",
      "prime",
    ]);
    expect([names(WBTC.address), nobody(WBTC.address)]).toEqual(["WBTC", "0x3333…3333"]);
  });

  it("tell two lenders and two markets apart", () => {
    const one = planned(candidateOf({ offer: offerOf("aave") }));
    const two = planned(candidateOf({ offer: offerOf("aave", { lender: WBTC.address }) }));
    expect([fundingName(one, names), fundingName(two, nobody)]).toEqual(["aave prime", "aave 0x3333…3333"]);
    expect(fundingName(planned(candidateOf()), names)).toBe("callback");
    const { target } = one;
    expect(marketText(target, names)).toBe("aave-v3 prime");
    const marketId = `0x${"5".repeat(64)}` as const;
    expect(marketText({ ...target, protocol: "morpho", marketId }, names)).toBe("morpho 0x5555…5555");
  });
});

describe("a plan", () => {
  it("of several lenders says what each of them lends", () => {
    const offers = [offerOf("morpho", { lender: WBTC.address, available: 4_000_000000n })];
    offers.push(offerOf("aave", { available: 9_000_000000n }));
    const two = planned(candidateOf({ offer: lendTogether(offers, 10_000_000000n)! }));
    const [first, second] = ["Morpho Blue flash loan from WBTC", "Aave V3 flash loan from the market prime"];
    expect(linesOf(two)["pay by"]).toBe(`4,000 USDC by ${first} + 6,000 USDC by ${second}, premium 3 USDC`);
    expect(fundingName(two, names)).toBe("morpho WBTC + aave prime");
  });

  it("says each hop with its fee and the token between", () => {
    const two = planned(candidateOf({ offer: offerOf("aave"), route: routeOf([3000, 100]) }));
    expect(routeTexts(two, names)).toEqual(["WETH -[0.3 %]-> WBTC -[0.01 %]-> USDC on Uniswap V3"]);
    expect(linesOf(two)).toMatchObject({
      "pay by": "Aave V3 flash loan from the market prime, premium 5 USDC",
      sell: "WETH -[0.3 %]-> WBTC -[0.01 %]-> USDC on Uniswap V3",
      keep: "295 USDC",
      profit: "$295.00 less $11.00 gas = $284.00",
    });
  });

  it("of an aggregator says its name alone", () => {
    const { runner, splits } = routeOf();
    const hops = splits[0]!.hops.map((hop) => ({ ...hop, venue: "zero-x", label: "0x" }) as const);
    const one = planned(candidateOf({ route: { runner, splits: [{ bps: 0, hops }] } }));
    expect(routeTexts(one, names)).toEqual(["WETH -[0x]-> USDC"]);
  });

  it("counts the tip where it can be paid, and says where it cannot", () => {
    const inEther = planned(candidateOf({ offer: offerOf("flash-swap"), sold: 4n * 10n ** 18n }), { tipBps: 1_000 });
    expect(linesOf(inEther)).toMatchObject({
      tip: "worth 50 USDC out of what is kept",
      profit: "$500.00 less $50.00 tip and $11.00 gas = $439.00",
    });
    const inDollars = planned(candidateOf(), { tipBps: 1_000 });
    expect(linesOf(inDollars).tip).toMatch(/^nothing: the block's producer can only be tipped in ether/);
    expect(linesOf(planned(candidateOf()))).not.toHaveProperty("tip");
  });

  it("does not call aTokens the token itself, nor a same asset a sale", () => {
    const kept = planned(
      candidateOf({ action: actionOf({ keptAs: "aTokens" }), offer: offerOf("wallet"), route: null, sale: null }),
    );
    expect(linesOf(kept)).toMatchObject({ sell: "kept as aTokens", keep: "4.2 WETH as aTokens" });
    const action = actionOf({ collateral: USDC, oracle: { numerator: 1n, denominator: 1n } });
    const same = planned(
      candidateOf({ action, quote: quoteOf(10_000_000000n, 10_400_000000n), route: null, sale: null }),
    );
    expect(linesOf(same)).toMatchObject({ sell: "same asset, nothing to sell", keep: "400 USDC" });
  });

  it("says when it would fail on chain", () => {
    expect(linesOf(planned(candidateOf()))["fails if"]).toBe(
      "what is left after the tip is worth less than 61 USDC or than 37 % of the bonus at the oracle's price, or after 1970-01-01 00:18:40 UTC",
    );
  });
});

describe("deployments", () => {
  const colors = colorsFor({} as never, {}, false);
  const { gasPrice } = inputOf([]);
  const setup = {
    setup: {
      owner: LENDER,
      receiver: LENDER,
      wrappedNative: zeroAddress,
      minBonusShareBps: 5_000,
      maxTipBps: 5_000,
      operators: [LENDER],
      markets: [LENDER],
      lenders: [],
      seller: zeroAddress,
      deployments: { uniswapV3Factory: LENDER, uniswapV3PoolInitCodeHash: "0x" },
    },
  } as const;
  const dry = {
    contract: "MorphoLiquidator",
    address: LENDER,
    setup,
    record: null,
    wasThere: false,
    gas: 4_000_000n,
    gasPrice,
  } as const;
  const hash = `0x${"1".repeat(64)}` as const;
  const record = { address: LENDER, block: 7, txHash: hash, constructorArgs: {}, runtimeCodeHash: hash };
  const book = { book: { name: "base" }, recordFile: "deployments/8453.json", seller: null } as const;

  it("say what would be, what is, and what was there before", () => {
    const would = deployedText([dry], book, colors);
    expect(would).toMatch(/^MorphoLiquidator would be deployed on base\n/);
    expect(would).toMatch(/gas +4,000,000 at 11 gwei = \$110\.00\n/);
    expect(would).toMatch(/Dry run: nothing was sent\./);
    const is = deployedText([{ ...dry, record }], book, colors);
    expect(is).toMatch(/^Deployed MorphoLiquidator on base, verified on chain\n/);
    expect(is).toMatch(/Recorded in deployments\/8453\.json\.$/);
    const was = deployedText([{ ...dry, record, wasThere: true, gas: 0n }], book, colors);
    expect(was).toMatch(/^MorphoLiquidator was already deployed on base with these settings\n/);
    expect(was).not.toMatch(/gas|Dry run/);
  });
});
