import type { Sources } from "./part.ts";
import { PARTS } from "./parts/index.ts";
import { SHARED_SOURCES } from "./shared/sources.ts";

/** What is compiled: of every part, by its name, and what they share. */
export const SOURCES: Readonly<Record<string, Sources>> = {
  ...Object.fromEntries(PARTS.map((part) => [part.name, part.sources])),
  shared: SHARED_SOURCES,
};
