/** Who is liquidated, and for which time in the same transaction where it is not the first. */
export function withRound(who: string, round: number): string {
  return round > 1 ? `${who}, round ${round}` : who;
}
