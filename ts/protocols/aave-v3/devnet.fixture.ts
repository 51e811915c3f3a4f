import type { Address } from "viem";
import { type CountedContext, contextOf, devnetBook, type FixtureOptions } from "../../chains/context.fixture.ts";
import type { Artifacts } from "../../devnet/compile/compile.ts";
import { createDeployer, type Deployer } from "../../devnet/deploy/deployer.ts";
import { type Devnet, type StartOptions, startDevnet } from "../../devnet/index.ts";

/** A running devnet on which anybody may act as anybody, without paying for gas. */
export interface OpenDevnet extends Devnet {
  readonly context: CountedContext;
  readonly admin: Address;
  readonly deployer: Deployer;
  contextWith(options: FixtureOptions): CountedContext;
}

export async function startOpenDevnet(artifacts: Artifacts = {}, options: StartOptions = {}): Promise<OpenDevnet> {
  const devnet = await startDevnet(options);
  const admin = devnet.info.addresses.accounts.deployer;
  const deployer = createDeployer(devnet.rpcUrl, admin, artifacts);
  await deployer.rpc("anvil_autoImpersonateAccount", [true]);
  await deployer.rpc("anvil_setNextBlockBaseFeePerGas", ["0x0"]);
  const book = devnetBook(devnet.info);
  const contextWith = (changes: FixtureOptions) => contextOf(devnet.rpcUrl, book, changes);
  return { ...devnet, admin, deployer, contextWith, context: contextWith({}) };
}
