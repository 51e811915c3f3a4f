/** What a benchmark found. */
export interface Measured {
  /** For programs, as JSON. */
  readonly data: object;
  /** The same as a table. */
  readonly text: string;
  /** Further tables that go into the same document, by the name of their block. */
  readonly further?: Readonly<Record<string, string>>;
}
