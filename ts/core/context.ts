import type { Chain, PublicClient, Transport } from "viem";
import type { ChainBook } from "./chain-book.ts";
import type { Config } from "./config/config.ts";

/** Progress and diagnostics; the command line decides where they go. Never receives a secret. */
export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
}

/** Everything a stage may use besides its input. Passed, never imported. */
export interface Context {
  readonly config: Config;
  readonly client: PublicClient<Transport, Chain>;
  /** What the project knows about this chain: markets, factories, wrapped native token. */
  readonly book: ChainBook;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}
