// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FlashLiquidator} from "../FlashLiquidator.sol";
import {FundingUnsupported} from "../types/Errors.sol";
import {Lender} from "../types/Lender.sol";
import {FundingSource, Plan} from "../types/Plan.sol";
import {Setup} from "../types/Setup.sol";
import {SwapPurpose} from "../types/SwapPurpose.sol";
import {LeafSale} from "../venues/LeafSale.sol";
import {UniswapV3Venue} from "../venues/UniswapV3Venue.sol";
import {AaveV2FlashLoan} from "./AaveV2FlashLoan.sol";
import {AaveV3FlashLoan} from "./AaveV3FlashLoan.sol";
import {BalancerV2FlashLoan} from "./BalancerV2FlashLoan.sol";
import {ERC3156FlashLoan} from "./ERC3156FlashLoan.sol";
import {MorphoFlashLoan} from "./MorphoFlashLoan.sol";
import {UniswapV2FlashSwap} from "./UniswapV2FlashSwap.sol";
import {UniswapV3FlashLoan} from "./UniswapV3FlashLoan.sol";
import {UniswapV3FlashSwap} from "./UniswapV3FlashSwap.sol";
import {UniswapV4FlashLoan} from "./UniswapV4FlashLoan.sol";
import {WalletFunding} from "./WalletFunding.sol";

/// @title AllSources
/// @notice Everything that every leaf can pay with, and how it sells: the one list.
/// @dev A new lender is one file beside this, one name in the inheritance and one line in `_requestOf`.
abstract contract AllSources is
    LeafSale,
    UniswapV3FlashSwap,
    AaveV3FlashLoan,
    AaveV2FlashLoan,
    MorphoFlashLoan,
    BalancerV2FlashLoan,
    UniswapV3FlashLoan,
    ERC3156FlashLoan,
    UniswapV4FlashLoan,
    UniswapV2FlashSwap,
    WalletFunding
{
    constructor(Setup memory setup) FlashLiquidator(setup) UniswapV3Venue(setup.deployments) {}

    function _fund(Plan calldata plan, address caller) internal override returns (uint256 unreturned) {
        FundingSource source = plan.funding.source;
        if (source == FundingSource.Wallet) return _fundByWallet(plan, caller);
        if (source == FundingSource.UniswapV3FlashSwap) _fundByFlashSwap(plan);
        else if (source == FundingSource.Callback) _fundByCallback(plan);
        else if (source == FundingSource.Several) _fundBySeveral(plan);
        else _fundByLoan(plan);
        return 0;
    }

    function _requestOf(FundingSource source, address from, address debt, uint256 amount)
        internal
        view
        override
        returns (Lender lender, bytes memory head)
    {
        if (source == FundingSource.UniswapV3FlashLoan) return _requestOfUniswapV3(from, debt, amount);
        _requireLender(from);
        if (source == FundingSource.AaveV3FlashLoan) return _requestOfAaveV3(debt, amount);
        if (source == FundingSource.AaveV2FlashLoan) return _requestOfAaveV2(debt, amount);
        if (source == FundingSource.MorphoFlashLoan) return _requestOfMorpho(debt, amount);
        if (source == FundingSource.BalancerV2FlashLoan) return _requestOfBalancerV2(debt, amount);
        if (source == FundingSource.UniswapV2FlashSwap) return _requestOfUniswapV2(debt, amount);
        if (source == FundingSource.ERC3156FlashLoan) return _requestOfERC3156(debt, amount);
        return _requestOfUniswapV4();
    }

    /// @dev The protocol's own callback: collateral first, debt afterwards. Only a leaf knows it.
    function _fundByCallback(Plan calldata) internal virtual {
        // Not `revert`: the compiler would warn of unreachable code in every caller.
        require(false, FundingUnsupported(uint8(FundingSource.Callback)));
    }

    /// @dev The pool cannot choose: the callback guard knows the data to be what was sent.
    function _onSwap(uint256, uint256 received, bytes calldata data) internal override returns (address tokenIn) {
        SwapPurpose purpose = SwapPurpose(uint8(data[0]));
        bytes calldata rest = data[1:];
        return purpose == SwapPurpose.FlashSwap ? _onFlashSwap(received, rest) : _onSale(rest);
    }
}
