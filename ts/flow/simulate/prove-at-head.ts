import type { Context } from "../../core/context.ts";
import { type ResolvedBlock, resolveBlock, staleSeconds } from "../../core/rpc/block.ts";
import { type GasPrice, readGasPrice } from "../plan/gas.ts";
import { refusedFor } from "../refused-for.ts";
import type { SimulationResult } from "./simulation.ts";

/** What is known of a transaction at one block. */
export interface Proof<Simulation = SimulationResult> {
  readonly block: ResolvedBlock;
  readonly gasPrice: GasPrice;
  readonly simulation: Simulation;
}

/**
 * The proof again on the newest block, if the chain has moved since: planning takes time, and what was true then may not be
 * now. Whatever is sent was simulated on the block just before.
 * @param proof on the block of the plan
 * @param simulate the same transaction on another block
 * @param asked the newest block, if that was asked for beside the simulation
 * @throws RefusedError when the endpoint's newest block is old.
 */
export async function proveAtHead<Simulation>(
  context: Context,
  proof: Proof<Simulation>,
  now: Date,
  simulate: (block: ResolvedBlock, gasPrice: GasPrice) => Promise<Simulation>,
  asked: Promise<ResolvedBlock> = resolveBlock(context.client, { tag: "latest" }),
): Promise<Proof<Simulation>> {
  const { client, book } = context;
  const block = await asked;
  // the local chain has a clock of its own
  const stale = book.name === "devnet" ? null : staleSeconds(block, client.chain, now.getTime());
  if (stale !== null) {
    throw refusedFor({
      code: "stale-endpoint",
      message: `the endpoint's newest block is ${stale} seconds old: what it simulates may be long past`,
      numbers: { block: block.number, seconds: stale },
    });
  }
  if (block.number <= proof.block.number) return proof;
  const gasPrice = await readGasPrice(context, block.number);
  return { block, gasPrice, simulation: await simulate(block, gasPrice) };
}
