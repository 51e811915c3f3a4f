import { z } from "zod";

/** Version of the format that this project reads. */
export const RECORD_SCHEMA = "liquidation-vectors/1";

const fields = z.record(z.string().regex(/^\w+$/), z.unknown());

/** A call that was made inside of a recorded one. Numbers are decimal strings, addresses in lower case. */
const read = z.object({
  fn: z.string().min(1),
  to: z.string(),
  args: z.array(z.string()),
  out: z.array(z.string()),
});

/** Where a record was taken. */
const reference = z.looseObject({
  chainId: z.string().regex(/^\d+$/, "must be a decimal string").optional(),
  block: z.string().regex(/^\d+$/, "must be a decimal string").optional(),
  tx: z.string().optional(),
  /** The contract that was called. */
  target: z.string().optional(),
});

const entry = z.object({
  id: z.string().min(1),
  protocol: z.string().min(1),
  kind: z.string().min(1),
  exact: z.boolean(),
  /** How it came about: `recorded` on a chain, `executed` on real contracts, `asserted` by tests, `computed`. */
  basis: z.string().optional(),
  /** How near an inexact result must come, in words; "relative 1e-14" is understood. */
  tolerance: z.string().optional(),
  ref: reference.optional(),
  input: fields,
  expected: fields,
  /** What the liquidator earned, where that is known. */
  outcome: fields.optional(),
  /** Everything that was read inside of a recorded call, in its order. */
  reads: z.array(read).optional(),
});

/** A file of numbers of real systems. What else a file holds (sources, formulas, notes) is for its readers. */
export const recordFile = z.object({ schema: z.literal(RECORD_SCHEMA), vectors: z.array(entry) });

export type RecordedRead = z.infer<typeof read>;
export type RecordEntry = z.infer<typeof entry>;
export type RecordFile = z.infer<typeof recordFile>;
