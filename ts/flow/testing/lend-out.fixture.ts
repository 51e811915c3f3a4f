import { type Address, parseAbi, parseEther } from "viem";
import type { TokenSymbol } from "../../devnet/index.ts";
import type { FallenChain } from "./chain.fixture.ts";

const STRANGER: Address = "0x00000000000000000000000000000000000051de";
/** USDC that secure any loan of the devnet, base units. */
const PLENTY = 10n ** 17n;

/** Somebody borrows what the main Aave V3 market of the devnet has of a token, but for so much, base units. */
export async function lendOut(chain: FallenChain, symbol: TokenSymbol, left: bigint): Promise<void> {
  const { client, token, devnet } = chain;
  const { pool } = devnet.info.addresses.aave.main;
  const cash = await client.readContract({
    address: pool,
    abi: parseAbi(["function getVirtualUnderlyingBalance(address asset) view returns (uint128)"]),
    functionName: "getVirtualUnderlyingBalance",
    args: [token[symbol]],
  });
  await client.setBalance({ address: STRANGER, value: parseEther("1") });
  await chain.give("USDC", STRANGER, PLENTY);
  await chain.approve("USDC", STRANGER, pool, PLENTY);
  const supply = "function supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)";
  await chain.write(STRANGER, pool, supply, [token.USDC, PLENTY, STRANGER, 0]);
  const borrow =
    "function borrow(address asset, uint256 amount, uint256 interestRateMode, uint16 referralCode, address onBehalfOf)";
  await chain.write(STRANGER, pool, borrow, [token[symbol], cash - left, 2n, 0, STRANGER]);
}
