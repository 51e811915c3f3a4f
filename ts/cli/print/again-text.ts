/** What `again` in the table of targets means. */
export const AGAIN_IN_TABLE = "it can still be liquidated afterwards; liquidate --rounds takes it several times";

/** What can be done with an account after a liquidation of it; nothing where it is healthy then, or nobody can tell. */
export function againText(again: boolean | null, sent: boolean): string[] {
  if (again !== true) return [];
  return sent
    ? ["The account can still be liquidated: run this again, or the next time with --rounds."]
    : [
        "Afterwards the account can still be liquidated: liquidate --rounds 2 does both in one transaction where that is cheaper.",
      ];
}
