import { randomUUID } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Address, getAddress, type Hex, isAddress, keccak256, type PublicClient } from "viem";
import { z } from "zod";
import { makeFolder } from "../core/data/make-folder.ts";
import { parseJson } from "../core/data/parse-json.ts";
import { withLock } from "../core/data/with-lock.ts";
import { DeploymentError } from "../core/errors/errors.ts";
import { LIQUIDATOR_NAMES, type LiquidatorName } from "../core/names/names.ts";

const bytes32 = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((text) => text as Hex);
const recordSchema = z.strictObject({
  address: z
    .string()
    .refine((text) => isAddress(text, { strict: true }))
    .transform((text) => getAddress(text)),
  /** Block of the deployment. */
  block: z.int().min(0),
  txHash: bytes32,
  /** As passed, readable: amounts as decimal strings. */
  constructorArgs: z.record(z.string(), z.json()),
  /** keccak256 of the code on chain, immutables included. */
  runtimeCodeHash: bytes32,
});
const fileSchema = z.strictObject({
  chainId: z.int().min(1),
  contracts: z.partialRecord(z.enum(LIQUIDATOR_NAMES), recordSchema),
});

/** One deployed contract of this project. */
export type DeploymentRecord = z.output<typeof recordSchema>;
export type Deployments = z.output<typeof fileSchema>;

/**
 * Records of real chains are part of the project; version control ignores the local chain's.
 * @param folder `Config.deploymentsDir`, here and below
 */
export function deploymentsFile(chainId: number, folder: string): string {
  return join(folder, `${chainId}.json`);
}

/**
 * The recorded deployments of a chain; none when there is no record.
 * @throws DeploymentError when the record is malformed or of another chain.
 */
export async function readDeployments(chainId: number, folder: string): Promise<Deployments> {
  const file = deploymentsFile(chainId, folder);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return { chainId, contracts: {} };
    throw new DeploymentError(`cannot read ${file}`, { cause });
  }
  // the local chain's record is nobody's but this checkout's
  const hint = chainId === 31337 ? "delete it, and deploy again" : "restore it from version control, or deploy again";
  const content = parseJson(text);
  if (content === null) throw new DeploymentError(`${file} is not valid JSON`, { hint });
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new DeploymentError(`${file} is malformed at ${path.join(".") || "its top"}: ${message}`, { hint });
  }
  if (parsed.data.chainId !== chainId) {
    throw new DeploymentError(`${file} records chain ${parsed.data.chainId}`);
  }
  return parsed.data;
}

/**
 * Adds or replaces the record of one contract. The file is replaced whole, so that no reader sees half of it, and by one at a
 * time, so that no record of another is lost.
 * @throws DeploymentError when the record, or the file it is added to, is malformed.
 */
export async function recordDeployment(
  chainId: number,
  name: LiquidatorName,
  record: DeploymentRecord,
  folder: string,
): Promise<void> {
  const file = deploymentsFile(chainId, folder);
  await withLock(`${file}.lock`, () => addRecord(file, { chainId, name, record, folder }));
}

async function addRecord(
  file: string,
  {
    chainId,
    name,
    record,
    folder,
  }: { chainId: number; name: LiquidatorName; record: DeploymentRecord; folder: string },
): Promise<void> {
  const { contracts } = await readDeployments(chainId, folder);
  const parsed = fileSchema.safeParse({ chainId, contracts: { ...contracts, [name]: record } });
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new DeploymentError(`a deployment cannot be recorded: ${path.join(".")}: ${message}`);
  }
  const content = parsed.data;
  await makeFolder(dirname(file));
  const draft = `${file}.${randomUUID()}.draft`;
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`);
  await rename(draft, file);
}

/** What the chain holds where a deployment is recorded. */
export type DeploymentCheck = "matches" | "no-code" | "other-code";

/** Compares the code on chain with the record. Throws what the client throws when the node cannot be asked. */
export async function checkDeployment(
  client: Pick<PublicClient, "getCode">,
  { address, runtimeCodeHash }: { readonly address: Address; readonly runtimeCodeHash: Hex },
): Promise<DeploymentCheck> {
  const code = await client.getCode({ address });
  if (code === undefined || code === "0x") return "no-code";
  return keccak256(code) === runtimeCodeHash ? "matches" : "other-code";
}
