// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {stdJson} from "forge-std/StdJson.sol";

import {FundingSource, Plan} from "../../contracts/types/Plan.sol";
import {AaveTest} from "./AaveTest.sol";

/// @notice The reference case of the Aave V3 leaf, with every real lender of the devnet allowed.
abstract contract LenderTest is AaveTest {
    using stdJson for string;

    address internal vault; // of Balancer V2
    address internal poolManager; // of Uniswap V4
    address internal pair; // of Uniswap V2, WETH and USDC

    function setUp() public virtual override {
        super.setUp();
        vault = info.readAddress(".addresses.balancer.vault");
        poolManager = info.readAddress(".addresses.uniswapV4.poolManager");
        pair = info.readAddress(".addresses.uniswapV2.pairs[0].address");
        vm.startPrank(owner);
        liquidator.setLender(morpho, true);
        liquidator.setLender(vault, true);
        liquidator.setLender(poolManager, true);
        liquidator.setLender(pair, true);
        vm.stopPrank();
        _openReference();
    }

    /// @dev Half of the reference's debt from that lender, the collateral sold on the pool of 0.3 %.
    function _borrowed(FundingSource source, address lender) internal view returns (Plan memory plan) {
        plan = _flashLoan();
        (plan.funding.source, plan.funding.lender) = (source, lender);
    }
}
