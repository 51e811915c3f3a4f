// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {CompoundRoot} from "./CompoundRoot.sol";

/// @notice Stands in for a cToken of Compound V2, which needs a compiler that is not installed: for a token it is paid by allowance, for
/// ether by the value of the call, all of which it takes; it pays ether with 2,300 gas, as Solidity's `transfer` does. No interest.
contract CompoundMarket is ERC20 {
    using SafeERC20 for IERC20;

    CompoundRoot public immutable comptroller;
    IERC20 public immutable underlying; // zero: ether
    uint256 public immutable exchangeRateStored; // units of the asset for a share, scaled by 1e18
    mapping(address account => uint256) public borrowBalanceStored;

    error TooMuchRepay(uint256 amount, uint256 most);
    error NoShortfall();

    constructor(CompoundRoot comptroller_, IERC20 underlying_, uint256 exchangeRate) ERC20("cToken", "cTKN") {
        (comptroller, underlying, exchangeRateStored) = (comptroller_, underlying_, exchangeRate);
    }

    receive() external payable {}

    function decimals() public pure override returns (uint8) {
        return 8;
    }

    /// @notice Gives shares and debt without asking for anything: how a borrower came to them is not what is tested.
    function setPosition(address account, uint256 shares, uint256 borrowed) external {
        _mint(account, shares);
        borrowBalanceStored[account] = borrowed;
    }

    /// @notice As CEther.
    function liquidateBorrow(address borrower, CompoundMarket collateral) external payable {
        require(address(underlying) == address(0), "not ether");
        _liquidate(borrower, msg.value, collateral);
    }

    /// @notice As CErc20.
    /// @return Zero: no error.
    function liquidateBorrow(address borrower, uint256 amount, CompoundMarket collateral) external returns (uint256) {
        underlying.safeTransferFrom(msg.sender, address(this), amount);
        _liquidate(borrower, amount, collateral);
        return 0;
    }

    /// @notice Burns shares of the caller for what they are worth.
    /// @return Zero: no error.
    function redeem(uint256 shares) external returns (uint256) {
        _burn(msg.sender, shares);
        uint256 amount = shares * exchangeRateStored / 1e18;
        if (address(underlying) == address(0)) payable(msg.sender).transfer(amount);
        else underlying.safeTransfer(msg.sender, amount);
        return 0;
    }

    /// @notice Only another market of the same comptroller.
    function seize(address liquidator, address borrower, uint256 shares) external {
        require(comptroller.isListed(msg.sender), "not a market");
        _transfer(borrower, liquidator, shares);
    }

    function _liquidate(address borrower, uint256 amount, CompoundMarket collateral) private {
        uint256 price = comptroller.priceOf(address(this));
        uint256 sharePrice = comptroller.priceOf(address(collateral)) * collateral.exchangeRateStored() / 1e18;
        uint256 debt = borrowBalanceStored[borrower];
        uint256 allowed = collateral.balanceOf(borrower) * sharePrice / 1e18 * comptroller.COLLATERAL_FACTOR();
        require(debt * price > allowed, NoShortfall());
        uint256 most = debt * comptroller.CLOSE_FACTOR() / 1e18;
        require(amount <= most, TooMuchRepay(amount, most));
        borrowBalanceStored[borrower] = debt - amount;
        uint256 shares = amount * price / 1e18 * comptroller.LIQUIDATION_INCENTIVE() / sharePrice;
        collateral.seize(msg.sender, borrower, shares);
    }
}
