import type { FallenChain } from "./chain.fixture.ts";

const LIQUIDATE =
  "function liquidate((address,address,address,address,uint256) market, address borrower, uint256 seized, uint256 shares, bytes data)";

/**
 * Somebody else is first on Morpho, on a WETH/USDC market.
 * @param seized of all its collateral, how much is taken
 */
export async function seizeFirst(chain: FallenChain, label: string, seized: (all: bigint) => bigint): Promise<void> {
  const { morpho, tokens, accounts } = chain.devnet.info.addresses;
  const { address, market, collateral } = chain.borrower("morpho", label);
  const { oracle, irm, lltv } = morpho.markets.find((one) => one.label === market)!;
  await chain.give("USDC", accounts.whale, 50_000_000000n);
  await chain.approve("USDC", accounts.whale, morpho.morpho, 50_000_000000n);
  await chain.write(accounts.whale, morpho.morpho, LIQUIDATE, [
    [tokens.USDC, tokens.WETH, oracle, irm, BigInt(lltv)],
    address,
    seized(BigInt(collateral[0]!.amount)),
    0n,
    "0x",
  ]);
}
