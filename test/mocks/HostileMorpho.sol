// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IMorphoLiquidateCallback, MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";

/// @notice Looks like the Morpho Blue singleton, was allowed by mistake, and cheats in one chosen way. It gives 4 units of the
/// collateral for 10,000 USDC, of any position.
contract HostileMorpho {
    enum Trick {
        None,
        NeverCallsBack,
        CallsTwice,
        AltersData,
        CallsWhileAccruing,
        AsksForMore,
        GivesNothing,
        DoesNotCollect,
        CollectsMore
    }

    uint256 private constant GIVEN = 4e18;
    uint256 private constant ASKED = 10_000e6;

    Trick public trick;
    /// @notice What `CallsWhileAccruing` sends.
    bytes public early;
    bool private _accrued;

    function set(Trick trick_, bytes calldata early_) external {
        (trick, early) = (trick_, early_);
    }

    function accrueInterest(MorphoMarketParams memory params) external {
        if (trick != Trick.CallsWhileAccruing) return;
        _accrued = true;
        IERC20(params.collateralToken).transfer(msg.sender, GIVEN);
        IMorphoLiquidateCallback(msg.sender).onMorphoLiquidate(ASKED, early);
    }

    function liquidate(MorphoMarketParams memory params, address, uint256, uint256, bytes memory data)
        external
        returns (uint256, uint256)
    {
        if (trick == Trick.NeverCallsBack) return (0, 0);
        // interest is asked for after a panic
        if (trick == Trick.CallsWhileAccruing && !_accrued) assert(false);
        if (trick != Trick.GivesNothing) IERC20(params.collateralToken).transfer(msg.sender, GIVEN);
        uint256 asked = trick == Trick.AsksForMore ? 4 * ASKED : ASKED;
        if (trick == Trick.AltersData) data[data.length - 1] ^= 0x01;
        IMorphoLiquidateCallback(msg.sender).onMorphoLiquidate(asked, data);
        if (trick == Trick.CallsTwice) IMorphoLiquidateCallback(msg.sender).onMorphoLiquidate(asked, data);
        if (trick == Trick.DoesNotCollect) return (0, 0);
        if (trick == Trick.CollectsMore) ++asked;
        IERC20(params.loanToken).transferFrom(msg.sender, address(this), asked);
        return (GIVEN, asked);
    }

    /// @notice Takes what an allowance lets it take.
    function pull(address token, address from, uint256 amount) external {
        IERC20(token).transferFrom(from, address(this), amount);
    }

    function position(bytes32, address) external pure returns (uint256, uint128, uint128) {
        return (0, 1e18, uint128(GIVEN));
    }

    function market(bytes32) external pure returns (uint128, uint128, uint128, uint128, uint128, uint128) {
        // with Morpho's virtual amounts the position owes exactly what is asked
        return (100, 0, uint128(ASKED - 1), 1e18 - 1e6, 0, 0);
    }
}
