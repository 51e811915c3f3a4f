/** What a formula said, by the names that records use. */
export type Results = Readonly<Record<string, bigint | boolean | string | number | null>>;
