import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Address } from "viem";
import { type CountedContext, contextOf, type FixtureOptions } from "../chains/context.fixture.ts";
import type { ChainBook } from "../core/chain-book.ts";
import { checkOwnChains, ownChainsSchema } from "../core/config/own-chains.ts";
import { temporaryFolder } from "../core/temporary-folder.fixture.ts";
import { type RecordedOptions, type RecordedState, startRecorded } from "../devnet/testing/start-recorded.fixture.ts";
import { loadBook } from "../flow/find/load-book.ts";
import { type Ended, type RunOptions, runFliq } from "./process.fixture.ts";

/** What the settings call it, and an id of no chain that the project knows: its book holds nothing but what a test says. */
const NAME = "recorded";
const CHAIN_ID = 7_654_321;

/** What of the recorded state the project is told. */
export interface RecordedBook {
  readonly wrappedNative: Address;
  readonly routeTokens?: readonly Address[];
  /** By adapter, in the shape that each has for its own, as JSON: see docs/settings.md, `chains`. */
  readonly addresses: Readonly<Record<string, unknown>>;
}

/** A recorded state on which the project's own stages and commands run, as on any chain of the settings. */
export interface RecordedChain extends RecordedState {
  readonly book: ChainBook;
  context(options?: FixtureOptions): CountedContext;
  /** Runs the program; its home and working folder is `folder`. */
  fliq(args: readonly string[], options?: Pick<RunOptions, "env" | "input">): Promise<Ended>;
  readonly folder: string;
}

/** Errors as `startRecorded`. */
export async function startRecordedChain(
  file: string,
  { wrappedNative, routeTokens = [], addresses }: RecordedBook,
  options: RecordedOptions = {},
): Promise<RecordedChain> {
  const chains = { [NAME]: { chainId: CHAIN_ID, wrappedNative, routeTokens, blockTimeMs: 12_000, addresses } };
  const setting = { byName: ownChainsSchema.parse(chains), file: "the test" };
  checkOwnChains(setting);
  const book = await loadBook(NAME, setting);
  const folder = temporaryFolder(NAME);
  writeFileSync(join(folder, "fliq.config.json"), JSON.stringify({ chains }));
  const state = await startRecorded(file, { chainId: CHAIN_ID, ...options });
  return {
    ...state,
    book,
    folder,
    context: (changes) => contextOf(state.rpcUrl, book, changes),
    fliq: (args, { env = {}, input } = {}) =>
      runFliq([...args, "--chain", NAME], {
        cwd: folder,
        env: { FLIQ_RPC_RETRIES: "0", [`${NAME.toUpperCase()}_RPC_URL`]: state.rpcUrl, ...env },
        ...(input !== undefined && { input }),
      }),
  };
}
