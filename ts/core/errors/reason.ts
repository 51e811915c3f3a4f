/** Why something was not done: a stable code for scripts, a sentence for people, the numbers behind it. */
export interface Reason {
  readonly code: string;
  readonly message: string;
  readonly numbers?: Readonly<Record<string, bigint | string | number>>;
}
