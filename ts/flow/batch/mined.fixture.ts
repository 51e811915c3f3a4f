import {
  type Address,
  type ContractEventArgs,
  encodeAbiParameters,
  encodeErrorResult,
  encodeEventTopics,
  getAbiItem,
  type Hex,
  type TransactionReceipt,
} from "viem";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import { accountTarget } from "../../protocols/target.ts";
import type { QuotedCandidate } from "../plan/candidate.ts";
import { GAS_PRICE, inputOf, plan } from "../plan/choose-plan.fixture.ts";
import type { PlanLimits } from "../plan/plan-limits.ts";
import type { OnChainOutcome } from "../simulate/simulation.ts";
import { inclusionOf } from "../submit/inclusion-of.ts";
import type { BatchAct } from "./act-batch.ts";
import type { Batch, Candidate } from "./batch.ts";
import { legsOf } from "./legs-of.ts";

const address = (digit: string): Address => `0x${digit.repeat(40)}`;
const LIQUIDATOR = address("f");
const OPERATOR = address("e");
export const TX_HASH: Hex = `0x${"7".repeat(64)}`;

/** Whom the legs of a test are about, in their order. */
export const USERS = ["b", "c", "d"].map(address);

/** Each of the candidates as a leg, of somebody else, with the gas that it takes alone. */
export function membersOf(
  candidates: readonly QuotedCandidate[],
  alone: readonly bigint[],
  limits: Partial<PlanLimits> = {},
): Candidate[] {
  return candidates.map((candidate, index) => {
    const input = inputOf([candidate], limits);
    const target = accountTarget(input.assessment.target, USERS[index]!);
    const assessment = { ...input.assessment, target };
    const result = plan({ ...input, assessment });
    if (!result.ok) throw new Error(result.reason.message);
    const proposal = { assessment, plan: result.plan, alternatives: [], gasPrice: GAS_PRICE };
    const { netUsd } = result.plan.expected;
    return { proposal, leg: { plan: result.plan, gasLimit: alone[index]! }, alone: alone[index]!, netUsd, round: 1 };
  });
}

/** A batch in whose simulation every leg does what its plan expects. */
export function batchOf(members: readonly Candidate[], gasUsed: bigint): Batch {
  const legs = members.map(({ leg }) => ({ ok: true as const, outcome: expectedOf(leg.plan.expected) }));
  const transaction = { from: OPERATOR, to: LIQUIDATOR, data: "0x12" } as const;
  return {
    members,
    alone: members.reduce((sum, { alone }) => sum + alone, 0n),
    simulation: { ok: true, method: "eth_simulateV1", injected: false, transaction, gasUsed, legs },
  };
}

/** Where nothing else is said, 10 gwei. */
export interface Mined {
  readonly gasUsed: bigint;
  readonly effectiveGasPrice?: bigint;
  readonly l1Fee?: bigint;
}

/** A receipt in which each leg ends with an outcome or revert data, or says nothing. */
export function receiptOf(
  { members }: Batch,
  ends: readonly (OnChainOutcome | Hex | null)[],
  { gasUsed, effectiveGasPrice = 10n ** 10n, l1Fee }: Mined,
): TransactionReceipt {
  const logs = ends.flatMap((end, index) => {
    const { target } = members[index]!.leg.plan.onChain;
    if (end === null) return [];
    if (typeof end === "string") {
      const args = { index: BigInt(index), borrower: target.borrower };
      return [log("LegFailed", args, encodeAbiParameters([{ type: "bytes" }], [end]))];
    }
    const { inputs } = getAbiItem({ abi: flashLiquidatorAbi, name: "Liquidated" });
    const args = { market: target.market, borrower: target.borrower, caller: OPERATOR };
    const data = encodeAbiParameters(inputs.slice(3) as never, [target.collateral, target.debt, end] as never);
    return [log("Liquidated", args, data)];
  });
  const receipt = { status: "success", transactionHash: TX_HASH, blockNumber: 8n, gasUsed, effectiveGasPrice, logs };
  return { ...receipt, ...(l1Fee !== undefined && { l1Fee }) } as unknown as TransactionReceipt;
}

/** As it is after a dry run or, with a receipt, after it was mined. */
export function actOf(batch: Batch, receipt: TransactionReceipt | null = null): BatchAct {
  const legs = legsOf(batch, GAS_PRICE, receipt);
  return { batch, gasPrice: GAS_PRICE, legs, inclusion: receipt && inclusionOf(receipt) };
}

export const revertOf = (errorName: "Paused" | "DeadlinePassed"): Hex =>
  encodeErrorResult({
    abi: flashLiquidatorAbi,
    errorName,
    args: errorName === "Paused" ? [] : [1n, 2n],
  } as Parameters<typeof encodeErrorResult>[0]);

/** What a plan expects, as the contract would report it. */
export function expectedOf(expected: OnChainOutcome): OnChainOutcome {
  const { repaid, premium, seized, debtGain, collateralGain, profit, tip } = expected;
  return { repaid, premium, seized, debtGain, collateralGain, profit, tip };
}

function log<Name extends "Liquidated" | "LegFailed">(
  eventName: Name,
  args: ContractEventArgs<typeof flashLiquidatorAbi, Name>,
  data: Hex,
) {
  const topics = encodeEventTopics({ abi: flashLiquidatorAbi, eventName, args } as never);
  return { address: LIQUIDATOR, topics, data };
}
