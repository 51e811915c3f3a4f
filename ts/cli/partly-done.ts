/**
 * Ends a command after its result was printed: a part of what was asked for was not done. Nothing more is said about it than
 * the result has said.
 */
export class PartlyDone extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super("not everything that was asked for is done");
    this.name = "PartlyDone";
    this.exitCode = exitCode;
  }
}
