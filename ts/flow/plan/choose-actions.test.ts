import { describe, expect, it } from "vitest";
import { chooseActions } from "./choose-actions.ts";
import { actionOf, USDC, WETH } from "./choose-plan.fixture.ts";

const protocol = { name: "aave-v3", receipts: "aTokens" } as const;
const options = { inKind: false } as const;
const loan = actionOf();

function reasonOf(actions: Parameters<typeof chooseActions>[0]["actions"], more = {}): string | undefined {
  const chosen = chooseActions({ actions }, protocol, { ...options, ...more });
  return "code" in chosen ? chosen.code : undefined;
}

describe("the actions that can be planned", () => {
  it("are all that the options leave, twins with the same two tokens among them", () => {
    const twin = actionOf({ id: "liquidate/WETH.second/USDC" });
    const kept = actionOf({ id: "keep", keptAs: "aTokens" });
    expect(chooseActions({ actions: [loan, twin, kept] }, protocol, options)).toEqual([loan, twin]);
    expect(chooseActions({ actions: [loan, twin, kept] }, protocol, { inKind: true })).toEqual([kept]);
  });

  it("are none where nothing is paid, where the assets are others, and where nobody can pay", () => {
    expect(reasonOf([{ ...loan, pays: null }])).toBe("action-unsupported");
    expect(reasonOf([loan], { collateral: USDC.address })).toBe("no-such-pair");
    expect(reasonOf([loan], { collateral: WETH.address })).toBeUndefined();
    expect(reasonOf([{ ...loan, fundings: ["wallet"] }], { funding: "aave" })).toBe("funding-unsupported");
  });

  it("are none while no contract of the project does them, and then it is said that this is why", () => {
    const unserved = { ...loan, contract: null };
    expect(reasonOf([unserved])).toBe("no-liquidator");
    expect(chooseActions({ actions: [unserved, loan] }, protocol, options)).toEqual([loan]);
  });
});
