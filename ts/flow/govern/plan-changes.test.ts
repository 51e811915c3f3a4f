import { type Address, decodeFunctionData, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import { AAVE, LIDO, MAIN, STRANGER, wishing } from "./govern.fixture.ts";
import { planChanges } from "./plan-changes.ts";
import type { Governance } from "./read-governance.ts";
import { resolveWishes, type Wishes } from "./resolve-wishes.ts";

const RECEIVER: Address = "0x00000000000000000000000000000000Fee0FeE0";
const OPERATOR: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

const governance: Governance = {
  contract: AAVE.contract,
  address: AAVE.address,
  blockNumber: 1n,
  owner: STRANGER,
  pendingOwner: null,
  values: { receiver: RECEIVER, minBonusShareBps: 5_000n, maxTipBps: 5_000n, seller: zeroAddress, paused: false },
  lists: {
    operators: [
      { address: OPERATOR, name: null, allowed: true, inBook: null },
      { address: STRANGER, name: null, allowed: false, inBook: null },
    ],
    markets: [
      { address: MAIN, name: "main", allowed: true, inBook: true },
      { address: LIDO, name: "lido", allowed: false, inBook: true },
    ],
    lenders: [],
  },
};

function planned(wishes: Wishes, before = governance) {
  const { changes, alreadySo } = planChanges(before, resolveWishes([AAVE], wishes)[0]!);
  const calls = changes.map(({ data, to }) => {
    expect(to).toBe(AAVE.address);
    const { functionName, args = [] } = decodeFunctionData({ abi: flashLiquidatorAbi, data });
    return [functionName, ...args];
  });
  return { calls, changes, alreadySo };
}

describe("planChanges", () => {
  it("sends what takes a right away first, and what gives one last", () => {
    const wishes = wishing(
      {
        operators: { add: [{ address: STRANGER }], remove: [{ address: OPERATOR }] },
        markets: { add: [{ name: "lido" }], remove: [{ name: "main" }] },
      },
      { minBonusShareBps: 300n, receiver: STRANGER },
    );
    const expected = [
      ["setOperator", OPERATOR, false],
      ["setMarket", MAIN, false],
      ["setReceiver", STRANGER],
      ["setLimits", 300, 5_000],
      ["setOperator", STRANGER, true],
      ["setMarket", LIDO, true],
    ];
    expect(planned({ ...wishes, values: { ...wishes.values, paused: true } }).calls).toEqual([
      ["setPaused", true],
      ...expected,
    ]);
    const paused = { ...governance, values: { ...governance.values, paused: true } };
    expect(planned({ ...wishes, values: { ...wishes.values, paused: false } }, paused).calls).toEqual([
      ...expected,
      ["setPaused", false],
    ]);
  });

  it("leaves out what is so already, and says so", () => {
    const wishes = wishing(
      {
        operators: { add: [{ address: OPERATOR }], remove: [{ address: STRANGER }] },
        markets: { remove: [{ name: "lido" }] },
      },
      { receiver: RECEIVER, minBonusShareBps: 5_000n, maxTipBps: 5_000n, paused: false },
    );
    const { calls, alreadySo } = planned(wishes);
    expect(calls).toEqual([]);
    expect(alreadySo.map(({ what, to }) => [what, to])).toEqual([
      ["operators", true],
      ["operators", false],
      ["markets", false],
      ["receiver", RECEIVER],
      ["minBonusShareBps", 5_000n],
      ["maxTipBps", 5_000n],
      ["paused", false],
    ]);
  });

  it("names a seller, and takes it away", () => {
    expect(planned(wishing({}, { seller: STRANGER })).calls).toEqual([["setSeller", STRANGER]]);
    expect(planned(wishing({}, { seller: zeroAddress })).calls).toEqual([]);
  });

  it("sets both limits in one call, and keeps the one that is not asked for", () => {
    expect(planned(wishing({}, { maxTipBps: 0n })).calls).toEqual([["setLimits", 5_000, 0]]);
    const { calls, changes } = planned(wishing({}, { minBonusShareBps: 1n, maxTipBps: 10_000n }));
    expect(calls).toEqual([["setLimits", 1, 10_000]]);
    expect(changes[0]!.differences.map(({ what, from, to }) => [what, from, to])).toEqual([
      ["minBonusShareBps", 5_000n, 1n],
      ["maxTipBps", 5_000n, 10_000n],
    ]);
  });

  it("counts somebody who is named twice once", () => {
    const twice = wishing({ operators: { add: [{ address: STRANGER }, { address: STRANGER }] } });
    expect(planned(twice).calls).toEqual([["setOperator", STRANGER, true]]);
  });
});
