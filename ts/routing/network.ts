import type { Curve } from "../venues/pool.ts";
import { legsOf, type Path } from "./path.ts";

/** Paths as the search sees them: numbers only. A hop that several paths share is one curve. */
export interface Network {
  readonly curves: readonly Curve[];
  /** Of each path, in order: its hops, as indices into `curves`. */
  readonly paths: readonly (readonly number[])[];
}

/** Pure. */
export function networkOf(paths: readonly Path[]): Network {
  const indices = new Map<string, number>();
  const curves: Curve[] = [];
  const legs = paths.map((path) =>
    legsOf(path).map(({ key, curve }) => {
      const known = indices.get(key);
      if (known !== undefined) return known;
      indices.set(key, curves.length);
      return curves.push(curve) - 1;
    }),
  );
  return { curves, paths: legs };
}

/** How much has been sold on each hop, and what that brought. */
export interface Depths {
  readonly sold: Float64Array;
  readonly brought: Float64Array;
}

export function untouched({ curves }: Network): Depths {
  return { sold: new Float64Array(curves.length), brought: new Float64Array(curves.length) };
}

/** As nothing had been sold yet. */
export function reset({ sold, brought }: Depths): void {
  sold.fill(0);
  brought.fill(0);
}

/** What a path brings for so much more, when so much has been sold already. */
export function bringsMore(
  { curves, paths }: Network,
  { sold, brought }: Depths,
  path: number,
  amount: number,
): number {
  let carried = amount;
  for (const leg of paths[path]!) carried = curves[leg]!(sold[leg]! + carried) - brought[leg]!;
  return carried;
}

/** Sells it. @returns what it brings */
export function sellMore({ curves, paths }: Network, { sold, brought }: Depths, path: number, amount: number): number {
  let carried = amount;
  for (const leg of paths[path]!) {
    sold[leg]! += carried;
    const before = brought[leg]!;
    brought[leg] = curves[leg]!(sold[leg]!);
    carried = brought[leg]! - before;
  }
  return carried;
}
