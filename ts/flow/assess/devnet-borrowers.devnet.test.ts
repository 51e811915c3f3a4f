import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PROTOCOL_NAMES, type ProtocolName } from "../../core/names/names.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { movePrice } from "../../devnet/index.ts";
import { LENDING_PARTS } from "../../devnet/parts/for-people.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import type { DevnetBorrower } from "../../devnet/types.ts";
import { userOf } from "../../protocols/target.ts";
import { type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import { assessTargets } from "./assess-targets.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

/** Whom something can be done about when ether has fallen from 3,000 to 2,600 USD, and whom nothing is known of. */
const FALLEN: Readonly<Record<ProtocolName, readonly string[]>> = {
  "aave-v3": [
    ...["dust", "l2-reference", "mixed", "near-edge", "reference"],
    ...["same-asset", "under-water", "usdt-debt", "whale"],
  ],
  morpho: [...["bad-debt", "dust", "liquidatable", "near-edge", "pre-liquidatable", "pre-liquidatable-whole", "whale"]],
  "compound-v2": ["dust", "mixed", "near-edge", "newer", "reference", "under-water"],
  "aave-v2": [
    ...["dust", "mixed", "no-cash", "reference", "same-asset", "stable-debt", "stable-only", "two-debts"],
    "usdt-debt",
  ],
  radiant: ["dust", "reference", "stable-debt", "usdt-debt"],
  spark: ["all-at-once", "reference", "usdt-debt"],
};
const UNKNOWN: readonly string[] = ["broken-oracle", "broken-oracle-small"];

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
afterAll(() => chain?.stop());

/** Labels of the borrowers of each protocol, and whether anything can be done, or is known. */
async function judged(name: ProtocolName) {
  const context = chain.contextWith();
  const block = await resolveBlock(context.client, { tag: "latest" });
  const assessed = await assessTargets(context, { protocols: [name], user: null, block });
  const { key } = LENDING_PARTS.find((part) => part.name === name)!;
  const borrowers: readonly DevnetBorrower[] = chain.devnet.info.borrowers[key as "aave"];
  const labelled = assessed.map(({ assessment }) => {
    const user = userOf(assessment.target)!.toLowerCase();
    return { label: borrowers.find(({ address }) => address.toLowerCase() === user)!.label, assessment };
  });
  const labelsOf = (which: (typeof labelled)[number][]) => which.map(({ label }) => label).sort();
  return {
    all: labelsOf(labelled),
    actionable: labelsOf(labelled.filter(({ assessment }) => assessment.actions.length > 0)),
    refused: labelsOf(labelled.filter(({ assessment }) => assessment.status.kind === "refused")),
    borrowing: borrowers.filter(({ debt }) => debt.length > 0).map(({ label }) => label),
  };
}

describe.each(PROTOCOL_NAMES)("the borrowers of %s", (name) => {
  it("are those that the chain was built with, and fail where their descriptions say", async () => {
    const { all, actionable, refused, borrowing } = await judged(name);
    expect(all).toEqual([...borrowing].sort());
    expect(actionable).toEqual([...FALLEN[name]].sort());
    expect(refused).toEqual(all.filter((label) => UNKNOWN.includes(label)));
  });

  it("are all well before the price falls", () =>
    chain.undoing(async () => {
      await movePrice(chain.client, "WETH", 3_000n * 10n ** 8n, { info: chain.devnet.info });
      const { actionable } = await judged(name);
      expect(actionable).toEqual([]);
    }));
});
