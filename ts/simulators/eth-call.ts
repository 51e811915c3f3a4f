import { RevertError } from "../core/errors.ts";
import { explainFailure } from "../core/explain.ts";
import { revertReason } from "./revert-reason.ts";
import type { Simulator } from "./simulator.ts";

/** `eth_call` for the result and `eth_estimateGas` for the gas, both with state overrides: every node has these. */
export const ethCall: Simulator = {
  method: "eth_call",
  run: async ({ client }, { transaction, blockNumber, timestamp, stateOverride }) => {
    const { from, to, data } = transaction;
    try {
      const call = { account: from, to, data, blockNumber, stateOverride } as const;
      const [result, gasUsed] = await Promise.all([
        client.call({ ...call, blockOverrides: { time: timestamp } }),
        client.estimateGas(call),
      ]);
      return { ok: true, returnData: result.data ?? "0x", gasUsed };
    } catch (error) {
      const failure = explainFailure(error);
      if (failure instanceof RevertError) return { ok: false, reason: revertReason(failure.data) };
      throw error;
    }
  },
};
