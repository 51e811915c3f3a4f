/** What a benchmark found. */
export interface Measured {
  /** For programs, as JSON. */
  readonly data: object;
  /** The same as a table. */
  readonly text: string;
}
