/** How much farther each look goes than the one before, while the edge is not passed. */
const STRIDE = 16n;

/**
 * The largest amount below one that is refused which is accepted; 0 when none is.
 * @param refused everything from here on is refused, or of no interest
 * @param guess where the edge may be: a good one saves most of the looks, a bad one costs a few
 * @param isAccepted holds for everything below an amount for which it holds
 */
export function largestBelow(refused: bigint, guess: bigint, isAccepted: (amount: bigint) => boolean): bigint {
  let [accepted, tooMuch] = [0n, refused];
  const isOpen = (amount: bigint) => amount > accepted && amount < tooMuch;
  const look = (amount: bigint) => {
    const fits = isAccepted(amount);
    if (fits) accepted = amount;
    else tooMuch = amount;
    return fits;
  };
  if (isOpen(guess)) {
    const fits = look(guess);
    for (let step = 1n; ; step *= STRIDE) {
      const next = fits ? guess + step : guess - step;
      if (!isOpen(next) || look(next) !== fits) break;
    }
  }
  while (tooMuch - accepted > 1n) look((accepted + tooMuch) / 2n);
  return accepted;
}
