// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice How a lender is asked and paid, and where its callback says what; packed, the last field lowest:
/// request (4 bytes), callback (4), argument that is the plan (1), initiator (1), premium (1), payment (1), answer (1).
/// The initiator and the premium are places: zero means that the callback does not say; else its argument, counted from 1.
type Lender is uint256;

/// @title Lenders
/// @notice Packs what is known of a lender.
library Lenders {
    uint256 internal constant NOWHERE = 0; // the callback does not say
    // How it gets what it is owed
    uint256 internal constant SENT = 0; // it looks at its balance when its callback is over
    uint256 internal constant PULLED = 1; // it takes it by allowance when its callback is over
    uint256 internal constant SETTLED = 2; // the manager of Uniswap V4
    uint256 internal constant SWAPPED = 3; // a pair of Uniswap V2, which wants what was seized

    uint256 internal constant TRUE = 1;
    uint256 internal constant BYTES = 0x20; // a first word that says that bytes follow
    uint256 internal constant ERC3156 = 0xff; // stands for the hash that the standard demands

    function pack(
        bytes4 request_,
        bytes4 callback_,
        uint256 plan_,
        uint256 initiator_,
        uint256 premium_,
        uint256 payment_,
        uint256 answer_
    ) internal pure returns (Lender) {
        uint256 selectors = uint256(uint32(request_)) << 32 | uint256(uint32(callback_));
        uint256 places = plan_ << 32 | initiator_ << 24 | premium_ << 16 | payment_ << 8 | answer_;
        return Lender.wrap(selectors << 40 | places);
    }

    function request(Lender lender) internal pure returns (bytes4) {
        return bytes4(uint32(Lender.unwrap(lender) >> 72));
    }

    function callback(Lender lender) internal pure returns (bytes4) {
        return bytes4(uint32(Lender.unwrap(lender) >> 40));
    }

    function plan(Lender lender) internal pure returns (uint256) {
        return uint8(Lender.unwrap(lender) >> 32);
    }

    function initiator(Lender lender) internal pure returns (uint256) {
        return uint8(Lender.unwrap(lender) >> 24);
    }

    function premium(Lender lender) internal pure returns (uint256) {
        return uint8(Lender.unwrap(lender) >> 16);
    }

    function payment(Lender lender) internal pure returns (uint256) {
        return uint8(Lender.unwrap(lender) >> 8);
    }

    function answer(Lender lender) internal pure returns (uint256) {
        return uint8(Lender.unwrap(lender));
    }
}
