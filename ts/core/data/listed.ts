const FORMATS = { and: "conjunction", or: "disjunction" } as const;

/** Words in a sentence: "a", "a and b", "a, b and c". */
export function listed(words: readonly string[], last: keyof typeof FORMATS = "and"): string {
  return new Intl.ListFormat("en-GB", { type: FORMATS[last] }).format(words);
}
