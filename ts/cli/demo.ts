import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Writable } from "node:stream";
import { parseArgs } from "node:util";
import { toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { listed } from "../core/data/listed.ts";
import { UsageError } from "../core/errors/errors.ts";
import { createRedactor } from "../core/errors/redact.ts";
import type { ProtocolName } from "../core/names/names.ts";
import { ROOT } from "../core/root.ts";
import { currentInfo } from "../devnet/current-info.ts";
import { DEVNET_MNEMONIC, type Devnet, startDevnet } from "../devnet/index.ts";
import type { LendingPart } from "../devnet/part.ts";
import { LENDING_PARTS, PARTS_FOR_PEOPLE } from "../devnet/parts/for-people.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import { type Target, userOf } from "../protocols/target.ts";
import { COMMANDS } from "./commands/index.ts";
import type { Host, OutputStream } from "./host.ts";
import { colorsFor } from "./print/colors.ts";
import { renderLines } from "./print/lines.ts";
import { run } from "./run.ts";

/** Where a story is told. */
type Stage = Pick<Devnet, "rpcUrl" | "info" | "stop">;

/**
 * One liquidation from end to end on the local chain, by the same commands that a user types. Every step prints its
 * command first.
 * @param argv `--protocol` and the name of a part in which people borrow, by default the first; `--rpc-url` and the endpoint of a
 * local chain that runs, by default one is started
 * @returns the exit code of the first step that failed, else 0
 */
export async function demo(argv: readonly string[]): Promise<number> {
  let part: LendingPart;
  let rpcUrl: string | null;
  try {
    ({ part, rpcUrl } = chosen(argv));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`error: ${error.message}; ${error.hint}\n`);
    return error.exitCode;
  }
  const devnet: Stage =
    rpcUrl === null ? await startDevnet() : { rpcUrl, info: await currentInfo(), stop: async () => undefined };
  // a chain of its own has records of its own: those of a chain that fliq devnet runs are not touched
  const deployments = join(ROOT, ".cache", "demo", String(process.pid), "deployments");
  try {
    return await story(devnet, part, deployments);
  } finally {
    await devnet.stop();
    await rm(dirname(deployments), { recursive: true, force: true });
  }
}

function chosen(argv: readonly string[]): { readonly part: LendingPart; readonly rpcUrl: string | null } {
  const options: Record<string, { readonly type: "string" }> = {
    protocol: { type: "string" },
    "rpc-url": { type: "string" },
  };
  const names = LENDING_PARTS.map((part) => part.name);
  const hint = `use --protocol ${listed(names, "or")}, and --rpc-url for a local chain that runs`;
  const said = JSON.stringify(argv.join(" "));
  try {
    const { values } = parseArgs({ args: [...argv], options });
    const name = values.protocol ?? names[0];
    const part = LENDING_PARTS.find((one) => one.name === name);
    if (part) return { part, rpcUrl: (values["rpc-url"] as string | undefined) ?? null };
  } catch (cause) {
    throw new UsageError(`the demo does not know ${said}`, { hint, cause });
  }
  throw new UsageError(`the demo does not know ${said}`, { hint });
}

async function story(devnet: Stage, part: LendingPart, deployments: string): Promise<number> {
  const { symbol, price, opening } = part.lending.story;
  const protocol = part.name;
  const { owner } = devnet.info.addresses.accounts;
  const colors = colorsFor(process.stdout, process.env, true);
  const print = (text: string) => process.stdout.write(`${text}\n`);
  const fliq = (...args: string[]) => {
    print(`\n${colors.cyan(`$ npx fliq ${args.join(" ")}`)}`);
    return run([...args, "--rpc-url", devnet.rpcUrl], hostOf(process.stdout, deployments), COMMANDS);
  };

  const titles = PARTS_FOR_PEOPLE.map(({ title }) => title);
  print(`A local chain with real ${listed(titles)} contracts, ${borrowers(devnet)} borrowers.`);
  print(opening);
  let code = await fliq("devnet", "price", symbol, price);
  code ||= await fliq("targets", "--protocol", protocol, "--limit", "6");
  if (code !== 0) return code;

  const user = await bestTarget(devnet, protocol, deployments);
  code ||= await fliq("inspect", user, "--protocol", protocol);
  if (PROTOCOLS[protocol as ProtocolName].contract === null) {
    print(`\nThere is no liquidator for ${protocol} yet: it is found, inspected and watched.`);
    return code;
  }
  code ||= await fliq("simulate", user, "--protocol", protocol);
  if (code !== 0) return code;
  print(`\nThe liquidator is not deployed yet: the simulation injected its code. Deploy it, then liquidate.`);
  code ||= await fliq("deploy", "--protocol", protocol, "--owner", owner, "--receiver", owner, "--send");
  code ||= await fliq("liquidate", user, "--protocol", protocol, "--send");
  if (code === 0) print(next(part));
  return code;
}

/** The first row of `fliq targets --json`. */
async function bestTarget({ rpcUrl }: Stage, protocol: string, deployments: string): Promise<string> {
  const chunks: string[] = [];
  const stdout = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const args = ["targets", "--protocol", protocol, "--limit", "1", "--json", "--rpc-url", rpcUrl];
  await run(args, hostOf(stdout, deployments), COMMANDS);
  const { result } = JSON.parse(chunks.join("")) as { result: { targets: { target: Target }[] } };
  return userOf(result.targets[0]!.target)!;
}

/** This process, with the local chain's operator as the one who signs, and no settings of the user's own. */
function hostOf(stdout: OutputStream, deployments: string): Host {
  const { env } = process;
  const { privateKey } = mnemonicToAccount(DEVNET_MNEMONIC, { addressIndex: 1 }).getHdKey();
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("FLIQ_")));
  return {
    env: {
      ...own,
      FLIQ_PRIVATE_KEY: toHex(privateKey!),
      FLIQ_DEPLOYMENTS_DIR: deployments,
      FLIQ_LEDGER_PATH: join(ROOT, ".cache", "demo", "ledger.jsonl"),
    },
    cwd: join(ROOT, ".cache"),
    stdin: process.stdin,
    stdout,
    stderr: process.stderr,
    redactor: createRedactor(),
    signal: new AbortController().signal,
  };
}

function borrowers({ info }: Stage): number {
  return Object.values(info.borrowers).flat().length;
}

/** What to do after the story of a part: the same on the one that follows it, and what else there is. */
function next(part: LendingPart): string {
  const other = LENDING_PARTS[(LENDING_PARTS.indexOf(part) + 1) % LENDING_PARTS.length]!;
  const steps = [
    [
      `npm start -- --protocol ${other.name}`,
      `the same on ${LENDING_PARTS.length > 2 ? "another" : "the other"} protocol`,
    ],
    ["npx fliq devnet", "keep such a chain running, with accounts to play with"],
    ["npx fliq --help", "every command; --rpc-url or --chain NAME points it at a real chain"],
    ["npm test", "everything that is claimed here, checked"],
  ] as const;
  return `\nTry next:\n${renderLines(steps)}`;
}
