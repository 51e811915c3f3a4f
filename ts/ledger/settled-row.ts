import { z } from "zod";
import { block, bytes32, integer, place } from "./fields.ts";

/**
 * What became of a transaction that was sent. Of several with the same chain and hash the last one counts. `reorganised`: it
 * was in a block that is none of the chain's any more, and is open again; `refused`: the node did not take it; `expired`: the
 * node no longer has it, and it could do nothing any more.
 */
export const settledRowSchema = z.strictObject({
  kind: z.literal("settled"),
  ...place,
  txHash: bytes32,
  fate: z.enum(["succeeded", "reverted", "replaced", "refused", "expired", "reorganised"]),
  /** The block that it is in; null when it is in none. */
  block: block.nullable(),
  gasUsed: integer.nullable(),
  /** Everything the network charged, wei of the native token. */
  gasCostWei: integer.nullable(),
  /** No reorganisation is expected to undo it: it is not looked at again. */
  final: z.boolean(),
});

export type SettledRow = z.output<typeof settledRowSchema>;
export type SettledFate = SettledRow["fate"];
