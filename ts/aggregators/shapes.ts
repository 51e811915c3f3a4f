import { type Address, getAddress, type Hex } from "viem";
import { z } from "zod";

/** What aggregators write their numbers and bytes as. */
export const addressText = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((raw): Address => getAddress(raw.toLowerCase()));

/** Base units: at most 78 digits, as a uint256 has. */
export const unitsText = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);

export const bytesText = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2})+$/)
  .transform((raw) => raw as Hex);

/** Gas, as a number or a text; what makes no sense is not known. */
export const gasAny = z
  .union([z.number().int().nonnegative(), z.string().regex(/^\d{1,12}$/)])
  .transform((raw) => BigInt(raw))
  .nullish()
  .catch(null);
