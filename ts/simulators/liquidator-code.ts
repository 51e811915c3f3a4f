import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Address,
  encodeAbiParameters,
  encodeDeployData,
  type Hex,
  keccak256,
  pad,
  type StateOverride,
  toHex,
} from "viem";
import type { Context } from "../core/context.ts";
import { ConfigError, RefusedError, RevertError } from "../core/errors/errors.ts";
import { explainFailure } from "../core/errors/explain.ts";
import { creationCode } from "../core/lens/artifact.ts";
import type { LiquidatorName } from "../core/names/names.ts";
import { ROOT } from "../core/root.ts";
import { LIQUIDATORS } from "./liquidators.ts";
import { revertReason } from "./revert-reason.ts";
import type { LiquidatorSetup } from "./setup.ts";

const OUT = join(ROOT, "out");

/** Creation code with its arguments, as `script/Deploy.s.sol` would send it. */
export function deployData(contract: LiquidatorName, { setup }: LiquidatorSetup): Hex {
  return encodeDeployData({
    abi: LIQUIDATORS[contract],
    bytecode: creationCode(contract),
    args: [setup],
  });
}

/**
 * Runtime code of a liquidator with its immutables filled in: the node runs the constructor and returns what it would store.
 * @throws RefusedError when the constructor refuses the setup.
 */
export async function runtimeCode(
  { client }: Pick<Context, "client">,
  contract: LiquidatorName,
  setup: LiquidatorSetup,
  blockNumber: bigint,
): Promise<Hex> {
  const { data } = await client.call({ data: deployData(contract, setup), blockNumber }).catch((error: unknown) => {
    const failure = explainFailure(error);
    if (!(failure instanceof RevertError)) throw error;
    const { code, message, numbers = {} } = revertReason(failure.data);
    throw new RefusedError(`${contract} cannot be set up like this: ${message}`, { code, numbers, cause: error });
  });
  if (!data || data === "0x") throw new ConfigError(`the constructor of ${contract} returned no code`);
  return data;
}

/**
 * Makes `address` look like a deployed liquidator: its code, and the storage that the constructor would have written.
 * Slots come from the compiler's storage layout.
 */
export async function injectedLiquidator(
  context: Pick<Context, "client">,
  contract: LiquidatorName,
  at: { readonly address: Address; readonly setup: LiquidatorSetup; readonly blockNumber: bigint },
): Promise<StateOverride> {
  const { address, setup, blockNumber } = at;
  const code = await runtimeCode(context, contract, setup, blockNumber);
  return [{ address, code, stateDiff: storageOf(contract, setup) }];
}

/** Makes `caller` an operator of a liquidator that is deployed. */
export function operatorOverride(contract: LiquidatorName, address: Address, caller: Address): StateOverride {
  const slot = slotsOf(contract);
  return [{ address, stateDiff: [{ slot: inMapping(caller, slot("isOperator")), value: TRUE }] }];
}

const TRUE = pad("0x1");

function storageOf(contract: LiquidatorName, { setup }: LiquidatorSetup): { slot: Hex; value: Hex }[] {
  const slot = slotsOf(contract);
  // One slot, lowest bytes first: receiver, minBonusShareBps, maxTipBps, paused (false)
  const settings =
    BigInt(setup.receiver) | (BigInt(setup.minBonusShareBps) << 160n) | (BigInt(setup.maxTipBps) << 176n);
  const allow = (name: string, addresses: readonly Address[]) =>
    addresses.map((address) => ({ slot: inMapping(address, slot(name)), value: TRUE }));
  return [
    { slot: pad(toHex(slot("_owner"))), value: pad(setup.owner) },
    { slot: pad(toHex(slot("settings"))), value: pad(toHex(settings)) },
    { slot: pad(toHex(slot("seller"))), value: pad(setup.seller) },
    ...allow("isOperator", setup.operators),
    ...allow("isMarket", setup.markets),
    ...allow("isLender", setup.lenders),
  ];
}

function inMapping(key: Address, slot: bigint): Hex {
  return keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [key, slot]));
}

function slotsOf(contract: LiquidatorName): (label: string) => bigint {
  const path = join(OUT, `${contract}.sol`, `${contract}.json`);
  const artifact: { storageLayout?: { storage?: { label: string; slot: string }[] } } = JSON.parse(
    readFileSync(path, "utf8"),
  );
  return (label) => {
    const entry = artifact.storageLayout?.storage?.find((one) => one.label === label);
    if (!entry) throw new ConfigError(`${path} does not say where ${label} is stored`, { hint: "run npm run build" });
    return BigInt(entry.slot);
  };
}
