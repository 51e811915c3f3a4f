/** Shown under `fliq --help`. */
export const EXIT_CODES = `
Exit codes:
  0  done; watch and devnet: ended by Ctrl-C
  1  error: settings, endpoint, key, chain, accounts that could not be read
  2  wrong usage
  3  nothing to do: healthy, no target, no profit at any size
  4  refused by a safety limit: profit, share of the bonus, gas price, failed simulation
  130  interrupted before it was done
With several users or targets 0 also when for some there is nothing to do; else what the most serious failure says: 1, 2, 4.

Settings come from options, then the environment (FLIQ_MIN_PROFIT_USD, ETHEREUM_RPC_URL, …), then fliq.config.json,
then defaults. A key comes from --keystore or FLIQ_PRIVATE_KEY, never from the command line or the settings file.
Nothing is sent without --send.`;

/** Examples under a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  npx fliq ${line}`).join("\n")}`;
}
