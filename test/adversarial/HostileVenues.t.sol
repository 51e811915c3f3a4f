// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {stdJson} from "forge-std/StdJson.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {
    ATokenUnknown,
    CallbackMissing,
    CallbackUnexpected,
    EtherStranded,
    EtherUnexpected,
    HookNotAllowed,
    RedemptionRefused,
    RouterUnknown,
    RoutersTooMany,
    SwapOverpaid
} from "../../contracts/types/Errors.sol";
import {CurvePool} from "../devnet/CurvePool.sol";
import {AggregatorRouter} from "../doubles/AggregatorRouter.sol";
import {Attempts} from "../mocks/Attempts.sol";
import {FakeWrapper} from "../mocks/FakeWrapper.sol";
import {HookToken} from "../mocks/HookToken.sol";
import {HostileVenue, IUnlockCallback} from "../mocks/HostileVenue.sol";
import {ITransferHook} from "../mocks/ITransferHook.sol";
import {StickyAllowanceToken} from "../mocks/StickyAllowanceToken.sol";
import {ICEtherMarket, ICTokenMarket} from "../utils/ICompoundMarkets.sol";
import {Routes} from "../utils/Routes.sol";
import {VenuesTest} from "../utils/VenuesTest.sol";

interface IPancakeCallback {
    function pancakeV3SwapCallback(int256 amount0Delta, int256 amount1Delta, bytes calldata data) external;
}

interface IDeposits {
    function deposit(address asset, uint256 amount, address onBehalfOf, uint16 referralCode) external;
}

interface IRouters {
    function isRouter(address router) external view returns (bool);
}

/// @notice Attack: a route of the seller names a contract of the attacker as pool, vault, manager, wrapped token or market. It can have
/// what it is offered, which the caller sees, and nothing else: not what waits for the next split, not what lies there, and nothing later.
contract HostileVenuesTest is VenuesTest {
    using SafeERC20 for IERC20;
    using stdJson for string;

    HostileVenue private evil;

    function setUp() public override {
        super.setUp();
        evil = new HostileVenue();
        deal(weth, address(seller), 7e18);
        deal(usdc, address(seller), 5_000e6);
        vm.deal(address(seller), 2e18);
    }

    /// @dev Of half of what is sold it takes all, and it gets nothing of the other half nor of what lies there.
    function test_TakesNoMoreThanItsShare() public {
        bytes[] memory hops = _hops();
        for (uint256 i; i < hops.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            evil.set(IERC20(weth), 0.5e18);
            _sellHalf(hops[i]);
            assertEq(IERC20(weth).balanceOf(address(evil)), 0.5e18);
            _assertLittered();
            vm.revertToState(snapshot);

            evil.set(IERC20(weth), 0.5e18 + 1);
            vm.expectRevert();
            this.sellHalf(hops[i]);
            _assertLittered();
        }
    }

    /// @dev It takes nothing now, and comes back later, in the middle of another sale.
    function test_HasNoAllowanceAfterwards() public {
        bytes[] memory hops = _hops();
        for (uint256 i; i < hops.length; ++i) {
            _sellHalf(hops[i]);
            assertEq(IERC20(weth).allowance(address(seller), address(evil)), 0);
        }
        evil.add(weth, abi.encodeCall(IERC20.transferFrom, (address(seller), address(evil), 1)));
        _sellHalf(Routes.v2Pair(address(new NoPair(evil)), 30, usdc));
        Attempts.Answer[] memory answers = evil.answers();
        assertEq(answers.length, 1);
        assertFalse(answers[0].success);
        _assertLittered();
    }

    function test_NoAllowanceStaysOfATokenThatDoesNotCountThemDown() public {
        StickyAllowanceToken sticky = new StickyAllowanceToken();
        bytes[] memory hops = _hops();
        for (uint256 i; i < hops.length; ++i) {
            evil.set(IERC20(address(sticky)), 1e18);
            sticky.mint(address(seller), 1e18);
            seller.sell(address(sticky), 1e18, usdc, Routes.split(0, 1, hops[i]));
            assertEq(sticky.allowance(address(seller), address(evil)), 0);
        }
    }

    function test_NobodyComesBackIn() public {
        bytes memory steal = Routes.split(0, 1, Routes.curve(address(evil), 0, 1, 0, usdc));
        bytes memory reentrant = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        bytes memory order = abi.encode(weth, usdc, 7e18, uint24(0), int24(0), address(0));
        bytes memory claim = abi.encode(weth, 7e18);
        evil.add(address(seller), abi.encodeCall(seller.sell, (weth, 7e18, usdc, steal)));
        evil.add(address(seller), abi.encodeCall(IUnlockCallback.unlockCallback, (order)));
        evil.add(address(seller), abi.encodeCall(IPancakeCallback.pancakeV3SwapCallback, (int256(7e18), -1, claim)));
        bytes[] memory hops = _hops();
        for (uint256 i; i < hops.length; ++i) {
            _sellHalf(hops[i]);
        }
        Attempts.Answer[] memory answers = evil.answers();
        assertEq(answers.length, 3 * hops.length);
        for (uint256 i; i < answers.length; ++i) {
            bytes memory unexpected = abi.encodeWithSelector(CallbackUnexpected.selector, evil);
            assertEq(answers[i].data, i % 3 == 0 ? reentrant : unexpected);
        }
        _assertLittered();
    }

    function testFuzz_RevertWhen_CallbacksComeIdle(address caller, bytes memory data, int256 amount) public {
        bytes memory unexpected = abi.encodeWithSelector(CallbackUnexpected.selector, caller);
        vm.startPrank(caller);
        vm.expectRevert(unexpected);
        IUnlockCallback(address(seller)).unlockCallback(data);
        vm.expectRevert(unexpected);
        IPancakeCallback(address(seller)).pancakeV3SwapCallback(amount, -amount, data);
        vm.stopPrank();
    }

    function test_RevertGiven_TheManagerAsksForMoreThanItsShare() public {
        evil.setManager(0.5e18 + 1, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(SwapOverpaid.selector, 0.5e18 + 1, 0.5e18));
        this.sellHalf(_v4(0, ""));
    }

    function test_RevertGiven_TheManagerSaysThatItTookMore() public {
        evil.setManager(0.1e18, 0.5e18 + 1, 1);
        vm.expectRevert(abi.encodeWithSelector(SwapOverpaid.selector, 0.5e18 + 1, 0.5e18));
        this.sellHalf(_v4(0, ""));
    }

    function test_RevertGiven_TheManagerNeverCallsBack() public {
        vm.expectRevert(CallbackMissing.selector);
        this.sellHalf(_v4(0, ""));
    }

    function test_RevertGiven_TheManagerCallsBackTwice() public {
        evil.setManager(0.1e18, 0.2e18, 2);
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, evil));
        this.sellHalf(_v4(0, ""));
    }

    /// @dev In tokens of one order and the other, and in ether that lies there.
    function test_TheManagerTakesWhatItWasOffered() public {
        evil.setManager(0.5e18, 0.5e18, 1);
        _sellHalf(_v4(0, ""));
        assertEq(IERC20(weth).balanceOf(address(evil)), 0.5e18);
        _assertLittered();
        _sellHalf(_v4(1, ""));
        assertEq(address(evil).balance, 0.5e18);
        _assertLittered();
    }

    function test_RevertGiven_AHookThatNobodyAllowed() public {
        evil.setManager(0.1e18, 0.1e18, 1);
        bytes memory hook = abi.encodePacked(stranger);
        vm.expectRevert(abi.encodeWithSelector(HookNotAllowed.selector, stranger));
        this.sellHalf(_v4(0, hook));
        vm.expectRevert(abi.encodeWithSelector(HookNotAllowed.selector, stranger));
        this.sellHalf(_v4(3, hook));
        vm.expectCall(
            address(evil),
            abi.encodeWithSignature(
                "swap((address,address,uint24,int24,address),(bool,int256,uint160),bytes)",
                weth < usdc ? weth : usdc,
                weth < usdc ? usdc : weth,
                uint24(500),
                int24(10),
                stranger,
                weth < usdc,
                -0.5e18,
                weth < usdc ? uint160(4295128740) : uint160(1461446703485210103287273052203988822378723970341),
                bytes("")
            )
        );
        _sellHalf(_v4(4, hook));
    }

    /// @dev A wrapped token that pays no ether: the pool would be sent what lies there.
    function test_AWrappedTokenThatIsNoneSpendsNoEther() public {
        CurvePool pool_ = _openEtherCurve(wsteth);
        FakeWrapper fake = new FakeWrapper();
        bytes[2] memory hops =
            [Routes.curve(address(pool_), 0, 1, ETHER_IN, wsteth), Routes.v4(manager, 500, 10, 1, "", usdc)];
        address[2] memory tokens = [wsteth, usdc];
        for (uint256 i; i < hops.length; ++i) {
            fake.mint(address(seller), 1e18);
            uint256 before = IERC20(tokens[i]).balanceOf(address(this));
            try seller.sell(address(fake), 1e18, tokens[i], Routes.split(0, 1, hops[i])) {} catch {}
            assertEq(IERC20(tokens[i]).balanceOf(address(this)), before);
            assertEq(address(seller).balance, 2e18);
        }
    }

    /// @dev One that pays less than it was asked for: that much is sold, and nothing of what lies there makes up for the rest.
    function testFuzz_AWrappedTokenThatPaysLessSellsWhatItPaid(uint256 bps) public {
        bps = bound(bps, 1, 9_999);
        CurvePool pool_ = _openEtherCurve(wsteth);
        FakeWrapper fake = new FakeWrapper();
        fake.setPaid(bps);
        uint256 arrives = 1e18 * bps / 10_000;
        bytes[2] memory hops =
            [Routes.curve(address(pool_), 0, 1, ETHER_IN, wsteth), Routes.v4(manager, 500, 10, 1, "", usdc)];
        address[2] memory tokens = [wsteth, usdc];
        for (uint256 i; i < hops.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            uint256 due = _sell(weth, arrives, tokens[i], hops[i]);
            vm.revertToState(snapshot);
            fake.mint(address(seller), 1e18);
            vm.deal(address(fake), arrives);
            uint256 before = IERC20(tokens[i]).balanceOf(address(this));
            seller.sell(address(fake), 1e18, tokens[i], Routes.split(0, 1, hops[i]));
            assertEq(IERC20(tokens[i]).balanceOf(address(this)) - before, due);
            assertEq(address(fake).balance, 0);
            _assertLittered();
        }
    }

    /// @dev Nor does one that keeps what it is paid get what lies there.
    function test_AWrappedTokenThatKeepsEtherGetsWhatWasBoughtOnly() public {
        CurvePool pool_ = _openEtherCurve(wsteth);
        vm.mockCall(address(evil), abi.encodeCall(IERC20.balanceOf, (address(seller))), abi.encode(0));
        deal(wsteth, address(seller), 1e18);
        uint256 due = pool_.get_dy(1, 0, 1e18);
        seller.sell(
            wsteth,
            1e18,
            address(evil),
            Routes.split(0, 1, Routes.curve(address(pool_), 1, 0, ETHER_OUT, address(evil)))
        );
        assertApproxEqAbs(address(evil).balance, due, 1);
        assertEq(address(seller).balance, 2e18);
    }

    function test_RevertGiven_EtherComesWhenNothingIsSold() public {
        vm.deal(stranger, 1e18);
        vm.prank(stranger);
        (bool success, bytes memory answer) = address(seller).call{value: 1}("");
        assertFalse(success);
        assertEq(answer, abi.encodeWithSelector(EtherUnexpected.selector, stranger));
    }

    /// @dev It would lie in the seller, where nobody can ask for it.
    function test_RevertGiven_AHopBringsEtherThatItIsNotMarkedFor() public {
        evil.setManager(0.1e18, 0.1e18, 1);
        evil.add(address(evil), abi.encodeCall(HostileVenue.spill, (payable(address(seller)), 1)));
        bytes[] memory hops = _hops();
        for (uint256 i; i < hops.length; ++i) {
            _expectStranded(hops[i]);
        }
        _expectStranded(_v4(0, ""));
        AggregatorRouter.Call[] memory calls = new AggregatorRouter.Call[](1);
        calls[0] =
            AggregatorRouter.Call(address(evil), abi.encodeCall(HostileVenue.spill, (payable(address(seller)), 1)));
        deal(usdc, address(router), 1e6);
        _expectStranded(Routes.router(address(router), _routed(0.1e18, 1e6, calls), usdc));
        // One that is marked has it wrapped.
        vm.deal(address(evil), 1);
        _sellHalf(Routes.curve(address(evil), 0, 1, ETHER_IN, usdc));
        assertEq(address(evil).balance, 0.5e18);
        _assertLittered();
    }

    /// @dev What pays ether honestly, in a route that was made as if it paid a token.
    function test_RevertGiven_TheMarkWasForgotten() public {
        CurvePool pool_ = _openEtherCurve(wsteth);
        deal(wsteth, address(seller), 1e18);
        vm.expectPartialRevert(EtherStranded.selector);
        seller.sell(wsteth, 1e18, weth, Routes.split(0, 1, Routes.curve(address(pool_), 1, 0, 0, weth)));

        address cEther = info.readAddress(".addresses.compound.older.cTokens.WETH");
        vm.deal(address(this), 5e18);
        ICEtherMarket(cEther).mint{value: 5e18}();
        uint256 shares = IERC20(cEther).balanceOf(address(this));
        IERC20(cEther).safeTransfer(address(seller), shares);
        vm.expectPartialRevert(EtherStranded.selector);
        seller.sell(cEther, shares, weth, Routes.split(0, 1, Routes.redeemCTokens(0, "", weth)));
    }

    /// @dev When the sale is over but for the tokens that go back.
    function test_RevertGiven_ATokenBringsEtherAtTheEnd() public {
        HookToken token = new HookToken(18);
        token.mint(address(seller), 2e18);
        token.setHook(new Spill(address(seller)));
        vm.deal(address(token.hook()), 1);
        bytes memory hop = Routes.curve(address(evil), 0, 1, 0, usdc);
        vm.expectRevert(abi.encodeWithSelector(EtherStranded.selector, 1));
        seller.sell(address(token), 1e18, usdc, Routes.split(0, 1, hop));
    }

    /// @dev The pool burns what the seller has of the asset's aToken, whatever is sold for it.
    function test_RevertGiven_WhatLiesThereWouldBeBurnt() public {
        address[4] memory pools = [
            address(pool),
            info.readAddress(".addresses.spark.pool"),
            info.readAddress(".addresses.aaveV2.main.pool"),
            info.readAddress(".addresses.radiant.main.pool")
        ];
        for (uint256 i; i < pools.length; ++i) {
            deal(usdc, address(this), 1_000e6);
            IERC20(usdc).forceApprove(pools[i], 1_000e6);
            IDeposits(pools[i]).deposit(usdc, 1_000e6, address(seller), 0);
            vm.expectRevert(abi.encodeWithSelector(ATokenUnknown.selector, pools[i], weth));
            this.sellHalf(Routes.withdraw(pools[i], abi.encode(1_000e6), usdc));
        }
    }

    function test_RevertGiven_TheMarketRefuses() public {
        address cUsdc = makeAddr("a market without cash");
        vm.mockCall(cUsdc, abi.encodeWithSignature("balanceOf(address)", address(seller)), abi.encode(1e8));
        vm.mockCall(cUsdc, abi.encodeCall(ICTokenMarket(cUsdc).redeem, (1e8)), abi.encode(9));
        vm.expectRevert(abi.encodeWithSelector(RedemptionRefused.selector, 9));
        seller.sell(cUsdc, 1e8, usdc, Routes.split(0, 1, Routes.redeemCTokens(0, "", usdc)));
    }

    /// @dev The one call that nobody here reads goes to nobody else: an approval would be there when others sell.
    function testFuzz_RevertGiven_TheRouterIsNone(address target) public {
        vm.assume(target != address(router));
        bytes memory approve = abi.encodeCall(IERC20.approve, (address(evil), type(uint256).max));
        address[4] memory targets = [target, weth, address(seller), address(0)];
        for (uint256 i; i < targets.length; ++i) {
            assertFalse(IRouters(address(seller)).isRouter(targets[i]));
            vm.expectRevert(abi.encodeWithSelector(RouterUnknown.selector, targets[i]));
            this.sellHalf(Routes.router(targets[i], approve, usdc));
        }
        assertTrue(IRouters(address(seller)).isRouter(address(router)));
    }

    /// @dev Its calldata runs code of strangers, who try all that an allowance for it would be good for.
    function test_CalldataOfARouterTakesNoMoreThanItsShare() public {
        AggregatorRouter.Call[] memory calls = new AggregatorRouter.Call[](1);
        calls[0] = AggregatorRouter.Call(weth, abi.encodeCall(IERC20.transferFrom, (address(seller), stranger, 1)));
        deal(usdc, address(router), 1e6);
        bytes memory data = _routed(0.5e18, 1e6, calls);
        vm.expectRevert();
        this.sellHalf(Routes.router(address(router), data, usdc));

        // Within its share it can be robbed, as by any bad pool.
        _sellHalf(Routes.router(address(router), _routed(0.5e18 - 1, 1e6, calls), usdc));
        assertEq(IERC20(weth).balanceOf(stranger), 1);
        assertEq(IERC20(weth).allowance(address(seller), address(router)), 0);
        _assertLittered();
    }

    /// @dev It takes a part and leaves the rest of its allowance, then more in the middle of the next sale.
    function test_ARouterHasNoAllowanceAfterwards() public {
        AggregatorRouter.Call[] memory calls;
        deal(usdc, address(router), 2e6);
        _sellHalf(Routes.router(address(router), _routed(0.1e18, 1e6, calls), usdc));
        assertEq(IERC20(weth).allowance(address(seller), address(router)), 0);
        evil.add(address(router), _routed(1, 1e6, calls));
        _sellHalf(Routes.curve(address(evil), 0, 1, 0, usdc));
        assertFalse(evil.answers()[0].success);
        _assertLittered();
    }

    /// @dev What it sends elsewhere is missing where the caller looks.
    function test_ARouterThatPaysSomebodyElsePaysNothing() public {
        deal(usdc, address(router), 1_500e6);
        AggregatorRouter.Call[] memory calls;
        bytes memory data =
            abi.encodeCall(AggregatorRouter.swap, (IERC20(weth), 1e18, IERC20(usdc), 1_500e6, stranger, calls));
        deal(weth, address(this), 1e18);
        IERC20(weth).safeTransfer(address(seller), 1e18);
        uint256 before = IERC20(usdc).balanceOf(address(this));
        seller.sell(weth, 1e18, usdc, Routes.split(0, 1, Routes.router(address(router), data, usdc)));
        assertEq(IERC20(usdc).balanceOf(address(this)), before);
        _assertLittered();
    }

    function test_RevertGiven_ARouterReverts() public {
        AggregatorRouter.Call[] memory calls;
        vm.expectRevert(abi.encodeWithSelector(AggregatorRouter.TooLittle.selector, 0));
        this.sellHalf(Routes.router(address(router), _routed(0.1e18, 0, calls), usdc));
    }

    function test_HasRoomForFourRouters() public {
        address[] memory routers = new address[](4);
        for (uint160 i; i < 4; ++i) {
            routers[i] = address(i + 1);
        }
        IRouters full = IRouters(deployCode("Seller.sol:Seller", abi.encode(routers)));
        for (uint160 i; i < 4; ++i) {
            assertTrue(full.isRouter(address(i + 1)));
        }
        assertFalse(full.isRouter(address(5)));
        vm.expectRevert(abi.encodeWithSelector(RoutersTooMany.selector, 5));
        this.deploySeller(new address[](5));
    }

    function deploySeller(address[] calldata routers) external {
        bytes memory creation = bytes.concat(vm.getCode("Seller.sol:Seller"), abi.encode(routers));
        assembly ("memory-safe") {
            if iszero(create(0, add(creation, 0x20), mload(creation))) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
    }

    function _expectStranded(bytes memory hop) private {
        vm.deal(address(evil), 1);
        vm.expectRevert(abi.encodeWithSelector(EtherStranded.selector, 1));
        this.sellHalf(hop);
    }

    /// @dev Names of a thief wherever one takes what it is paid by allowance.
    function _hops() private view returns (bytes[] memory hops) {
        hops = new bytes[](4);
        hops[0] = Routes.curve(address(evil), 0, 1, 0, usdc);
        hops[1] = Routes.curve(address(evil), 0, 1, 1, usdc);
        hops[2] = Routes.balancer(address(evil), abi.encode(weighted), usdc);
        hops[3] = Routes.balancer(address(evil), abi.encodePacked(weighted, dai, stable), usdc);
    }

    function _v4(uint8 flags, bytes memory hooks) private view returns (bytes memory) {
        return Routes.v4(address(evil), 500, 10, flags, hooks, usdc);
    }

    function _routed(uint256 amount, uint256 paid, AggregatorRouter.Call[] memory calls)
        private
        view
        returns (bytes memory)
    {
        return abi.encodeCall(AggregatorRouter.swap, (IERC20(weth), amount, IERC20(usdc), paid, address(seller), calls));
    }

    function sellHalf(bytes calldata hop) external {
        _sellHalf(hop);
    }

    /// @dev An ether: the thief is offered half of it, then an honest pool the rest.
    function _sellHalf(bytes memory hop) private {
        deal(weth, address(this), 1e18);
        IERC20(weth).safeTransfer(address(seller), 1e18);
        bytes memory honest = Routes.balancer(vault, abi.encodePacked(weighted), usdc);
        uint256 before = IERC20(usdc).balanceOf(address(this));
        seller.sell(weth, 1e18, usdc, bytes.concat(Routes.split(5_000, 1, hop), Routes.split(0, 1, honest)));
        assertGt(IERC20(usdc).balanceOf(address(this)) - before, 1_400e6, "the honest part");
    }

    function _assertLittered() private view {
        assertEq(IERC20(weth).balanceOf(address(seller)), 7e18);
        assertEq(IERC20(usdc).balanceOf(address(seller)), 5_000e6);
        assertEq(address(seller).balance, 2e18);
    }
}

/// @notice Passes its ether on when a token moves.
contract Spill is ITransferHook {
    address private immutable TO;

    constructor(address to) {
        TO = to;
    }

    receive() external payable {}

    function onTransfer(address, address, uint256) external {
        (bool success,) = TO.call{value: address(this).balance}("");
        assert(success);
    }
}

/// @notice A pair of nobody's, that lets somebody else try.
contract NoPair {
    HostileVenue private immutable FRIEND;

    constructor(HostileVenue friend) {
        FRIEND = friend;
    }

    function getReserves() external pure returns (uint112, uint112, uint32) {
        return (0, 0, 0);
    }

    function swap(uint256, uint256, address, bytes calldata) external {
        FRIEND.withdraw(0);
    }
}
