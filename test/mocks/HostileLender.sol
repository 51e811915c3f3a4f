// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFlashLoanReceiver} from "@aave/core-v3/contracts/flashloan/interfaces/IFlashLoanReceiver.sol";
import {IFlashLoanSimpleReceiver} from "@aave/core-v3/contracts/flashloan/interfaces/IFlashLoanSimpleReceiver.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IERC3156FlashBorrower} from "@openzeppelin/contracts/interfaces/IERC3156FlashBorrower.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";

import {IBalancerFlashLoanRecipient} from "../../contracts/interfaces/IBalancerVault.sol";
import {IMorphoFlashLoanCallback} from "../../contracts/interfaces/IMorpho.sol";
import {IUnlockCallback} from "../../contracts/interfaces/IPoolManager.sol";

/// @notice A flash lender, in the manner of any of them, that was allowed by mistake and cheats in one chosen way. It lends what it holds.
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

    /// @notice Whose manner it has; it is asked in that of Aave V3, and answers in another, where it plays `CallsTheOtherLoansCallback`.
    enum Manner {
        AaveV3,
        AaveV2,
        Morpho,
        BalancerV2,
        ERC3156,
        UniswapV4
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
        _lend(receiver, asset, amount, params, Manner.AaveV3);
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
        _lend(receiver, assets[0], amounts[0], params, Manner.AaveV2);
    }

    /// @notice As Morpho lends.
    function flashLoan(address asset, uint256 amount, bytes calldata params) external {
        _lend(msg.sender, asset, amount, params, Manner.Morpho);
    }

    /// @notice As Balancer lends, one asset.
    function flashLoan(address receiver, address[] calldata assets, uint256[] calldata amounts, bytes calldata params)
        external
    {
        _lend(receiver, assets[0], amounts[0], params, Manner.BalancerV2);
    }

    /// @notice As ERC-3156 wants it.
    function flashLoan(address receiver, address asset, uint256 amount, bytes calldata params) external returns (bool) {
        _lend(receiver, asset, amount, params, Manner.ERC3156);
        return true;
    }

    /// @notice As Uniswap V4 lends: what and how much it is told later.
    function unlock(bytes calldata params) external returns (bytes memory) {
        _lend(msg.sender, address(0), 0, params, Manner.UniswapV4);
        return "";
    }

    function take(address asset, address to, uint256 amount) external {
        _send(to, asset, amount);
    }

    function sync(address) external {}

    function settle() external payable returns (uint256) {}

    /// @notice Takes what an allowance lets it take.
    function pull(address token, address from, uint256 amount) external {
        IERC20(token).transferFrom(from, address(this), amount);
    }

    function _lend(address receiver, address asset, uint256 amount, bytes calldata params, Manner manner) private {
        if (earlier.length == 0) earlier = params;
        if (trick == Trick.NeverCallsBack) return;
        if (trick == Trick.LendsLessAndSaysSo) amount /= 2;
        if (manner != Manner.UniswapV4) _send(receiver, asset, amount);

        uint256 premium = trick == Trick.ChargesEverything ? number : 0;
        address named = trick == Trick.NamesAnotherAsset ? other : asset;
        if (trick == Trick.CallsAnotherCallback) {
            IUniswapV3SwapCallback(receiver).uniswapV3SwapCallback(int256(amount), -int256(amount), params);
        } else {
            _callBack(receiver, named, amount, premium, params, manner);
        }
        if (trick == Trick.CallsTwice) _callBack(receiver, named, amount, premium, params, manner);
        uint256 more = trick == Trick.CollectsMore ? number : 0;
        bool pulls = manner != Manner.BalancerV2 && manner != Manner.UniswapV4;
        if (pulls && trick != Trick.DoesNotCollect) {
            IERC20(named).transferFrom(receiver, address(this), amount + premium + more);
        }
    }

    function _send(address receiver, address asset, uint256 amount) private {
        if (trick == Trick.LendsLess) IERC20(asset).transfer(receiver, amount / 2);
        else if (trick != Trick.LendsNothing) IERC20(asset).transfer(receiver, amount);
    }

    function _callBack(
        address receiver,
        address asset,
        uint256 amount,
        uint256 premium,
        bytes calldata params,
        Manner manner
    ) private {
        address initiator = trick == Trick.ClaimsAnotherInitiator ? address(this) : receiver;
        bytes memory data = params;
        if (trick == Trick.AltersData) data[data.length - 1] ^= 0x01;
        if (trick == Trick.ReplaysEarlierData) data = earlier;
        if (trick == Trick.CallsTheOtherLoansCallback) {
            manner = manner == Manner.AaveV3 ? Manner.AaveV2 : Manner.AaveV3;
        }
        bytes memory call = _callbackOf(manner, asset, amount, premium, initiator, data);
        Address.functionCall(receiver, trick == Trick.AppendsToTheCall ? bytes.concat(call, appended) : call);
    }

    function _callbackOf(
        Manner manner,
        address asset,
        uint256 amount,
        uint256 premium,
        address initiator,
        bytes memory data
    ) private pure returns (bytes memory) {
        (address[] memory assets, uint256[] memory amounts, uint256[] memory premiums) =
            (new address[](1), new uint256[](1), new uint256[](1));
        (assets[0], amounts[0], premiums[0]) = (asset, amount, premium);
        if (manner == Manner.AaveV3) {
            return abi.encodeCall(IFlashLoanSimpleReceiver.executeOperation, (asset, amount, premium, initiator, data));
        }
        if (manner == Manner.AaveV2) {
            return abi.encodeCall(IFlashLoanReceiver.executeOperation, (assets, amounts, premiums, initiator, data));
        }
        if (manner == Manner.Morpho) return abi.encodeCall(IMorphoFlashLoanCallback.onMorphoFlashLoan, (amount, data));
        if (manner == Manner.BalancerV2) {
            return abi.encodeCall(IBalancerFlashLoanRecipient.receiveFlashLoan, (assets, amounts, premiums, data));
        }
        if (manner == Manner.ERC3156) {
            return abi.encodeCall(IERC3156FlashBorrower.onFlashLoan, (initiator, asset, amount, premium, data));
        }
        return abi.encodeCall(IUnlockCallback.unlockCallback, (data));
    }
}
