// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFlashLoanReceiver} from "@aave/core-v3/contracts/flashloan/interfaces/IFlashLoanReceiver.sol";
import {IFlashLoanSimpleReceiver} from "@aave/core-v3/contracts/flashloan/interfaces/IFlashLoanSimpleReceiver.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";

/// @notice A flash lender that was allowed by mistake and cheats in one chosen way. It lends what it holds.
contract HostileLender {
    enum Trick {
        None,
        NeverCallsBack,
        CallsTwice,
        AltersData,
        ReplaysEarlierData,
        CallsAnotherCallback,
        CallsTheOtherLoansCallback,
        ClaimsAnotherInitiator,
        LendsNothing,
        LendsLess,
        LendsLessAndSaysSo,
        NamesAnotherAsset,
        ChargesEverything,
        DoesNotCollect,
        CollectsMore,
        AppendsToTheCall
    }

    Trick public trick;
    /// @notice Trick-specific number: the premium of `ChargesEverything`, what `CollectsMore` takes besides.
    uint256 public number;
    /// @notice Trick-specific token: the asset of `NamesAnotherAsset`.
    address public other;
    /// @notice What `ReplaysEarlierData` sends: the data of the first loan it was ever asked for.
    bytes public earlier;
    /// @notice What `AppendsToTheCall` sends behind the arguments of the callback.
    bytes public appended;

    function set(Trick trick_, uint256 number_, address other_) external {
        (trick, number, other) = (trick_, number_, other_);
    }

    function setAppended(bytes calldata appended_) external {
        appended = appended_;
    }

    /// @notice As Aave V3 lends.
    function flashLoanSimple(address receiver, address asset, uint256 amount, bytes calldata params, uint16) external {
        _lend(receiver, asset, amount, params, trick == Trick.CallsTheOtherLoansCallback);
    }

    /// @notice As Aave V2 lends, one asset.
    function flashLoan(
        address receiver,
        address[] calldata assets,
        uint256[] calldata amounts,
        uint256[] calldata,
        address,
        bytes calldata params,
        uint16
    ) external {
        _lend(receiver, assets[0], amounts[0], params, trick != Trick.CallsTheOtherLoansCallback);
    }

    /// @notice Takes what an allowance lets it take.
    function pull(address token, address from, uint256 amount) external {
        IERC20(token).transferFrom(from, address(this), amount);
    }

    function _lend(address receiver, address asset, uint256 amount, bytes calldata params, bool asV2) private {
        if (earlier.length == 0) earlier = params;
        if (trick == Trick.NeverCallsBack) return;
        if (trick == Trick.LendsLessAndSaysSo) amount /= 2;

        if (trick == Trick.LendsLess) IERC20(asset).transfer(receiver, amount / 2);
        else if (trick != Trick.LendsNothing) IERC20(asset).transfer(receiver, amount);
        uint256 premium = trick == Trick.ChargesEverything ? number : 0;
        address named = trick == Trick.NamesAnotherAsset ? other : asset;

        if (trick == Trick.CallsAnotherCallback) {
            IUniswapV3SwapCallback(receiver).uniswapV3SwapCallback(int256(amount), -int256(amount), params);
        } else {
            _callBack(receiver, named, amount, premium, params, asV2);
        }
        if (trick == Trick.CallsTwice) _callBack(receiver, named, amount, premium, params, asV2);
        uint256 more = trick == Trick.CollectsMore ? number : 0;
        if (trick != Trick.DoesNotCollect) {
            IERC20(named).transferFrom(receiver, address(this), amount + premium + more);
        }
    }

    function _callBack(
        address receiver,
        address asset,
        uint256 amount,
        uint256 premium,
        bytes calldata params,
        bool asV2
    ) private {
        address initiator = trick == Trick.ClaimsAnotherInitiator ? address(this) : receiver;
        bytes memory data = params;
        if (trick == Trick.AltersData) data[data.length - 1] ^= 0x01;
        if (trick == Trick.ReplaysEarlierData) data = earlier;
        bytes memory call =
            abi.encodeCall(IFlashLoanSimpleReceiver.executeOperation, (asset, amount, premium, initiator, data));
        if (asV2) {
            (address[] memory assets, uint256[] memory amounts, uint256[] memory premiums) =
                (new address[](1), new uint256[](1), new uint256[](1));
            (assets[0], amounts[0], premiums[0]) = (asset, amount, premium);
            call = abi.encodeCall(IFlashLoanReceiver.executeOperation, (assets, amounts, premiums, initiator, data));
        }
        Address.functionCall(receiver, trick == Trick.AppendsToTheCall ? bytes.concat(call, appended) : call);
    }
}
