import type { LendingPart } from "../part.ts";
import { PARTS } from "./index.ts";

/** The parts in which people borrow. */
export const LENDING_PARTS: readonly LendingPart[] = PARTS.filter((part): part is LendingPart => "lending" in part);

/** All parts in the order in which people are told of them: first where one borrows, then what is used for it. */
export const PARTS_FOR_PEOPLE = [...LENDING_PARTS, ...PARTS.filter((part) => !("lending" in part))];
