import type { Address } from "viem";
import { z } from "zod";
import { addressField } from "../../core/adapter/address-fields.ts";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";

/** Feed of the token's price in USD, by token address with its checksum. */
export type Feeds = Readonly<Record<Address, Address>>;

/**
 * Proxies of Chainlink's feeds in USD for wrapped native tokens, route tokens and a few more, from the `Chainlink…` modules
 * of @aave-dao/aave-address-book 4.68.1, tokens from its `AaveV3…` modules. A token without a feed of its own has that of
 * what it stands for where Aave's oracle does the same: bridged dollars, BTC.b and BTCB, WPOL (of MATIC). Tokens that trade
 * away from what they stand for, as WBTC on Ethereum or staked ether, have none here unless it is their own.
 */
export const CHAINLINK_ADDRESSES = defineAddresses<Feeds>({
  name: "chainlink",
  schema: z.record(addressField, addressField),
  chains: {
    async ethereum() {
      const [{ ASSETS }, feeds] = await Promise.all([
        import("@aave-dao/aave-address-book/AaveV3Ethereum"),
        import("@aave-dao/aave-address-book/ChainlinkEthereum"),
      ]);
      return {
        [ASSETS.WETH.UNDERLYING]: feeds.ETH__USD,
        [ASSETS.USDC.UNDERLYING]: feeds.USDC__USD,
        [ASSETS.USDT.UNDERLYING]: feeds.USDT__USD,
        [ASSETS.DAI.UNDERLYING]: feeds.DAI__USD,
        [ASSETS.cbBTC.UNDERLYING]: feeds.cbBTC__USD,
        [ASSETS.tBTC.UNDERLYING]: feeds.TBTC__USD,
        [ASSETS.LINK.UNDERLYING]: feeds.LINK__USD,
        [ASSETS.AAVE.UNDERLYING]: feeds.AAVE__USD,
        [ASSETS.PYUSD.UNDERLYING]: feeds.PYUSD__USD,
        [ASSETS.USDS.UNDERLYING]: feeds.USDS__USD,
        [ASSETS.USDe.UNDERLYING]: feeds.USDe__USD,
        [ASSETS.EURC.UNDERLYING]: feeds.EURC__USD,
      };
    },
    async arbitrum() {
      const [{ ASSETS }, feeds] = await Promise.all([
        import("@aave-dao/aave-address-book/AaveV3Arbitrum"),
        import("@aave-dao/aave-address-book/ChainlinkArbitrum"),
      ]);
      return {
        [ASSETS.WETH.UNDERLYING]: feeds.ETH__USD,
        [ASSETS.USDCn.UNDERLYING]: feeds.USDC__USD,
        [ASSETS.USDC.UNDERLYING]: feeds.USDC__USD,
        [ASSETS.USDT.UNDERLYING]: feeds.USDT__USD,
        [ASSETS.DAI.UNDERLYING]: feeds.DAI__USD,
        [ASSETS.WBTC.UNDERLYING]: feeds.WBTC__USD,
        [ASSETS.tBTC.UNDERLYING]: feeds.TBTC__USD,
        [ASSETS.ARB.UNDERLYING]: feeds.ARB__USD,
        [ASSETS.LINK.UNDERLYING]: feeds.LINK__USD,
      };
    },
    async base() {
      const [{ ASSETS }, feeds] = await Promise.all([
        import("@aave-dao/aave-address-book/AaveV3Base"),
        import("@aave-dao/aave-address-book/ChainlinkBase"),
      ]);
      return {
        [ASSETS.WETH.UNDERLYING]: feeds.ETH__USD,
        [ASSETS.USDC.UNDERLYING]: feeds.USDC__USD,
        [ASSETS.USDbC.UNDERLYING]: feeds.USDC__USD,
        [ASSETS.cbBTC.UNDERLYING]: feeds.cbBTC__USD,
        [ASSETS.tBTC.UNDERLYING]: feeds.TBTC__USD,
        [ASSETS.EURC.UNDERLYING]: feeds.EURC__USD,
      };
    },
    async optimism() {
      const [{ ASSETS }, feeds] = await Promise.all([
        import("@aave-dao/aave-address-book/AaveV3Optimism"),
        import("@aave-dao/aave-address-book/ChainlinkOptimism"),
      ]);
      return {
        [ASSETS.WETH.UNDERLYING]: feeds.ETH__USD,
        [ASSETS.USDCn.UNDERLYING]: feeds.USDC__USD,
        [ASSETS.USDC.UNDERLYING]: feeds.USDC__USD,
        [ASSETS.USDT.UNDERLYING]: feeds.USDT__USD,
        [ASSETS.DAI.UNDERLYING]: feeds.DAI__USD,
        [ASSETS.WBTC.UNDERLYING]: feeds.WBTC__USD,
        [ASSETS.wstETH.UNDERLYING]: feeds.WSTETH__USD,
        [ASSETS.OP.UNDERLYING]: feeds.OP__USD,
        [ASSETS.LINK.UNDERLYING]: feeds.LINK__USD,
      };
    },
    async polygon() {
      const [{ ASSETS }, feeds] = await Promise.all([
        import("@aave-dao/aave-address-book/AaveV3Polygon"),
        import("@aave-dao/aave-address-book/ChainlinkPolygon"),
      ]);
      return {
        [ASSETS.WPOL.UNDERLYING]: feeds.MATIC__USD,
        [ASSETS.WETH.UNDERLYING]: feeds.ETH__USD,
        [ASSETS.USDCn.UNDERLYING]: feeds.USDC__USD,
        [ASSETS.USDC.UNDERLYING]: feeds.USDC__USD,
        [ASSETS.USDT0.UNDERLYING]: feeds.USDT__USD,
        [ASSETS.DAI.UNDERLYING]: feeds.DAI__USD,
        [ASSETS.WBTC.UNDERLYING]: feeds.WBTC__USD,
        [ASSETS.LINK.UNDERLYING]: feeds.LINK__USD,
      };
    },
    async bnb() {
      const [{ ASSETS }, feeds] = await Promise.all([
        import("@aave-dao/aave-address-book/AaveV3BNB"),
        import("@aave-dao/aave-address-book/ChainlinkBNB"),
      ]);
      return {
        [ASSETS.WBNB.UNDERLYING]: feeds.BNB__USD,
        [ASSETS.USDT.UNDERLYING]: feeds.USDT__USD,
        [ASSETS.USDC.UNDERLYING]: feeds.USDC__USD,
        [ASSETS.BTCB.UNDERLYING]: feeds.BTC__USD,
        [ASSETS.ETH.UNDERLYING]: feeds.ETH__USD,
        [ASSETS.wstETH.UNDERLYING]: feeds.WSTETH__USD,
      };
    },
    async avalanche() {
      const [{ ASSETS }, feeds] = await Promise.all([
        import("@aave-dao/aave-address-book/AaveV3Avalanche"),
        import("@aave-dao/aave-address-book/ChainlinkAvalanche"),
      ]);
      return {
        [ASSETS.WAVAX.UNDERLYING]: feeds.AVAX__USD,
        [ASSETS.USDC.UNDERLYING]: feeds.USDC__USD,
        [ASSETS.USDt.UNDERLYING]: feeds.USDT__USD,
        [ASSETS.DAIe.UNDERLYING]: feeds.DAI__USD,
        [ASSETS.WETHe.UNDERLYING]: feeds.ETH__USD,
        [ASSETS.BTCb.UNDERLYING]: feeds.BTC__USD,
        [ASSETS.LINKe.UNDERLYING]: feeds.LINK__USD,
        [ASSETS.EURC.UNDERLYING]: feeds.EURC__USD,
      };
    },
  },
  none: {},
});
