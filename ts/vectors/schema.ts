import { z } from "zod";

/** Version of the format that this runner reads. */
export const VECTOR_SCHEMA = "liquidation-vectors/1";

const fields = z.record(z.string(), z.unknown());

const vector = z.object({
  id: z.string().min(1),
  protocol: z.string().min(1),
  kind: z.string().min(1),
  exact: z.boolean(),
  /** How near an inexact result must come, in words; "relative 1e-14" is understood. */
  tolerance: z.string().optional(),
  input: fields,
  expected: fields,
});

/** A file of test vectors. What else a file holds (sources, formulas, notes) is for its readers. */
export const vectorFile = z.object({ schema: z.literal(VECTOR_SCHEMA), vectors: z.array(vector) });

export type Vector = z.infer<typeof vector>;
export type VectorFile = z.infer<typeof vectorFile>;
