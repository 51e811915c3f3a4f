// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @notice What a token asks its comptroller, which a real one answers. Zero: allowed.
interface IAllowing {
    function mintAllowed(address cToken, address minter, uint256 amount) external returns (uint256);
    function redeemAllowed(address cToken, address redeemer, uint256 tokens) external returns (uint256);
    function borrowAllowed(address cToken, address borrower, uint256 amount) external returns (uint256);
    function repayBorrowAllowed(address cToken, address payer, address borrower, uint256 amount)
        external
        returns (uint256);
    function liquidateBorrowAllowed(
        address borrowed,
        address collateral,
        address liquidator,
        address borrower,
        uint256 amount
    ) external returns (uint256);
    function seizeAllowed(address collateral, address borrowed, address liquidator, address borrower, uint256 tokens)
        external
        returns (uint256);
    function transferAllowed(address cToken, address from, address to, uint256 tokens) external returns (uint256);
    function liquidateCalculateSeizeTokens(address borrowed, address collateral, uint256 amount)
        external
        view
        returns (uint256 code, uint256 tokens);
}

/// @notice What a token asks its interest rate model.
interface IRateModel {
    function getBorrowRate(uint256 cash, uint256 borrows, uint256 reserves) external view returns (uint256);
}

/// @title NewerCToken
/// @notice Stands for the cTokens that Compound V2 listed last, whose code is in no package: they revert with errors of their own where
///         the older ones return a code, and 2.8 % of what is seized goes to the market's reserves. Written from what is known of them;
///         what decides over a liquidation besides is a real comptroller's.
contract NewerCToken is ERC20 {
    using SafeERC20 for IERC20;

    error MintComptrollerRejection(uint256 errorCode);
    error RedeemComptrollerRejection(uint256 errorCode);
    error RedeemTransferOutNotPossible();
    error BorrowComptrollerRejection(uint256 errorCode);
    error BorrowCashNotAvailable();
    error RepayBorrowComptrollerRejection(uint256 errorCode);
    error LiquidateComptrollerRejection(uint256 errorCode);
    error LiquidateLiquidatorIsBorrower();
    error LiquidateCloseAmountIsZero();
    error LiquidateCloseAmountIsUintMax();
    error LiquidateSeizeComptrollerRejection(uint256 errorCode);
    error LiquidateSeizeLiquidatorIsBorrower();
    error TransferComptrollerRejection(uint256 errorCode);

    struct Debt {
        uint256 principal;
        uint256 index;
    }

    uint256 private constant ONE = 1e18;

    bool public constant isVToken = true;
    uint256 public constant protocolSeizeShareMantissa = 0.028e18;
    uint256 public constant reserveFactorMantissa = 0.1e18;

    address public immutable underlying;
    IAllowing public immutable comptroller;
    IRateModel public immutable interestRateModel;
    uint256 private immutable INITIAL_EXCHANGE_RATE;

    uint256 public accrualBlockNumber;
    uint256 public borrowIndex = ONE;
    uint256 public totalBorrows;
    uint256 public totalReserves;
    mapping(address account => Debt) private _debts;

    event AccrueInterest(uint256 cashPrior, uint256 interestAccumulated, uint256 borrowIndex, uint256 totalBorrows);
    event Borrow(address borrower, uint256 borrowAmount, uint256 accountBorrows, uint256 totalBorrows);
    event RepayBorrow(
        address payer, address borrower, uint256 repayAmount, uint256 accountBorrows, uint256 totalBorrows
    );
    event LiquidateBorrow(
        address liquidator, address borrower, uint256 repayAmount, address cTokenCollateral, uint256 seizeTokens
    );

    constructor(
        address underlying_,
        IAllowing comptroller_,
        IRateModel model,
        uint256 initialExchangeRate,
        string memory symbol_
    ) ERC20(symbol_, symbol_) {
        (underlying, comptroller, interestRateModel, INITIAL_EXCHANGE_RATE) =
        (underlying_, comptroller_, model, initialExchangeRate);
        accrualBlockNumber = block.number;
    }

    // What accounts do

    function mint(uint256 amount) external returns (uint256) {
        accrueInterest();
        uint256 code = comptroller.mintAllowed(address(this), msg.sender, amount);
        require(code == 0, MintComptrollerRejection(code));
        uint256 rate = exchangeRateStored();
        _mint(msg.sender, _pull(amount) * ONE / rate);
        return 0;
    }

    function redeem(uint256 tokens) external returns (uint256) {
        accrueInterest();
        uint256 amount = exchangeRateStored() * tokens / ONE;
        uint256 code = comptroller.redeemAllowed(address(this), msg.sender, tokens);
        require(code == 0, RedeemComptrollerRejection(code));
        require(getCash() >= amount, RedeemTransferOutNotPossible());
        _burn(msg.sender, tokens);
        IERC20(underlying).safeTransfer(msg.sender, amount);
        return 0;
    }

    function borrow(uint256 amount) external returns (uint256) {
        accrueInterest();
        uint256 code = comptroller.borrowAllowed(address(this), msg.sender, amount);
        require(code == 0, BorrowComptrollerRejection(code));
        require(getCash() >= amount, BorrowCashNotAvailable());
        uint256 debt = borrowBalanceStored(msg.sender) + amount;
        _debts[msg.sender] = Debt(debt, borrowIndex);
        totalBorrows += amount;
        IERC20(underlying).safeTransfer(msg.sender, amount);
        emit Borrow(msg.sender, amount, debt, totalBorrows);
        return 0;
    }

    function liquidateBorrow(address borrower, uint256 amount, NewerCToken collateral) external returns (uint256) {
        accrueInterest();
        collateral.accrueInterest();
        uint256 code =
            comptroller.liquidateBorrowAllowed(address(this), address(collateral), msg.sender, borrower, amount);
        require(code == 0, LiquidateComptrollerRejection(code));
        require(borrower != msg.sender, LiquidateLiquidatorIsBorrower());
        require(amount != 0, LiquidateCloseAmountIsZero());
        require(amount != type(uint256).max, LiquidateCloseAmountIsUintMax());
        uint256 repaid = _repay(msg.sender, borrower, amount);
        uint256 tokens;
        (code, tokens) = comptroller.liquidateCalculateSeizeTokens(address(this), address(collateral), repaid);
        require(code == 0, "LIQUIDATE_COMPTROLLER_CALCULATE_AMOUNT_SEIZE_FAILED");
        require(collateral.balanceOf(borrower) >= tokens, "LIQUIDATE_SEIZE_TOO_MUCH");
        if (address(collateral) == address(this)) _seize(address(this), msg.sender, borrower, tokens);
        else require(collateral.seize(msg.sender, borrower, tokens) == 0, "token seizure failed");
        emit LiquidateBorrow(msg.sender, borrower, repaid, address(collateral), tokens);
        return 0;
    }

    function seize(address liquidator, address borrower, uint256 tokens) external returns (uint256) {
        _seize(msg.sender, liquidator, borrower, tokens);
        return 0;
    }

    function accrueInterest() public returns (uint256) {
        uint256 blocks = block.number - accrualBlockNumber;
        if (blocks == 0) return 0;
        (uint256 cash, uint256 borrows) = (getCash(), totalBorrows);
        uint256 factor = interestRateModel.getBorrowRate(cash, borrows, totalReserves) * blocks;
        uint256 interest = factor * borrows / ONE;
        accrualBlockNumber = block.number;
        totalBorrows = borrows + interest;
        totalReserves += reserveFactorMantissa * interest / ONE;
        borrowIndex += factor * borrowIndex / ONE;
        emit AccrueInterest(cash, interest, borrowIndex, totalBorrows);
        return 0;
    }

    // What is known of it

    function decimals() public pure override returns (uint8) {
        return 8;
    }

    function getCash() public view returns (uint256) {
        return IERC20(underlying).balanceOf(address(this));
    }

    function exchangeRateStored() public view returns (uint256) {
        uint256 supply = totalSupply();
        return supply == 0 ? INITIAL_EXCHANGE_RATE : (getCash() + totalBorrows - totalReserves) * ONE / supply;
    }

    function borrowBalanceStored(address account) public view returns (uint256) {
        Debt memory debt = _debts[account];
        return debt.principal == 0 ? 0 : debt.principal * borrowIndex / debt.index;
    }

    function borrowRatePerBlock() external view returns (uint256) {
        return interestRateModel.getBorrowRate(getCash(), totalBorrows, totalReserves);
    }

    function getAccountSnapshot(address account) external view returns (uint256, uint256, uint256, uint256) {
        return (0, balanceOf(account), borrowBalanceStored(account), exchangeRateStored());
    }

    // What happens inside

    function _repay(address payer, address borrower, uint256 amount) private returns (uint256 repaid) {
        uint256 code = comptroller.repayBorrowAllowed(address(this), payer, borrower, amount);
        require(code == 0, RepayBorrowComptrollerRejection(code));
        uint256 debt = borrowBalanceStored(borrower);
        repaid = _pull(amount);
        _debts[borrower] = Debt(debt - repaid, borrowIndex);
        totalBorrows -= repaid;
        emit RepayBorrow(payer, borrower, repaid, debt - repaid, totalBorrows);
    }

    function _seize(address seizer, address liquidator, address borrower, uint256 tokens) private {
        uint256 code = comptroller.seizeAllowed(address(this), seizer, liquidator, borrower, tokens);
        require(code == 0, LiquidateSeizeComptrollerRejection(code));
        require(borrower != liquidator, LiquidateSeizeLiquidatorIsBorrower());
        uint256 share = tokens * protocolSeizeShareMantissa / ONE;
        totalReserves += exchangeRateStored() * share / ONE;
        _burn(borrower, share);
        super._update(borrower, liquidator, tokens - share);
    }

    function _pull(uint256 amount) private returns (uint256) {
        uint256 before = getCash();
        IERC20(underlying).safeTransferFrom(msg.sender, address(this), amount);
        return getCash() - before;
    }

    function _update(address from, address to, uint256 tokens) internal override {
        if (from != address(0) && to != address(0)) {
            uint256 code = comptroller.transferAllowed(address(this), from, to, tokens);
            require(code == 0, TransferComptrollerRejection(code));
        }
        super._update(from, to, tokens);
    }
}
