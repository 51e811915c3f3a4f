// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IMorphoLiquidateCallback, MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {
    IPreLiquidation,
    IPreLiquidationCallback,
    PreLiquidationParams
} from "../../contracts/interfaces/IPreLiquidation.sol";

/// @notice Looks like a pre-liquidation contract, and cheats in one chosen way. It gives 2 units of the collateral for 5,000 USDC. Its
/// own factory and its own oracle: it vouches for itself, and says that the collateral is worth 2,600.
contract HostilePreLiquidation is IPreLiquidation {
    enum Trick {
        None,
        NeverCallsBack,
        CallsTwice,
        AltersData,
        CallsAsMorpho,
        AsksForMore,
        GivesNothing,
        DoesNotCollect,
        CollectsMore,
        RefusesWithMore,
        RefusesTwice,
        RefusesAtLength,
        RefusesOtherwise
    }

    uint256 private constant GIVEN = 2e18;
    uint256 private constant ASKED = 5_000e6;

    address public immutable MORPHO;
    MorphoMarketParams private _params;
    Trick public trick;

    /// @notice As long as the error that says what could be repaid.
    error Otherwise(uint256 shares, uint256 half);

    constructor(address morpho, MorphoMarketParams memory params) {
        (MORPHO, _params) = (morpho, params);
    }

    function set(Trick trick_) external {
        trick = trick_;
    }

    function isPreLiquidation(address) external pure returns (bool) {
        return true;
    }

    function price() external pure returns (uint256) {
        return 2600e24;
    }

    function marketParams() external view returns (MorphoMarketParams memory) {
        return _params;
    }

    function preLiquidationParams() external view returns (PreLiquidationParams memory terms) {
        terms.preLiquidationOracle = address(this);
    }

    function preLiquidate(address, uint256, uint256 shares, bytes calldata data) external returns (uint256, uint256) {
        if (trick == Trick.RefusesWithMore && shares < 1e18) revert PreLiquidationTooLarge(shares, 1e18);
        if (trick == Trick.RefusesTwice) revert PreLiquidationTooLarge(shares, shares - 1);
        if (trick == Trick.RefusesOtherwise) revert Otherwise(shares, shares / 2);
        if (trick == Trick.RefusesAtLength) {
            bytes memory answer = abi.encodePacked(PreLiquidationTooLarge.selector, shares, shares / 2, uint8(0));
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        if (trick == Trick.NeverCallsBack) return (0, 0);
        if (trick != Trick.GivesNothing) IERC20(_params.collateralToken).transfer(msg.sender, GIVEN);
        uint256 wanted = trick == Trick.AsksForMore ? 4 * ASKED : ASKED;
        bytes memory sent = data;
        if (trick == Trick.AltersData) sent[sent.length - 1] ^= 0x01;
        if (trick == Trick.CallsAsMorpho) IMorphoLiquidateCallback(msg.sender).onMorphoLiquidate(wanted, sent);
        IPreLiquidationCallback(msg.sender).onPreLiquidate(wanted, sent);
        if (trick == Trick.CallsTwice) IPreLiquidationCallback(msg.sender).onPreLiquidate(wanted, sent);
        if (trick == Trick.DoesNotCollect) return (0, 0);
        if (trick == Trick.CollectsMore) ++wanted;
        IERC20(_params.loanToken).transferFrom(msg.sender, address(this), wanted);
        return (GIVEN, wanted);
    }

    /// @notice Takes what an allowance lets it take.
    function pull(address token, address from, uint256 amount) external {
        IERC20(token).transferFrom(from, address(this), amount);
    }
}
