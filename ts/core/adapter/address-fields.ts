/** Fields of an adapter's addresses, as JSON writes them and as the program has them. */
import { getAddress, isAddress } from "viem";
import { z } from "zod";

/** 20 bytes in hexadecimal, in lower case or with a correct checksum; becomes one with a checksum. */
export const addressField = z
  .string()
  .refine((text) => isAddress(text), { error: "must be an address, in lower case or with a correct checksum" })
  .transform((text) => getAddress(text));

/** A block number as a decimal string, or as the bigint that it becomes. */
export const blockField = z.union([
  z.bigint(),
  z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt),
]);
