// What the tests put on a chain, so that a broken file reaches them: by its artifact.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** In the order in which they are broken: most tests first. */
const CARRIERS = [
  ["test/unit/guards/CallbackGuard.t.sol", "CallbackGuardTest"],
  ["test/unit/guards/ProfitCheck.t.sol", "ProfitCheckTest"],
  ["test/unit/types/PlanData.t.sol", "PlanDataTest"],
  ["test/fuzz/Route.t.sol", "RouteFuzzTest"],
  ["test/lens/Packer.t.sol", "PackerTest"],
  ["test/lens/Probe.t.sol", "ProbeTest"],
  ["contracts/seller/Seller.sol", "Seller"],
  ["contracts/protocols/AaveV3Liquidator.sol", "AaveV3Liquidator"],
  ["contracts/protocols/AaveV2Liquidator.sol", "AaveV2Liquidator"],
  ["contracts/protocols/CompoundV2Liquidator.sol", "CompoundV2Liquidator"],
  ["contracts/protocols/MorphoLiquidator.sol", "MorphoLiquidator"],
  ["test/doubles/CompoundLeaf.sol", "CompoundLeaf"],
];

/** What behaves the same and is compiled ten times as fast; a little faster, the intermediate code is only made to fit the stack. */
const FASTER = [
  { viaIR: false, optimizer: { enabled: false } },
  {
    viaIR: true,
    optimizer: {
      enabled: true,
      runs: 1,
      details: { yul: true, yulDetails: { stackAllocation: true, optimizerSteps: ":" } },
    },
  },
];

/** Throws, naming each, if one is no longer where it was: what an earlier build left of it would still be found. */
export function assertCarriersExist(root) {
  const missing = CARRIERS.map(([path]) => path).filter((path) => !existsSync(join(root, path)));
  if (missing.length > 0) throw new Error(`carriers that are not there: ${missing.join(", ")}`);
}

/** Those that hold `file`, with what the compiler is to be asked for each. */
export function carriersOf(root, file) {
  return CARRIERS.map(([path, name]) => {
    const artifact = join(root, "out", basename(path), `${name}.json`);
    const { metadata } = JSON.parse(readFileSync(artifact, "utf8"));
    return { path, name, artifact, metadata };
  }).filter(({ metadata }) => file in metadata.sources);
}

/** Standard inputs of the compiler, the quickest first. `changed`: source text by path, instead of what is in the file. */
export function inputsFor(root, { path, name, metadata }, changed = {}) {
  const { compilationTarget, libraries, ...settings } = metadata.settings;
  const sources = Object.fromEntries(
    Object.keys(metadata.sources).map((one) => [
      one,
      { content: changed[one] ?? readFileSync(join(root, one), "utf8") },
    ]),
  );
  const outputSelection = { [path]: { [name]: ["evm.bytecode.object"] } };
  return FASTER.map((faster) => {
    return { language: "Solidity", sources, settings: { ...settings, ...faster, outputSelection } };
  });
}

/** Puts other creation code into an artifact, which forge deploys from then on. Returns what takes it back. */
export function replaceCode({ artifact }, code) {
  const before = readFileSync(artifact, "utf8");
  const content = JSON.parse(before);
  content.bytecode.object = `0x${code}`;
  writeFileSync(artifact, JSON.stringify(content));
  return () => writeFileSync(artifact, before);
}
