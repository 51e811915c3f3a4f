import { type Hex, hexToBigInt, isHex, numberToHex, type StateOverride } from "viem";
import { z } from "zod";
import { RpcError } from "../core/errors/errors.ts";
import { revertDataOf } from "../core/errors/node-revert.ts";
import { revertReason } from "./revert-reason.ts";
import { PRODUCER, type Simulator } from "./simulator.ts";

const hex = z.string().refine((text): text is Hex => isHex(text));
const answerSchema = z.array(
  z.object({
    calls: z.array(
      z.object({
        status: hex,
        gasUsed: hex,
        returnData: hex.optional(),
        error: z.looseObject({ message: z.string().optional() }).nullish(),
      }),
    ),
  }),
);

/** What some nodes say of every revert; anything else, such as running out of gas, is worth repeating. */
const FAILED = /^execution failed$/i;

/** `eth_simulateV1`: one call in a block of its own on top of the given one, with the gas that it really uses. */
export const simulateV1: Simulator = {
  method: "eth_simulateV1",
  run: async ({ client }, { transaction, blockNumber, timestamp, stateOverride, words }) => {
    const answer = await client.request<{ Method: "eth_simulateV1"; Parameters: unknown[]; ReturnType: unknown }>({
      method: "eth_simulateV1",
      params: [
        {
          blockStateCalls: [
            {
              // not every node counts on by itself
              blockOverrides: {
                number: numberToHex(blockNumber + 1n),
                time: numberToHex(timestamp),
                feeRecipient: PRODUCER,
              },
              stateOverrides: toRpc(stateOverride),
              calls: [transaction],
            },
          ],
          validation: false,
        },
        numberToHex(blockNumber),
      ],
    });
    const parsed = answerSchema.safeParse(answer);
    const call = parsed.success ? parsed.data[0]?.calls[0] : undefined;
    if (call === undefined) {
      throw new RpcError("not-json-rpc", "the node's answer to eth_simulateV1 makes no sense", { retryable: false });
    }
    const returned = call.returnData ?? "0x";
    if (hexToBigInt(call.status) === 1n) return { ok: true, returnData: returned, gasUsed: hexToBigInt(call.gasUsed) };
    // Nodes put the revert data in one place or the other.
    const said = revertDataOf(call.error);
    const data = returned === "0x" ? (said ?? returned) : returned;
    if (data === "0x" && said === null && call.error?.message && !FAILED.test(call.error.message)) {
      return { ok: false, reason: { code: "simulation-failed", message: `the node says: ${call.error.message}` } };
    }
    return { ok: false, reason: revertReason(data, words, transaction.to) };
  },
};

function toRpc(overrides: StateOverride): Record<string, unknown> {
  return Object.fromEntries(
    overrides.map(({ address, balance, code, stateDiff }) => [
      address,
      {
        ...(balance !== undefined && { balance: numberToHex(balance) }),
        ...(code !== undefined && { code }),
        ...(stateDiff !== undefined && {
          stateDiff: Object.fromEntries(stateDiff.map(({ slot, value }) => [slot, value])),
        }),
      },
    ]),
  );
}
