import { isAbsolute, relative } from "node:path";
import { ROOT } from "../../core/root.ts";

/** A path as people know it: from the program's folder where it is inside, else whole. */
export function shownPath(path: string): string {
  const inside = relative(ROOT, path);
  return inside.startsWith("..") || isAbsolute(inside) ? path : inside;
}
