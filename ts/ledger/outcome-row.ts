import { z } from "zod";
import { attempt, bytes32, figures, place } from "./fields.ts";

/**
 * One attempt, or one decision not to attempt. Of several with the same chain, transaction, target and round the last one counts:
 * it corrects those before it.
 */
export const outcomeRowSchema = z
  .strictObject({
    ...place,
    ...attempt,
    status: z.enum(["liquidated", "skipped", "failed", "dry-run"]),
    /** Null only for what went as planned. */
    reason: z
      .strictObject({
        code: z.string().min(1),
        message: z.string().min(1),
        numbers: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      })
      .nullable(),
    realised: figures.nullable(),
    txHash: bytes32.nullable(),
  })
  .refine((row) => row.status === "liquidated" || row.status === "dry-run" || row.reason !== null, {
    message: "a row that was skipped or failed needs a reason",
    path: ["reason"],
  })
  .refine((row) => row.status !== "liquidated" || (row.txHash !== null && row.realised !== null), {
    message: "a liquidated row needs a transaction and what it realised",
    path: ["realised"],
  });

export type OutcomeRow = z.output<typeof outcomeRowSchema>;
export type OutcomeFigures = z.output<typeof figures>;
export type OutcomeStatus = OutcomeRow["status"];
