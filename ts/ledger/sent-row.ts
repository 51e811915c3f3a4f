import { z } from "zod";
import { address, attempt, block, bytes, bytes32, integer, place } from "./fields.ts";

/** One liquidation of a transaction, and what it takes to account for it when nobody remembers its plan. */
const legSchema = z.strictObject({
  ...attempt,
  /** USD with 8 decimals of one whole token of the debt. */
  debtPriceUsd: integer,
  /** Its weight when the cost of the transaction is shared. */
  gasAlone: integer,
  /** Seconds since 1970 after which the contract does nothing any more. */
  deadline: integer,
});

/**
 * A transaction that is about to be sent. It is on the disk before the transaction leaves, so that none is ever forgotten.
 * Everything that was signed is in it and the signature is not: a transaction that never left could be sent by whoever
 * reads this file.
 */
export const sentRowSchema = z.strictObject({
  kind: z.literal("sent"),
  ...place,
  /** A liquidation, a call of an owner or of whoever deploys, or nothing but the use of a nonce. */
  purpose: z.enum(["liquidation", "call", "cancel"]),
  txHash: bytes32,
  /** The transaction of the same nonce that it is to take the place of. */
  replaces: bytes32.nullable(),
  from: address,
  nonce: z.int().min(0),
  to: address,
  data: bytes,
  gas: integer,
  /** Wei per gas. */
  maxFeePerGas: integer,
  maxPriorityFeePerGas: integer,
  /** The newest block when it was signed; null when it could not be asked. */
  seen: block.nullable(),
  /** USD with 8 decimals of one whole native token; null when unknown. */
  nativePriceUsd: integer.nullable(),
  /** None where it is no liquidation. */
  legs: z.array(legSchema).readonly(),
});

export type SentRow = z.output<typeof sentRowSchema>;
export type SentLeg = z.output<typeof legSchema>;
