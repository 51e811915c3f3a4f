import { encodeAbiParameters, parseAbi, parseAbiParameters, parseEventLogs } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { SharedAddresses } from "../../part.ts";
import { ASSETS } from "../../shared/assets.ts";
import type { TokenSymbol } from "../../shared/token-symbols.ts";
import { approveUnlimited } from "../../shared/tokens.ts";
import type { BalancerAddresses, BalancerPoolAddresses } from "./addresses.ts";
import { BALANCER_POOLS, type BalancerPoolPlan } from "./pools.ts";

/** The longest that the vault's constructor takes, seconds: the local chain may want to pause it at any time. */
const PAUSE_WINDOW = 90n * 86_400n;
const BUFFER_PERIOD = 30n * 86_400n;

const WEIGHTED_FACTORY = parseAbi([
  "function create(string name, string symbol, address[] tokens, uint256[] weights, uint256 swapFeePercentage, address owner) returns (address)",
]);

const STABLE_FACTORY = parseAbi([
  "function create(string name, string symbol, address[] tokens, uint256 amplificationParameter, uint256 swapFeePercentage, address owner) returns (address)",
]);

const VAULT = parseAbi([
  "struct JoinPoolRequest { address[] assets; uint256[] maxAmountsIn; bytes userData; bool fromInternalBalance; }",
  "function joinPool(bytes32 poolId, address sender, address recipient, JoinPoolRequest request) payable",
  "event PoolRegistered(bytes32 indexed poolId, address indexed poolAddress, uint8 specialization)",
]);

/** First of a pool's ways to be joined, Balancer's `INIT`: the amounts that it begins with. */
const INIT = 0n;
const ONE = 10n ** 18n;

/** Deploys the vault and its pools, whose liquidity is the whale's. */
export async function deployBalancer(
  deployer: Deployer,
  { tokens, accounts: { whale } }: SharedAddresses,
): Promise<BalancerAddresses> {
  const authorizer = await deployer.deploy("Authorizer", [deployer.account]);
  const vault = await deployer.deploy("Vault", [authorizer, tokens.WETH, PAUSE_WINDOW, BUFFER_PERIOD]);
  const weighted = await deployer.deploy("WeightedPoolFactory", [vault]);
  const stable = await deployer.deploy("StablePoolFactory", [vault]);
  for (const symbol of new Set(BALANCER_POOLS.flatMap(({ value }) => symbolsOf(value)))) {
    await approveUnlimited(deployer, tokens[symbol], whale, vault);
  }

  const pools: BalancerPoolAddresses[] = [];
  for (const plan of BALANCER_POOLS) {
    const { name, value, swapFee, amplification } = plan;
    const symbols = symbolsOf(value).sort((a, b) => (BigInt(tokens[a]) < BigInt(tokens[b]) ? -1 : 1));
    const assets = symbols.map((symbol) => tokens[symbol]);
    const weights = amplification === null ? weightsOf(plan, symbols) : null;
    const call = { from: deployer.account, functionName: "create" } as const;
    if (amplification === null) {
      const args = [name, name, assets, weights!, swapFee, deployer.account] as const;
      await deployer.send({ ...call, to: weighted, abi: WEIGHTED_FACTORY, args });
    } else {
      const args = [name, name, assets, amplification, swapFee, deployer.account] as const;
      await deployer.send({ ...call, to: stable, abi: STABLE_FACTORY, args });
    }
    const logs = await deployer.client.getLogs({ address: vault });
    const { poolId: id, poolAddress: address } = parseEventLogs({
      abi: VAULT,
      eventName: "PoolRegistered",
      logs,
    })[0]!.args;

    const amounts = symbols.map((symbol) => unitsOf(symbol, value[symbol]!));
    const userData = encodeAbiParameters(parseAbiParameters("uint256, uint256[]"), [INIT, amounts]);
    const request = { assets, maxAmountsIn: amounts, userData, fromInternalBalance: false };
    const args = [id, whale, whale, request] as const;
    await deployer.send({ from: whale, to: vault, abi: VAULT, functionName: "joinPool", args });
    pools.push({ address, id, tokens: symbols, weights: weights?.map(String) ?? null });
  }
  return { vault, authorizer, pools };
}

function symbolsOf(value: BalancerPoolPlan["value"]): TokenSymbol[] {
  return Object.keys(value) as TokenSymbol[];
}

/** So that the pool agrees with the feeds: weighted as the values are. */
function weightsOf({ value }: BalancerPoolPlan, symbols: readonly TokenSymbol[]): bigint[] {
  const total = symbols.reduce((sum, symbol) => sum + value[symbol]!, 0n);
  return symbols.map((symbol) => (value[symbol]! * ONE) / total);
}

/** Base units of a token that are worth so many USD. */
function unitsOf(symbol: TokenSymbol, dollars: bigint): bigint {
  const { price, decimals } = ASSETS[symbol];
  return (dollars * 10n ** BigInt(8 + decimals)) / price;
}
