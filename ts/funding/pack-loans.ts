import { concat, type Hex, numberToHex } from "viem";
import type { Loan } from "./funding.ts";

/**
 * Packs who lends one debt together (contracts/types/Loans.sol): what a plan's route begins with. The last one lends what the others have
 * left.
 * @throws RangeError for more than 255.
 */
export function packLoans(loans: readonly Loan[]): Hex {
  if (loans.length > 255) throw new RangeError(`${loans.length} lenders are too many`);
  return concat([
    numberToHex(loans.length, { size: 1 }),
    ...loans.map(({ offer, amount }, place) => {
      const asked = place === loans.length - 1 ? 0n : amount;
      return concat([numberToHex(offer.source, { size: 1 }), offer.lender, numberToHex(asked, { size: 16 })]);
    }),
  ]);
}
