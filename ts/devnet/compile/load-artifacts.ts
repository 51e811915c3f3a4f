import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Abi, Hex } from "viem";
import { type Artifacts, compile, type LinkReferences } from "./compile.ts";
import { COMPILE_JOBS } from "./jobs.ts";

/** Uniswap V3 ships compiled: the very bytecode of the deployed contracts. */
const UNISWAP: Readonly<Record<string, string>> = {
  UniswapV3Factory: "@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json",
  SwapRouter: "@uniswap/v3-periphery/artifacts/contracts/SwapRouter.sol/SwapRouter.json",
  QuoterV2: "@uniswap/v3-periphery/artifacts/contracts/lens/QuoterV2.sol/QuoterV2.json",
  NonfungiblePositionManager:
    "@uniswap/v3-periphery/artifacts/contracts/NonfungiblePositionManager.sol/NonfungiblePositionManager.json",
};

/**
 * Every contract of the devnet, compiled (in parallel) or read from its package.
 *
 * @param root folder that holds `node_modules` and `test/devnet`
 */
export async function loadArtifacts(root: string): Promise<Artifacts> {
  const compiled = await Promise.all(COMPILE_JOBS.map((job) => compile(root, job)));
  const shipped = await Promise.all(
    Object.entries(UNISWAP).map(async ([name, path]) => {
      const json = JSON.parse(await readFile(join(root, "node_modules", path), "utf8")) as {
        abi: Abi;
        bytecode: Hex;
        linkReferences: LinkReferences;
      };
      return [name, { abi: json.abi, bytecode: json.bytecode, linkReferences: json.linkReferences }] as const;
    }),
  );
  return Object.assign({}, ...compiled, Object.fromEntries(shipped)) as Artifacts;
}
