// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFlashLoanReceiver} from "@aave/core-v3/contracts/flashloan/interfaces/IFlashLoanReceiver.sol";
import {IFlashLoanSimpleReceiver} from "@aave/core-v3/contracts/flashloan/interfaces/IFlashLoanSimpleReceiver.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";

import {FlashLiquidator} from "../../../contracts/FlashLiquidator.sol";
import {Governed} from "../../../contracts/guards/Governed.sol";
import {IFlashLiquidator} from "../../../contracts/interfaces/IFlashLiquidator.sol";
import {IMorphoLiquidateCallback} from "../../../contracts/interfaces/IMorpho.sol";
import {IPreLiquidationCallback} from "../../../contracts/interfaces/IPreLiquidation.sol";
import {Leg} from "../../../contracts/types/Leg.sol";
import {Plan} from "../../../contracts/types/Plan.sol";
import {Plans} from "../../utils/Plans.sol";
import {Book} from "./Book.sol";

/// @notice Time, prices, donations, the owner's rescue, and strangers who try everything.
abstract contract WorldActions is Book {
    using SafeERC20 for IERC20;

    function passTime(uint256 elapsed) external {
        elapsed = bound(elapsed, 1, 30 days);
        vm.warp(block.timestamp + elapsed);
        vm.roll(block.number + 1 + elapsed / 12);
    }

    function movePrice(uint256 which, uint256 percent) external {
        which %= SYMBOLS.length;
        feeds[which].setAnswer(int256(PRICES[which] * bound(percent, 60, 140) / 100));
    }

    /// @dev Only to the littered deployments: the others must hold nothing at all.
    function donate(uint256 which, uint256 token, uint256 amount) external {
        address leaf = address(_littered(which));
        address asset = tokens[token % tokens.length];
        amount = bound(amount, 0, 1_000 * _unit(asset));
        deal(asset, address(this), amount);
        IERC20(asset).safeTransfer(leaf, amount);
        litter[leaf][asset] += amount;
    }

    function donateEther(uint256 which, uint256 amount) external {
        address leaf = address(_littered(which));
        amount = bound(amount, 0, 10 ether);
        vm.deal(leaf, leaf.balance + amount); // as a contract does that destroys itself: see RestingTokens
        litter[leaf][address(0)] += amount;
    }

    function rescue(uint256 which, uint256 token, uint256 amount) external {
        FlashLiquidator leaf = _littered(which);
        address asset = token % 8 == 7 ? address(0) : tokens[token % 8];
        amount = bound(amount, 0, litter[address(leaf)][asset]);
        vm.prank(owner);
        leaf.rescue(asset, amount);
        litter[address(leaf)][asset] -= amount;
    }

    /// @dev Whoever is neither owner nor operator, with every function that does anything, and with any bytes.
    function intrude(uint256 who, uint256 which, uint256 what, address argument, bytes calldata noise) external {
        address caller = strangers[who % strangers.length];
        FlashLiquidator leaf = leaves[which % leaves.length];
        Plan memory plan = Plans.flashSwap(address(pool), borrowers[0], weth, usdc, 1_000e6, 500);
        Leg[] memory legs = new Leg[](1);
        legs[0] = Leg(plan, true, 0);
        (address[] memory assets, uint256[] memory ones) = (new address[](1), new uint256[](1));
        (assets[0], ones[0]) = (usdc, 1);
        bytes[18] memory calls = [
            abi.encodeCall(IFlashLiquidator.liquidate, (plan)),
            abi.encodeCall(IFlashLiquidator.liquidateBatch, (legs)),
            abi.encodeCall(FlashLiquidator.executeLeg, (plan, operator)),
            abi.encodeCall(FlashLiquidator.rescue, (weth, 0)),
            abi.encodeCall(Governed.setReceiver, (caller)),
            abi.encodeCall(Governed.setLimits, (1, 10_000)),
            abi.encodeCall(Governed.setPaused, (true)),
            abi.encodeCall(Governed.setOperator, (caller, true)),
            abi.encodeCall(Governed.setMarket, (argument, true)),
            abi.encodeCall(Governed.setLender, (argument, true)),
            abi.encodeCall(Ownable.transferOwnership, (caller)),
            abi.encodeCall(Ownable2Step.acceptOwnership, ()),
            abi.encodeCall(IFlashLoanSimpleReceiver.executeOperation, (usdc, 1, 1, address(leaf), noise)),
            abi.encodeCall(IFlashLoanReceiver.executeOperation, (assets, ones, ones, address(leaf), noise)),
            abi.encodeCall(IUniswapV3SwapCallback.uniswapV3SwapCallback, (1, -1, noise)),
            abi.encodeCall(IMorphoLiquidateCallback.onMorphoLiquidate, (1, noise)),
            abi.encodeCall(IPreLiquidationCallback.onPreLiquidate, (1, noise)),
            abi.encodePacked(bytes4(keccak256(noise)), noise)
        ];
        vm.prank(caller);
        (bool success,) = address(leaf).call(calls[what % calls.length]);
        if (success) ++intrusions;
    }

    function _littered(uint256 which) private view returns (FlashLiquidator) {
        return leaves[1 + 2 * (which % (leaves.length / 2))];
    }
}
