import type { Reason } from "../../core/errors/reason.ts";
import { grouped } from "../../core/math/grouped.ts";
import type { LiquidatorName } from "../../core/names/names.ts";

const count = (gas: bigint): string => grouped(gas.toString());

/** Why a liquidation is not in a batch. Each completes "it goes alone: …". */
export const REASONS = {
  onlyOne: (contract: LiquidatorName): Reason => ({
    code: "only-one",
    message: `no other liquidation is ${contract}'s`,
  }),
  alone: { code: "fails-alone", message: "planned with the others, it does not succeed" },
  noRound: { code: "no-round", message: "no further round of it works in the same transaction" },
  roundAlone: { code: "round-alone", message: "a further round, on what those before it have left" },
  noOther: { code: "no-other", message: "no other one works together with it" },
  gasLimit: (gas: bigint, most: bigint): Reason => ({
    code: "batch-gas-limit",
    message: `with it the transaction would need ${count(gas)} gas, and may have ${count(most)}`,
    numbers: { gas, most },
  }),
  dearer: (gas: bigint, alone: bigint): Reason => ({
    code: "batch-dearer",
    message: `one transaction would take ${count(gas)} gas, and one each ${count(alone)}`,
    numbers: { gas, alone },
  }),
  behind: ({ code, message, numbers }: Reason): Reason => ({
    code,
    message: `behind the others it fails: ${message}`,
    ...(numbers && { numbers }),
  }),
  held: { code: "batch-unproven", message: "together they do not succeed twice by simulation" },
  missing: { code: "leg-missing", message: "the simulation does not say what becomes of it" },
} as const;
