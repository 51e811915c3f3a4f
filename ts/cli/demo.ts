import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { UsageError } from "../core/errors/errors.ts";
import { createRedactor } from "../core/errors/redact.ts";
import { PROTOCOL_NAMES, type ProtocolName } from "../core/names/names.ts";
import { ROOT } from "../core/root.ts";
import { DEVNET_MNEMONIC, type Devnet, startDevnet } from "../devnet/index.ts";
import { COMMANDS } from "./commands/index.ts";
import type { Host, OutputStream } from "./host.ts";
import { colorsFor } from "./print/colors.ts";
import { formatPrice } from "./print/format.ts";
import { renderLines } from "./print/lines.ts";
import { run } from "./run.ts";

/** The price to which ether falls in the story, USD. */
const CRASH = "2600";

/**
 * One liquidation from end to end on the local chain, by the same commands that a user types. Every step prints its
 * command first.
 * @param argv `--protocol aave-v3` (default) or `--protocol morpho`
 * @returns the exit code of the first step that failed, else 0
 */
export async function demo(argv: readonly string[]): Promise<number> {
  let protocol: ProtocolName;
  try {
    protocol = chosenProtocol(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`error: ${error.message}; ${error.hint}\n`);
    return error.exitCode;
  }
  const devnet = await startDevnet();
  // a chain of its own has records of its own: those of a chain that fliq devnet runs are not touched
  const recordsIn = join(ROOT, ".cache", "demo", String(process.pid));
  try {
    return await story(devnet, protocol, recordsIn);
  } finally {
    await devnet.stop();
    await rm(recordsIn, { recursive: true, force: true });
  }
}

function chosenProtocol(argv: readonly string[]): ProtocolName {
  if (argv.length === 0) return "aave-v3";
  const name = argv[0] === "--protocol" ? argv[1] : argv[0]?.replace(/^--protocol=/, "");
  const found = PROTOCOL_NAMES.find((one) => one === name);
  if (found && argv.length <= 2) return found;
  const hint = `use npm start -- --protocol ${PROTOCOL_NAMES.join(" or ")}`;
  throw new UsageError(`npm start does not know ${JSON.stringify(argv.join(" "))}`, { hint });
}

async function story(devnet: Devnet, protocol: ProtocolName, recordsIn: string): Promise<number> {
  const { owner } = devnet.info.addresses.accounts;
  const colors = colorsFor(process.stdout, process.env, true);
  const print = (text: string) => process.stdout.write(`${text}\n`);
  const fliq = (...args: string[]) => {
    print(`\n${colors.cyan(`$ npx fliq ${args.join(" ")}`)}`);
    return run([...args, "--rpc-url", devnet.rpcUrl], hostOf(process.stdout, recordsIn), COMMANDS);
  };

  print(`A local chain with real Aave V3.6, Morpho Blue and Uniswap V3 contracts, ${borrowers(devnet)} borrowers.`);
  print(`Ether costs $3,000.00 and everybody is healthy. Now it falls to ${formatPrice(BigInt(CRASH) * 10n ** 8n)}.`);
  let code = await fliq("devnet", "price", "WETH", CRASH);
  code ||= await fliq("targets", "--protocol", protocol, "--limit", "6");
  if (code !== 0) return code;

  const user = await bestTarget(devnet, protocol, recordsIn);
  code ||= await fliq("inspect", user, "--protocol", protocol);
  code ||= await fliq("simulate", user, "--protocol", protocol);
  print(`\nThe liquidator is not deployed yet: the simulation injected its code. Deploy it, then liquidate.`);
  code ||= await fliq("deploy", "--protocol", protocol, "--owner", owner, "--receiver", owner, "--send");
  code ||= await fliq("liquidate", user, "--protocol", protocol, "--send");
  if (code === 0) print(next(protocol));
  return code;
}

/** The first row of `fliq targets --json`. */
async function bestTarget({ rpcUrl }: Devnet, protocol: ProtocolName, recordsIn: string): Promise<string> {
  const chunks: string[] = [];
  const stdout = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const args = ["targets", "--protocol", protocol, "--limit", "1", "--json", "--rpc-url", rpcUrl];
  await run(args, hostOf(stdout, recordsIn), COMMANDS);
  const { result } = JSON.parse(chunks.join("")) as { result: { targets: { ref: { user: string } }[] } };
  return result.targets[0]!.ref.user;
}

/** This process, with the local chain's operator as the one who signs, and no settings of the user's own. */
function hostOf(stdout: OutputStream, recordsIn: string): Host {
  const { env } = process;
  const { privateKey } = mnemonicToAccount(DEVNET_MNEMONIC, { addressIndex: 1 }).getHdKey();
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("FLIQ_")));
  return {
    env: {
      ...own,
      FLIQ_PRIVATE_KEY: toHex(privateKey!),
      FLIQ_LEDGER_PATH: join(ROOT, ".cache", "demo", "ledger.jsonl"),
    },
    cwd: join(ROOT, ".cache"),
    stdin: process.stdin,
    stdout,
    stderr: process.stderr,
    redactor: createRedactor(),
    recordsIn,
    signal: new AbortController().signal,
  };
}

function borrowers({ info }: Devnet): number {
  return info.borrowers.aave.length + info.borrowers.morpho.length;
}

function next(protocol: ProtocolName): string {
  const other = PROTOCOL_NAMES.find((one) => one !== protocol);
  const steps = [
    [`npm start -- --protocol ${other}`, "the same on the other protocol"],
    ["npx fliq devnet", "keep such a chain running, with accounts to play with"],
    ["npx fliq --help", "every command; --rpc-url or --chain NAME points it at a real chain"],
    ["npm test", "everything that is claimed here, checked"],
  ] as const;
  return `\nTry next:\n${renderLines(steps)}`;
}
