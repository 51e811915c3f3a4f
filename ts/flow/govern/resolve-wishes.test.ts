import { describe, expect, it } from "vitest";
import { AAVE, BLUE, LIDO, MAIN, MORPHO, STRANGER, wishing } from "./govern.fixture.ts";
import { resolveWishes, type Wishes } from "./resolve-wishes.ts";

const BOTH = [AAVE, BLUE];

function failureOf(liquidators: typeof BOTH, wishes: Wishes): unknown {
  try {
    resolveWishes(liquidators, wishes);
  } catch (error) {
    return error;
  }
  return null;
}

describe("resolveWishes", () => {
  it("adds an operator everywhere, and a market or lender where the book has it", () => {
    const wishes = wishing({
      operators: { add: [{ address: STRANGER }] },
      markets: { add: [{ name: "lido" }, { address: MORPHO }] },
      lenders: { add: [{ name: "main" }] },
    });
    const [aave, blue] = resolveWishes(BOTH, wishes);
    expect(aave!.lists).toEqual({
      operators: { add: [STRANGER], remove: [] },
      markets: { add: [LIDO], remove: [] },
      lenders: { add: [MAIN], remove: [] },
    });
    expect(blue!.lists).toEqual({
      operators: { add: [STRANGER], remove: [] },
      markets: { add: [MORPHO], remove: [] },
      lenders: { add: [], remove: [] },
    });
  });

  it("takes away what no book has, from all of them", () => {
    const wanted = resolveWishes(BOTH, wishing({ lenders: { remove: [{ address: STRANGER }] } }));
    expect(wanted.map(({ lists }) => lists.lenders.remove)).toEqual([[STRANGER], [STRANGER]]);
  });

  it("sets values everywhere", () => {
    const wanted = resolveWishes(BOTH, wishing({}, { paused: true }));
    expect(wanted.map(({ values }) => values)).toEqual([{ paused: true }, { paused: true }]);
  });

  it.each([
    ["markets", [AAVE]],
    ["lenders", [AAVE]],
    ["markets", BOTH],
  ] as const)("refuses to add to %s what the book does not have", (list, liquidators) => {
    const wishes = wishing({ [list]: { add: [{ address: STRANGER }] } });
    expect(failureOf([...liquidators], wishes)).toMatchObject({
      code: "unlisted",
      exitCode: 4,
      message: expect.stringContaining("what is allowed gets approvals"),
      hint: expect.stringContaining("--unlisted"),
    });
  });

  it("refuses a market of another protocol, which this book does not have", () => {
    expect(failureOf([BLUE], wishing({ markets: { add: [{ address: MAIN }] } }))).toMatchObject({ code: "unlisted" });
  });

  it("adds it when that is said, to one liquidator and not to whichever", () => {
    const wishes = wishing({ markets: { add: [{ address: STRANGER }] } }, {}, true);
    expect(resolveWishes([AAVE], wishes)[0]!.lists.markets.add).toEqual([STRANGER]);
    expect(failureOf(BOTH, wishes)).toMatchObject({ exitCode: 2, hint: "say it with --protocol" });
  });

  it("says which names there are", () => {
    for (const change of [{ add: [{ name: "mian" }] }, { remove: [{ name: "mian" }] }]) {
      expect(failureOf(BOTH, wishing({ markets: change }, {}, true))).toMatchObject({
        exitCode: 2,
        message: "the address book has no market mian for AaveV3Liquidator and MorphoLiquidator",
        hint: "it has main, lido, morpho; or write its address",
      });
    }
    expect(failureOf([BLUE], wishing({ lenders: { add: [{ name: "main" }] } }))).toMatchObject({
      message: "the address book has no lender main for MorphoLiquidator",
      hint: "write its address",
    });
  });

  it("does not guess between two contracts of the same name", () => {
    const twin = { ...BLUE, known: { ...BLUE.known, markets: [{ address: MORPHO, name: "main" }] } };
    expect(failureOf([AAVE, twin], wishing({ markets: { add: [{ name: "main" }] } }))).toMatchObject({
      exitCode: 2,
      message: "main is the name of more than one market",
    });
  });

  it("takes the protocol in front of a name that two have, and says which there are", () => {
    const shared = [
      { address: MAIN, name: "aave-v3:main" },
      { address: LIDO, name: "aave-v2:main" },
      { address: MORPHO, name: "prime" },
    ];
    const both = { ...AAVE, known: { ...AAVE.known, lenders: shared } };
    expect(failureOf([both], wishing({ lenders: { add: [{ name: "main" }] } }))).toMatchObject({
      exitCode: 2,
      message: "main is the name of more than one lender",
      hint: "write aave-v3:main or aave-v2:main, or its address",
    });
    for (const [name, address] of [
      ["aave-v2:main", LIDO],
      ["prime", MORPHO],
    ] as const) {
      expect(resolveWishes([both], wishing({ lenders: { add: [{ name }] } }))[0]!.lists.lenders.add).toEqual([address]);
    }
    expect(failureOf([both], wishing({ lenders: { add: [{ name: "morpho:main" }] } }))).toMatchObject({
      hint: "it has aave-v3:main, aave-v2:main, prime; or write its address",
    });
  });

  it("refuses to add and to remove the same, by whichever name", () => {
    const wishes = wishing({ markets: { add: [{ name: "main" }], remove: [{ address: MAIN }] } });
    expect(failureOf(BOTH, wishes)).toMatchObject({
      exitCode: 2,
      message: `market ${MAIN} is to be added and to be removed`,
    });
  });
});
