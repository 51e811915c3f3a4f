/**
 * Divides what a batch cost among its legs, in proportion to what each takes alone. The parts add up.
 * @param alone gas of each leg in a transaction of its own; not all zero
 */
export function shareGas(total: bigint, alone: readonly bigint[]): bigint[] {
  const sum = alone.reduce((all, one) => all + one, 0n);
  const parts = alone.map((one) => (total * one) / sum);
  const rest = total - parts.reduce((all, one) => all + one, 0n);
  return parts.map((part, index) => (index === parts.length - 1 ? part + rest : part));
}
