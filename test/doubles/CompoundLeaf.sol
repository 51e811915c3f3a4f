// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AllSources} from "../../contracts/funding/AllSources.sol";
import {MarketNotAllowed} from "../../contracts/types/Errors.sol";
import {Target} from "../../contracts/types/Plan.sol";
import {Setup} from "../../contracts/types/Setup.sol";
import {CompoundMarket} from "./CompoundMarket.sol";
import {CompoundRoot} from "./CompoundRoot.sol";

/// @notice What the base allows a leaf: markets that a root vouches for, ether in both roles, shares that are kept at their own price.
/// @dev `Target.market`: where the debt is; the owner allows its comptroller. `Target.data`: `abi.encode(CompoundMarket collateral, bool
/// keepsShares)`. Not shipped: it shows that the base can carry such a protocol.
contract CompoundLeaf is AllSources {
    address private transient _payer; // market that sends ether now; transient, because it leaves 2,300 gas for `receive`

    constructor(Setup memory setup) AllSources(setup) {}

    /// @dev Anybody can write a contract that names the comptroller; the comptroller does not name it.
    function _requireMarket(Target calldata target) internal view override {
        (CompoundMarket collateral,) = _decode(target.data);
        CompoundRoot root = CompoundMarket(payable(target.market)).comptroller();
        require(isMarket[address(root)], MarketNotAllowed(address(root)));
        require(root.isListed(target.market), MarketNotAllowed(target.market));
        require(root.isListed(address(collateral)), MarketNotAllowed(address(collateral)));
    }

    /// @dev What is repaid is measured before anything is redeemed, so that both may be wrapped ether.
    function _repayAndSeize(Target calldata target, uint256 budget) internal override returns (uint256 repaid) {
        (CompoundMarket collateral, bool keepsShares) = _decode(target.data);
        uint256 before = collateral.balanceOf(address(this));
        repaid = target.debt == WRAPPED_NATIVE ? _seizeByBalance(target, budget) : super._repayAndSeize(target, budget);
        if (!keepsShares) _redeem(collateral, collateral.balanceOf(address(this)) - before);
    }

    function _seize(Target calldata target, uint256 budget) internal override {
        (CompoundMarket collateral,) = _decode(target.data);
        CompoundMarket market = CompoundMarket(payable(target.market));
        uint256 amount = target.amount < budget ? target.amount : budget;
        if (target.debt != WRAPPED_NATIVE) {
            market.liquidateBorrow(target.borrower, amount, collateral);
            return;
        }
        _unwrap(amount);
        market.liquidateBorrow{value: amount}(target.borrower, collateral);
    }

    function _seizedToken(Target calldata target) internal pure override returns (address) {
        (CompoundMarket collateral, bool keepsShares) = _decode(target.data);
        return keepsShares ? address(collateral) : target.collateral;
    }

    function _oraclePrice(Target calldata target, address arriving)
        internal
        view
        override
        returns (uint256 numerator, uint256 denominator)
    {
        (CompoundMarket collateral,) = _decode(target.data);
        CompoundRoot root = collateral.comptroller();
        (numerator, denominator) = (root.priceOf(address(collateral)), root.priceOf(target.market));
        if (arriving == address(collateral)) {
            (numerator, denominator) = (numerator * collateral.exchangeRateStored(), denominator * 1e18);
        }
    }

    function _acceptsEtherFrom(address sender) internal view override returns (bool) {
        return sender == _payer || super._acceptsEtherFrom(sender);
    }

    function _redeem(CompoundMarket collateral, uint256 shares) private {
        uint256 before = address(this).balance;
        _payer = address(collateral);
        collateral.redeem(shares);
        _payer = address(0);
        _wrapSince(before);
    }

    function _decode(bytes calldata data) private pure returns (CompoundMarket collateral, bool keepsShares) {
        return abi.decode(data, (CompoundMarket, bool));
    }
}
