/** What the rows of the ledger are made of. */
import { type Address, getAddress, type Hex } from "viem";
import { z } from "zod";
import { PROTOCOL_NAMES } from "../core/names/names.ts";

export const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text): Address => getAddress(text.toLowerCase()));

export const bytes = z
  .string()
  .regex(/^0x([0-9a-f]{2})*$/)
  .transform((text) => text as Hex);

export const bytes32 = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((text) => text as Hex);

/** Decimal string in the file, bigint in memory. */
export const integer = z
  .string()
  .regex(/^-?\d+$/)
  .transform((text) => BigInt(text));

/** A block with its place in the chain's history. */
export const block = z.strictObject({ number: integer, hash: bytes32 });

const token = z.strictObject({ address, symbol: z.string(), decimals: z.int().min(0).max(255) });

/** What one liquidation amounts to, as planned, as simulated, or as the chain did it. */
export const figures = z.strictObject({
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

/** When and where, of every row. */
export const place = {
  /** When the row was written, UTC. */
  time: z.iso.datetime(),
  chainId: z.int().min(1),
  chain: z.string(),
} as const;

/** What is attempted with one target. */
export const attempt = {
  protocol: z.enum(PROTOCOL_NAMES),
  /** Key of the target: `protocol/market[/id]/account`, lower case. */
  target: z.string().regex(/^[a-z0-9-]+(\/[0-9a-z:]+){2,3}$/),
  /** Which liquidation of the same target in one transaction; absent: the first. */
  round: z.int().min(2).optional(),
  /** Which of the target's actions; null when none was chosen. */
  action: z.string().nullable(),
  /** What it receives and pays; null when no action was chosen. */
  pair: z.strictObject({ collateral: token, debt: token }).nullable(),
  /** Block whose state was assessed. */
  block: integer,
  funding: z.string().nullable(),
  planned: figures.nullable(),
  simulated: figures.nullable(),
} as const;
