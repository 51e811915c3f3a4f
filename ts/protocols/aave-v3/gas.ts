import type { AaveV3Position } from "./state.ts";

export function gasOfLiquidation({ holdings }: AaveV3Position, inKind: boolean): bigint {
  return 260_000n + BigInt(holdings.length) * 20_000n + (inKind ? 0n : 1n);
}
