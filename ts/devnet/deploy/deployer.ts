import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  createPublicClient,
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
  type PublicClient,
} from "viem";
import type { Artifact, Artifacts } from "../compile/compile.ts";
import { link } from "../compile/link.ts";

type Mutability = "nonpayable" | "payable";

/** A contract call, typed by its ABI as in viem. */
export interface Call<abi extends Abi, name extends ContractFunctionName<abi, Mutability>> {
  from: Address;
  to: Address;
  abi: abi;
  functionName: name;
  args: ContractFunctionArgs<abi, Mutability, name>;
  /** Wei. */
  value?: bigint;
}

/** Sends transactions to a throw-away anvil that lets anybody act as anybody (`--auto-impersonate`). */
export interface Deployer {
  client: PublicClient;
  /** Sends the deployments and administers what it deployed. */
  account: Address;
  /** What a deployment by the artifact's name would send, before the constructor's arguments. */
  creationCode(contract: string, libraries?: Readonly<Record<string, Address>>): Hex;
  /** Deploys a contract by its artifact's name. */
  deploy(contract: string, args?: readonly unknown[], libraries?: Readonly<Record<string, Address>>): Promise<Address>;
  /** Sends a call and waits until it is mined. */
  send<const abi extends Abi, name extends ContractFunctionName<abi, Mutability>>(call: Call<abi, name>): Promise<void>;
  /** One raw JSON-RPC call, for anvil's own methods. */
  rpc(method: string, params: unknown[]): Promise<unknown>;
}

/** Enough for the largest contract of the devnet, below the protocol's limit for one transaction (16,777,216). */
const GAS: Hex = "0xf00000";
/** Far longer than mining takes, on any machine. */
const MINED_WITHIN_MS = 30_000;

interface Receipt {
  status: Hex;
  contractAddress: Address | null;
}

/**
 * @param rpcUrl the anvil to build on; its gas must be free
 * @param account who deploys
 */
export function createDeployer(rpcUrl: string, account: Address, artifacts: Artifacts): Deployer {
  const client = createPublicClient({ transport: http(rpcUrl), pollingInterval: 5 });
  const rpc = (method: string, params: unknown[]) =>
    client.request({ method, params } as unknown as Parameters<typeof client.request>[0]) as Promise<unknown>;

  const transact = async (what: string, transaction: Record<string, unknown>): Promise<Receipt> => {
    const hash = (await rpc("eth_sendTransaction", [{ ...transaction, gas: GAS, gasPrice: "0x0" }])) as Hex;
    const deadline = Date.now() + MINED_WITHIN_MS;
    while (Date.now() < deadline) {
      const receipt = (await rpc("eth_getTransactionReceipt", [hash])) as Receipt | null;
      if (receipt?.status === "0x1") return receipt;
      if (receipt) throw new Error(`${what} reverted`, { cause: await revertReason(rpc, transaction) });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`${what} was not mined`);
  };

  const artifactOf = (contract: string): Artifact => {
    const artifact = artifacts[contract];
    if (!artifact) throw new Error(`no artifact for ${contract}`);
    return artifact;
  };

  return {
    client,
    account,
    rpc,
    creationCode: (contract, libraries = {}) => link(artifactOf(contract), libraries),
    async deploy(contract, args = [], libraries = {}) {
      const artifact = artifactOf(contract);
      const data = encodeDeployData({ abi: artifact.abi, bytecode: link(artifact, libraries), args: [...args] });
      const { contractAddress } = await transact(`deployment of ${contract}`, { from: account, data });
      if (!contractAddress) throw new Error(`deployment of ${contract} gave no address`);
      return getAddress(contractAddress);
    },
    async send({ from, to, abi, functionName, args, value }) {
      const data = encodeFunctionData({ abi, functionName, args } as Parameters<typeof encodeFunctionData>[0]);
      const amount = value === undefined ? {} : { value: `0x${value.toString(16)}` };
      await transact(`${functionName}(${String(args)}) of ${to}`, { from, to, data, ...amount });
    },
  };
}

/** The same transaction as a call, to learn why it failed. */
async function revertReason(rpc: Deployer["rpc"], transaction: Record<string, unknown>): Promise<unknown> {
  try {
    return await rpc("eth_call", [transaction, "latest"]);
  } catch (error) {
    return error;
  }
}
