import type { CallParameters } from "viem";
import type { Context } from "../core/context.ts";
import { RevertError, RpcError } from "../core/errors/errors.ts";
import { explainFailure } from "../core/errors/explain.ts";
import { revertReason } from "./revert-reason.ts";
import { PRODUCER, type Simulator } from "./simulator.ts";

/**
 * `eth_call` for the result and `eth_estimateGas` for the gas, with state overrides where the request needs any. Nodes
 * that cannot override the block's time are asked again without: the result then is that of the block itself.
 */
export const ethCall: Simulator = {
  method: "eth_call",
  run: async ({ client }, { transaction, blockNumber, timestamp, stateOverride, words }) => {
    const { from, to, data } = transaction;
    // an empty override is a parameter too, which not every node takes
    const call = { account: from, to, data, blockNumber, ...(stateOverride.length > 0 && { stateOverride }) } as const;
    try {
      const [returned, gasUsed] = await Promise.all([callAt(client, call, timestamp), client.estimateGas(call)]);
      return { ok: true, returnData: returned ?? "0x", gasUsed };
    } catch (error) {
      const failure = explainFailure(error);
      if (failure instanceof RevertError) return { ok: false, reason: revertReason(failure.data, words, to) };
      throw error;
    }
  },
};

async function callAt(client: Context["client"], call: CallParameters, time: bigint) {
  try {
    return (await client.call({ ...call, blockOverrides: { time, feeRecipient: PRODUCER } } as CallParameters)).data;
  } catch (error) {
    const failure = explainFailure(error);
    const isUnsupported = failure instanceof RpcError && /^(node-error|unsupported-method)$/.test(failure.failure);
    if (!isUnsupported) throw error;
    return (await client.call(call)).data;
  }
}
