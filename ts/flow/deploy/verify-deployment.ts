import { type Address, type Hex, isAddressEqual, keccak256 } from "viem";
import type { Context } from "../../core/context.ts";
import { DeploymentError } from "../../core/errors/errors.ts";
import type { LiquidatorName } from "../../core/names/names.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import { runtimeCode } from "../../simulators/liquidator-code.ts";
import type { LiquidatorSetup } from "../../simulators/setup.ts";

/** What was deployed, and what it was told. */
export interface NewDeployment {
  readonly address: Address;
  readonly setup: LiquidatorSetup;
  /** Block whose state is read. */
  readonly blockNumber: bigint;
}

/**
 * Compares the code on chain with what was compiled, and reads back what the constructor was told.
 * @returns keccak256 of the code on chain
 * @throws DeploymentError for the first difference
 */
export async function verifyDeployment(
  context: Context,
  contract: LiquidatorName,
  { address, setup, blockNumber }: NewDeployment,
): Promise<Hex> {
  const { client } = context;
  const read = { address, abi: flashLiquidatorAbi, blockNumber } as const;
  const [code, expected, owner, seller, [receiver, minBonusShareBps, maxTipBps, paused]] = await Promise.all([
    client.getCode({ address, blockNumber }),
    runtimeCode(context, contract, setup, blockNumber),
    client.readContract({ ...read, functionName: "owner" }),
    client.readContract({ ...read, functionName: "seller" }),
    client.readContract({ ...read, functionName: "settings" }),
  ]);
  const wrong = (what: string) =>
    new DeploymentError(`${contract} at ${address} has ${what}`, { hint: "do not use it" });
  if (code !== expected) throw wrong("other code than was compiled");
  if (!isAddressEqual(owner, setup.setup.owner)) throw wrong(`owner ${owner}`);
  if (!isAddressEqual(seller, setup.setup.seller)) throw wrong(`seller ${seller}`);
  if (!isAddressEqual(receiver, setup.setup.receiver)) throw wrong(`receiver ${receiver}`);
  if (minBonusShareBps !== setup.setup.minBonusShareBps || maxTipBps !== setup.setup.maxTipBps || paused) {
    throw wrong("other limits than asked for");
  }
  const lists = [
    ["isOperator", setup.setup.operators],
    ["isMarket", setup.setup.markets],
    ["isLender", setup.setup.lenders],
  ] as const;
  for (const [functionName, addresses] of lists) {
    for (const one of addresses) {
      const allowed = await client.readContract({ ...read, functionName, args: [one] });
      if (!allowed) throw wrong(`${functionName}(${one}) = false`);
    }
  }
  return keccak256(code);
}
