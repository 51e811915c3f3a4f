// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IPoolAddressesProvider} from "@aave/core-v3/contracts/interfaces/IPoolAddressesProvider.sol";
import {IPriceOracleSentinel} from "@aave/core-v3/contracts/interfaces/IPriceOracleSentinel.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IAaveV3Extras} from "../interfaces/IAaveV3Extras.sol";
import {Probe} from "./Probe.sol";

/// @title AaveV3Revisions
/// @notice Answers to questions that the revisions of the Aave V3 pool answer in different ways, or not at all.
library AaveV3Revisions {
    /// @notice Gas of a call that may fail.
    uint256 internal constant CALL_GAS = 500_000;

    /// @notice Whether eMode categories name their collateral by bitmaps. v3.2 brought them, and at the same time took stable
    /// debt out of every formula; before, the assets name their category.
    function hasBitmaps(IPool pool) internal view returns (bool ok) {
        (ok,) = _ask(pool, abi.encodeCall(IAaveV3Extras.getEModeCategoryCollateralBitmap, (1)));
    }

    /// @notice Whether the sequencer sentinel lets accounts be liquidated that are not far under water.
    /// @dev v3.7 no longer asks it, even where the provider still names one. A sentinel that reverts makes the pool revert
    /// as well.
    function liquidationAllowed(IPool pool, uint256 revision) internal view returns (bool) {
        if (revision >= 11) return true;
        address provider = address(pool.ADDRESSES_PROVIDER());
        (bool named, uint256 sentinel) =
            Probe.word(provider, abi.encodeCall(IPoolAddressesProvider.getPriceOracleSentinel, ()), CALL_GAS);
        if (!named || sentinel == 0) return true;
        // casting to 'uint160' is safe because the provider answers an address
        // forge-lint: disable-next-line(unsafe-typecast)
        address target = address(uint160(sentinel));
        (bool ok, uint256 allowed) =
            Probe.word(target, abi.encodeCall(IPriceOracleSentinel.isLiquidationAllowed, ()), CALL_GAS);
        return ok && allowed != 0;
    }

    /// @notice Timestamp in seconds until which the reserve cannot be liquidated; 0 before v3.1, which has no such thing.
    function graceUntil(IPool pool, address asset) internal view returns (uint256 until) {
        (, until) = _ask(pool, abi.encodeCall(IAaveV3Extras.getLiquidationGracePeriod, (asset)));
    }

    /// @notice Underlying units that can leave the reserve: the virtual balance, before v3.1 what the aToken holds.
    function available(IPool pool, address asset, address aToken) internal view returns (uint256 units) {
        bool ok;
        (ok, units) = _ask(pool, abi.encodeCall(IAaveV3Extras.getVirtualUnderlyingBalance, (asset)));
        if (!ok) (, units) = Probe.word(asset, abi.encodeCall(IERC20.balanceOf, (aToken)), CALL_GAS);
    }

    function _ask(IPool pool, bytes memory data) private view returns (bool ok, uint256 value) {
        return Probe.word(address(pool), data, CALL_GAS);
    }
}
