import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Address, getAddress, type Hex } from "viem";
import { z } from "zod";
import { makeFolder } from "../../core/data/make-folder.ts";
import { DeploymentError } from "../../core/errors/errors.ts";
import type { LiquidatorName } from "../../core/names/names.ts";
import { ROOT } from "../../core/root.ts";

/** forge's own notes of one deployment. They stay until the deployment is recorded, so that none is paid for twice. */
export interface DeployJournal {
  readonly folder: string;
  readonly chainId: number;
  readonly contract: LiquidatorName;
}

/** What was sent. */
export interface SentDeployment {
  readonly address: Address;
  readonly txHash: Hex;
  readonly journal: DeployJournal;
}

const LOCAL = 31337;
const ABANDONED_MS = 3_600_000;
const SCRIPT = "Deploy.s.sol";

const broadcastSchema = z.object({
  transactions: z.array(z.object({ hash: z.string().nullish(), contractAddress: z.string().nullish() })).min(1),
});

/** What is deployed, and where that will be recorded. */
export interface Undertaking {
  readonly chainId: number;
  readonly contract: LiquidatorName;
  /** `Config.deploymentsDir`: whoever records elsewhere knows nothing of this one's deployments, finished or not. */
  readonly deploymentsDir: string;
}

/** Folder of all journals of the deployments that are recorded in one place. The script may read no other. */
export function journalsOf({ deploymentsDir }: Pick<Undertaking, "deploymentsDir">): string {
  const place = createHash("sha256").update(deploymentsDir).digest("hex").slice(0, 16);
  return join(ROOT, ".cache", "deploy", place);
}

/** A new one. Every run has a folder of its own, so that runs at the same time do not mix. */
export async function openJournal(undertaking: Undertaking): Promise<DeployJournal> {
  const { chainId, contract } = undertaking;
  const all = journalsOf(undertaking);
  await makeFolder(all);
  await dropAbandoned(all);
  return { folder: await mkdtemp(join(all, `${chainId}-${contract}-${process.pid}-`)), chainId, contract };
}

/** Removes what runs that are over have left and that never came to noting a transaction: where one is noted, or may be, it stays. */
async function dropAbandoned(all: string): Promise<void> {
  for (const name of await readdir(all)) {
    const [, chainId, pid] = /^(\d+)-[A-Za-z0-9]+-(\d+)-/.exec(name) ?? [];
    if (chainId === undefined || isRunning(Number(pid)) || Number(pid) === process.pid) continue;
    const folder = join(all, name);
    // its forge may outlive a run that was killed
    if (Date.now() - (await stat(folder)).mtimeMs < ABANDONED_MS) continue;
    if (!existsSync(journalFile({ folder, chainId: Number(chainId) })))
      await rm(folder, { recursive: true, force: true });
  }
}

/** Where forge writes what it sends. */
export function journalFile({ folder, chainId }: Pick<DeployJournal, "folder" | "chainId">): string {
  return join(folder, SCRIPT, String(chainId), "run-latest.json");
}

/** @throws DeploymentError when forge did not write what it sent. */
export async function readJournal(journal: DeployJournal): Promise<SentDeployment> {
  const file = journalFile(journal);
  const { transactions } = broadcastSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const { hash, contractAddress } = transactions[0]!;
  if (contractAddress && hash) return { address: getAddress(contractAddress), txHash: hash as Hex, journal };
  throw new DeploymentError(`forge did not record where it deployed ${journal.contract}`, {
    hint: `look into ${file}`,
  });
}

export async function dropJournal({ folder }: DeployJournal): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** What an earlier run, that is over, sent and did not record; null when there is nothing like that. */
export async function unfinishedDeployment(undertaking: Undertaking): Promise<SentDeployment | null> {
  const { chainId, contract } = undertaking;
  const all = journalsOf(undertaking);
  if (!existsSync(all)) return null;
  for (const name of await readdir(all)) {
    const [, pid] = new RegExp(`^${chainId}-${contract}-(\\d+)-`).exec(name) ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const journal = { folder: join(all, name), chainId, contract };
    const sent = await readJournal(journal).catch(() => null);
    if (sent !== null) return sent;
  }
  return null;
}

/**
 * Of one contract on one chain there is one deployment at a time: two would both be paid for, and one of them recorded. Local
 * chains, of which there may be several at once, share an id and are left out.
 * @throws DeploymentError while another process deploys it
 */
export async function refuseSecondRun(undertaking: Undertaking): Promise<void> {
  const { chainId, contract } = undertaking;
  const all = journalsOf(undertaking);
  if (chainId === LOCAL || !existsSync(all)) return;
  for (const name of await readdir(all)) {
    const [, pid] = new RegExp(`^${chainId}-${contract}-(\\d+)-`).exec(name) ?? [];
    if (pid === undefined || !isRunning(Number(pid))) continue;
    throw new DeploymentError(`process ${pid} deploys ${contract} on chain ${chainId} just now`, {
      code: "deployment-running",
      hint: `wait for it; if it is no deployment, look into ${join(all, name)} and remove that folder`,
    });
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // there, and somebody else's
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
