// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface IRadiantPool {
    function getUserAccountData(address user)
        external
        view
        returns (uint256, uint256, uint256, uint256, uint256, uint256 healthFactor);
    function getReserveNormalizedIncome(address asset) external view returns (uint256);
    function getReserveNormalizedVariableDebt(address asset) external view returns (uint256);
}

interface IRadiantProvider {
    function getPriceOracle() external view returns (address);
}

interface IRadiantOracle {
    function getAssetPrice(address asset) external view returns (uint256);
}

interface IRadiantToken {
    function balanceOf(address account) external view returns (uint256);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

interface IRadiantAToken is IRadiantToken {
    function burn(address user, address receiver, uint256 amount, uint256 index) external;
    function transferOnLiquidation(address from, address to, uint256 amount) external;
}

interface IRadiantDebtToken is IRadiantToken {
    function burn(address user, uint256 amount, uint256 index) external;
    function burn(address user, uint256 amount) external;
}

/// @title RadiantCollateralManager
/// @notice The half of a Radiant V2 pool that liquidates, written from what is known of it: everything as in Aave V2, except that half of
/// what the bonus really is goes to somebody else, and that the event says to whom. For local chains only.
/// @dev Runs by `delegatecall` in the storage of a `LendingPool` of Aave V2, whose views it asks for everything that accrues. The real
/// pool hands the fee's recipient over as a sixth argument; that of Aave V2 does not, so it is fixed here. Left out, because no
/// amount depends on it: interest for the treasury (the market takes none) and new rates (they stay until somebody else acts).
contract RadiantCollateralManager {
    struct Reserve {
        uint256 configuration;
        uint128 liquidityIndex;
        uint128 variableBorrowIndex;
        uint128 currentLiquidityRate;
        uint128 currentVariableBorrowRate;
        uint128 currentStableBorrowRate;
        uint40 lastUpdateTimestamp;
        address aToken;
        address stableDebtToken;
        address variableDebtToken;
        address strategy;
        uint8 id;
    }

    struct Call {
        address collateralAsset;
        address debtAsset;
        address user;
        uint256 stableDebt;
        uint256 variableDebt;
        uint256 balance; // of the collateral
        uint256 repaid;
        uint256 seized;
        uint256 fee;
    }

    uint256 private constant HALF = 5_000; // basis points

    address private immutable FEE_TO;

    // The storage of the pool.
    uint256[52] private _gap;
    IRadiantProvider private _provider;
    mapping(address asset => Reserve) private _reserves;
    mapping(address user => uint256) private _configurations;

    event LiquidationCall(
        address indexed collateralAsset,
        address indexed debtAsset,
        address indexed user,
        uint256 debtToCover,
        uint256 liquidatedCollateralAmount,
        address liquidator,
        bool receiveAToken,
        address liquidationFeeTo
    );
    event ReserveUsedAsCollateralDisabled(address indexed reserve, address indexed user);

    error TransferRefused(address token);

    constructor(address feeTo) {
        FEE_TO = feeTo;
    }

    /// @notice As the collateral manager of Aave V2: a code that is not zero is a refusal, with its string.
    function liquidationCall(
        address collateralAsset,
        address debtAsset,
        address user,
        uint256 debtToCover,
        bool receiveAToken
    ) external returns (uint256 code, string memory message) {
        Call memory call_;
        (call_.collateralAsset, call_.debtAsset, call_.user) = (collateralAsset, debtAsset, user);
        message = _refusal(call_);
        if (bytes(message).length != 0) return (1, message);
        _amounts(call_, debtToCover);

        IRadiantAToken aToken = IRadiantAToken(_reserves[collateralAsset].aToken);
        if (!receiveAToken && IRadiantToken(collateralAsset).balanceOf(address(aToken)) < call_.seized) {
            return (5, "45");
        }
        _repay(call_);
        _seize(call_, aToken, receiveAToken);
        _takeFrom(call_.debtAsset, msg.sender, _reserves[debtAsset].aToken, call_.repaid);
        emit LiquidationCall(
            collateralAsset, debtAsset, user, call_.repaid, call_.seized, msg.sender, receiveAToken, FEE_TO
        );
        return (0, "46");
    }

    /// @return message Empty: none.
    function _refusal(Call memory call_) private view returns (string memory message) {
        Reserve storage collateral = _reserves[call_.collateralAsset];
        Reserve storage debt = _reserves[call_.debtAsset];
        (,,,,, uint256 healthFactor) = IRadiantPool(address(this)).getUserAccountData(call_.user);
        call_.stableDebt = IRadiantToken(debt.stableDebtToken).balanceOf(call_.user);
        call_.variableDebt = IRadiantToken(debt.variableDebtToken).balanceOf(call_.user);
        if ((collateral.configuration & debt.configuration) >> 56 & 1 == 0) return "2";
        if (healthFactor >= 1e18) return "42";
        bool isUsed = _configurations[call_.user] >> (2 * collateral.id + 1) & 1 == 1;
        if (!isUsed || collateral.configuration >> 16 & 0xffff == 0) return "43";
        if (call_.stableDebt + call_.variableDebt == 0) return "44";
    }

    function _amounts(Call memory call_, uint256 debtToCover) private view {
        IRadiantOracle oracle = IRadiantOracle(_provider.getPriceOracle());
        uint256 configuration = _reserves[call_.collateralAsset].configuration;
        uint256 bonus = configuration >> 32 & 0xffff;
        uint256 debtPrice = oracle.getAssetPrice(call_.debtAsset) * 10 ** (configuration >> 48 & 0xff);
        uint256 collateralPrice =
            oracle.getAssetPrice(call_.collateralAsset) * 10 ** (_reserves[call_.debtAsset].configuration >> 48 & 0xff);

        uint256 most = ((call_.stableDebt + call_.variableDebt) * HALF + 5_000) / 10_000;
        call_.repaid = debtToCover > most ? most : debtToCover;
        call_.balance = IRadiantToken(_reserves[call_.collateralAsset].aToken).balanceOf(call_.user);
        call_.seized = (debtPrice * call_.repaid * bonus + 5_000) / 10_000 / collateralPrice;
        if (call_.seized > call_.balance) {
            call_.seized = call_.balance;
            uint256 needed = (collateralPrice * call_.seized / debtPrice * 10_000 + bonus / 2) / bonus;
            if (needed < call_.repaid) call_.repaid = needed;
        }
        uint256 worth = debtPrice * call_.repaid / collateralPrice;
        if (call_.seized > worth) call_.fee = (call_.seized - worth) / 2;
    }

    function _repay(Call memory call_) private {
        Reserve storage reserve = _reserves[call_.debtAsset];
        _accrue(reserve, call_.debtAsset);
        IRadiantDebtToken variable = IRadiantDebtToken(reserve.variableDebtToken);
        if (call_.variableDebt >= call_.repaid) {
            variable.burn(call_.user, call_.repaid, reserve.variableBorrowIndex);
            return;
        }
        if (call_.variableDebt > 0) variable.burn(call_.user, call_.variableDebt, reserve.variableBorrowIndex);
        IRadiantDebtToken(reserve.stableDebtToken).burn(call_.user, call_.repaid - call_.variableDebt);
    }

    function _seize(Call memory call_, IRadiantAToken aToken, bool receiveAToken) private {
        uint256 toLiquidator = call_.seized - call_.fee;
        if (receiveAToken) {
            aToken.transferOnLiquidation(call_.user, msg.sender, toLiquidator);
            if (call_.fee > 0) aToken.transferOnLiquidation(call_.user, FEE_TO, call_.fee);
        } else {
            Reserve storage reserve = _reserves[call_.collateralAsset];
            _accrue(reserve, call_.collateralAsset);
            aToken.burn(call_.user, msg.sender, toLiquidator, reserve.liquidityIndex);
            if (call_.fee > 0) aToken.burn(call_.user, FEE_TO, call_.fee, reserve.liquidityIndex);
        }
        if (call_.seized == call_.balance) {
            _configurations[call_.user] &= ~(uint256(2) << (2 * _reserves[call_.collateralAsset].id));
            emit ReserveUsedAsCollateralDisabled(call_.collateralAsset, call_.user);
        }
    }

    function _accrue(Reserve storage reserve, address asset) private {
        uint256 liquidityIndex = IRadiantPool(address(this)).getReserveNormalizedIncome(asset);
        uint256 debtIndex = IRadiantPool(address(this)).getReserveNormalizedVariableDebt(asset);
        if (reserve.currentLiquidityRate > 0) {
            // casting is safe because the pool keeps its indices in as many bits
            // forge-lint: disable-next-line(unsafe-typecast)
            (reserve.liquidityIndex, reserve.variableBorrowIndex) = (uint128(liquidityIndex), uint128(debtIndex));
        }
        reserve.lastUpdateTimestamp = uint40(block.timestamp);
    }

    /// @dev Also of tokens that return nothing.
    function _takeFrom(address token, address from, address to, uint256 amount) private {
        (bool success, bytes memory answer) = token.call(abi.encodeCall(IRadiantToken.transferFrom, (from, to, amount)));
        require(success && (answer.length == 0 || abi.decode(answer, (bool))), TransferRefused(token));
    }
}
