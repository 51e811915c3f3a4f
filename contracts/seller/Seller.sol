// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ISeller} from "../interfaces/ISeller.sol";

import {EtherStranded, EtherUnexpected, Loss, VenueUnsupported} from "../types/Errors.sol";
import {ROUNDING} from "../types/Rounding.sol";
import {Venue} from "../types/Venue.sol";
import {ATokenVenue} from "../venues/ATokenVenue.sol";
import {BalancerV2Venue} from "../venues/BalancerV2Venue.sol";
import {CTokenVenue} from "../venues/CTokenVenue.sol";
import {CurveVenue} from "../venues/CurveVenue.sol";
import {ERC4626Venue} from "../venues/ERC4626Venue.sol";
import {RouterVenue} from "../venues/RouterVenue.sol";
import {RouteRunner} from "../venues/RouteRunner.sol";
import {UniswapV2PairVenue} from "../venues/UniswapV2PairVenue.sol";
import {UniswapV3PoolVenue} from "../venues/UniswapV3PoolVenue.sol";
import {UniswapV4Venue} from "../venues/UniswapV4Venue.sol";
import {WstETHVenue} from "../venues/WstETHVenue.sol";

/// @title Seller
/// @notice The liquidators' companion: every way to sell that needs no leaf of its own. One serves a whole chain, and strangers.
/// @dev It owns nothing and nobody trusts it, so its venues take their pools from the route. A new venue is one file in venues/
/// and one line in `_sellHop`.
contract Seller is ISeller, RouteRunner, UniswapV3PoolVenue, UniswapV4Venue, RouterVenue, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @param routers Of aggregators, whom a route may name; at most four.
    constructor(address[] memory routers) RouterVenue(routers) {}

    /// @notice Accepts ether in the middle of a sale, from wrapped tokens and pools that trade it.
    receive() external payable {
        require(_reentrancyGuardEntered(), EtherUnexpected(msg.sender));
    }

    /// @inheritdoc ISeller
    /// @dev The guard is not for what is here, which is nobody's, but for the differences: a sale inside a sale would take them.
    function sell(address tokenIn, uint256 amount, address tokenOut, bytes calldata route) external nonReentrant {
        uint256 balance = _balance(tokenIn);
        require(balance >= amount, Loss(balance, amount));
        uint256 restingIn = balance - amount;
        uint256 restingOut = tokenOut == tokenIn ? restingIn : _balance(tokenOut);
        uint256 restingEther = address(this).balance;

        _sellAlong(route, tokenIn, tokenOut, amount, restingIn);

        _giveBack(tokenOut, restingOut);
        if (tokenIn != tokenOut) _giveBack(tokenIn, restingIn);
        // Nobody could ask for it: only a hop that is marked for ether wraps what it brings.
        uint256 stranded = address(this).balance - restingEther;
        require(stranded == 0, EtherStranded(stranded));
    }

    /// @dev The last hop of a split pays the caller itself, where its venue pays whom it is told: by way of this contract it would cost
    /// 18,700 gas more (reference case, Uniswap V2 and V3).
    function _sellHop(
        uint8 venue,
        address tokenIn,
        address tokenOut,
        uint256 amount,
        bytes calldata parameters,
        bool isLast
    ) internal override returns (uint256 paid) {
        address to = isLast ? msg.sender : address(this);
        if (venue == uint8(Venue.UniswapV3Pool)) {
            return _sellOnUniswapV3Pool(tokenIn, tokenOut, amount, parameters, to);
        }
        if (venue == uint8(Venue.PancakeV3Pool)) {
            return _sellOnPancakeV3Pool(tokenIn, tokenOut, amount, parameters, to);
        }
        if (venue == uint8(Venue.UniswapV4)) return _sellOnUniswapV4(tokenIn, tokenOut, amount, parameters, to);
        if (venue == uint8(Venue.Router)) return _sellByRouter(tokenIn, amount, parameters);
        if (venue == uint8(Venue.ERC4626)) return ERC4626Venue.sell(tokenIn, amount, parameters, to);
        if (venue == uint8(Venue.AToken)) return ATokenVenue.sell(tokenIn, tokenOut, amount, parameters, to);
        if (venue == uint8(Venue.CToken)) return CTokenVenue.sell(tokenIn, tokenOut, amount, parameters);
        if (venue == uint8(Venue.UniswapV2Pair)) UniswapV2PairVenue.sell(tokenIn, tokenOut, amount, parameters, to);
        else if (venue == uint8(Venue.Curve)) CurveVenue.sell(tokenIn, tokenOut, amount, parameters);
        else if (venue == uint8(Venue.BalancerV2)) BalancerV2Venue.sell(tokenIn, tokenOut, amount, parameters, to);
        else if (venue == uint8(Venue.WstETH)) WstETHVenue.sell(tokenIn, amount, parameters);
        else require(false, VenueUnsupported(venue));
        return amount;
    }

    /// @dev It would lie here for anybody.
    function _onStranded(address token, uint256 amount) internal override {
        IERC20(token).safeTransfer(msg.sender, amount);
    }

    /// @dev All but what lay here before.
    function _giveBack(address token, uint256 resting) private {
        uint256 balance = _balance(token);
        require(balance + ROUNDING >= resting, Loss(balance, resting));
        if (balance > resting) IERC20(token).safeTransfer(msg.sender, balance - resting);
    }

    function _balance(address token) private view returns (uint256) {
        return IERC20(token).balanceOf(address(this));
    }
}
