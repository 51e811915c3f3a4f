import { type CallParameters, type EstimateGasParameters, type Hex, RpcRequestError, size } from "viem";
import type { Context } from "../core/context.ts";
import { RevertError, RpcError } from "../core/errors/errors.ts";
import { causeChain, explainFailure } from "../core/errors/explain.ts";
import { revertReason } from "./revert-reason.ts";
import { PRODUCER, type Simulator } from "./simulator.ts";

/**
 * `eth_call` for the result and `eth_estimateGas` for the gas, with state overrides where the request needs any. Nodes
 * that cannot override the block's number and time are asked again without: the result then is that of the block itself. Nodes that take
 * overrides for a call and not for an estimate leave the gas unknown.
 */
export const ethCall: Simulator = {
  method: "eth_call",
  run: async ({ client }, { transaction, blockNumber, timestamp, stateOverride, words }) => {
    const { from, to, data } = transaction;
    // an empty override is a parameter too, which not every node takes
    const call = { account: from, to, data, blockNumber, ...(stateOverride.length > 0 && { stateOverride }) } as const;
    try {
      const [returned, gasUsed] = await Promise.all([callAt(client, call, timestamp), estimate(client, call)]);
      return { ok: true, returnData: returned ?? "0x", gasUsed };
    } catch (error) {
      const failure = explainFailure(error);
      if (failure instanceof RevertError) return { ok: false, reason: revertReason(failure.data, words, to) };
      throw error;
    }
  },
};

/** Null when the node does not estimate on a state like this: it says so, or leaves the overrides out. */
async function estimate(client: Context["client"], call: EstimateGasParameters): Promise<bigint | null> {
  if (call.stateOverride === undefined) return client.estimateGas(call);
  try {
    const gas = await client.estimateGas(call);
    return gas > gasWithoutCode(call.data ?? "0x") ? gas : null;
  } catch (error) {
    const failure = explainFailure(error);
    // whether it reverts is for the call to say
    if (failure instanceof RevertError || lacksOverrides(error)) return null;
    throw error;
  }
}

/** Most that a call costs where there is no code: what a transaction does, and its bytes (EIP-2028, EIP-7623). */
function gasWithoutCode(data: Hex): bigint {
  return 21_000n + 40n * BigInt(size(data));
}

/** Whether the node has no such method, or the method no such parameter. */
function lacksOverrides(error: unknown): boolean {
  const failure = explainFailure(error);
  if (failure instanceof RpcError && failure.failure === "unsupported-method") return true;
  const said = causeChain(error).find((cause) => cause instanceof RpcRequestError);
  return said instanceof RpcRequestError && (said.code === -32602 || /too many (arg|param)/i.test(said.details));
}

/** Of one way to ask, not of the endpoint. */
function isUnsupported(failure: unknown): boolean {
  return failure instanceof RpcError && /^(node-error|unsupported-method)$/.test(failure.failure);
}

async function callAt(client: Context["client"], call: CallParameters & { blockNumber: bigint }, time: bigint) {
  const blockOverrides = { number: call.blockNumber + 1n, time, feeRecipient: PRODUCER };
  try {
    return (await client.call({ ...call, blockOverrides } as CallParameters)).data;
  } catch (error) {
    if (!isUnsupported(explainFailure(error))) throw error;
    return (await client.call(call)).data;
  }
}
