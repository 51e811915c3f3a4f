import { type Address, getAddress, type Hex } from "viem";
import { z } from "zod";
import { PROTOCOL_NAMES } from "../core/names/names.ts";

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text): Address => getAddress(text.toLowerCase()));
const bytes32 = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((text) => text as Hex);
/** Decimal string in the file, bigint in memory. */
const integer = z
  .string()
  .regex(/^-?\d+$/)
  .transform((text) => BigInt(text));
const token = z.strictObject({ address, symbol: z.string(), decimals: z.int().min(0).max(255) });

/** What one liquidation amounts to, as planned, as simulated, or as the chain did it. */
const figuresSchema = z.strictObject({
  /** Debt units that the protocol takes. */
  repaid: integer,
  /** Collateral units received. */
  seized: integer,
  /** Debt units left after the lender and before gas; negative for a loss. */
  profit: integer,
  /** The same less gas, USD with 8 decimals; null when a price is unknown. */
  netProfitUsd: integer.nullable(),
  /** Debt units given away out of the profit. */
  tip: integer,
  gasUsed: integer.nullable(),
  /** Everything the network charges, wei of the native token. */
  gasCostWei: integer.nullable(),
});

/** One attempt, or one decision not to attempt: every candidate ends in exactly one row. */
export const outcomeRowSchema = z
  .strictObject({
    /** When the row was written, UTC. */
    time: z.iso.datetime(),
    chainId: z.int().min(1),
    chain: z.string(),
    protocol: z.enum(PROTOCOL_NAMES),
    /** Key of the target: `protocol/market[/id]/account`, lower case. */
    target: z.string().regex(/^[a-z0-9-]+(\/[0-9a-z:]+){2,3}$/),
    /** Which of the target's actions; null when none was chosen. */
    action: z.string().nullable(),
    /** What it receives and pays; null when no action was chosen. */
    pair: z.strictObject({ collateral: token, debt: token }).nullable(),
    /** Block whose state was assessed. */
    block: integer,
    status: z.enum(["liquidated", "skipped", "failed", "dry-run"]),
    /** Null only for what went as planned. */
    reason: z
      .strictObject({
        code: z.string().min(1),
        message: z.string().min(1),
        numbers: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      })
      .nullable(),
    funding: z.string().nullable(),
    planned: figuresSchema.nullable(),
    simulated: figuresSchema.nullable(),
    realised: figuresSchema.nullable(),
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
export type OutcomeFigures = z.output<typeof figuresSchema>;
export type OutcomeStatus = OutcomeRow["status"];
