// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title BLS signatures over BLS12-381: keys in G1, signatures in G2
/// @notice draft-irtf-cfrg-bls-signature-05 through the precompiles of EIP-2537, hashing to G2 as RFC 9380 has it
/// (BLS12381G2_XMD:SHA-256_SSWU_RO_). Points are uncompressed, each coordinate 64 bytes with 16 zeros in front.
library Bls {
    string internal constant SIGN = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";
    string internal constant PROVE = "BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";

    uint256 internal constant KEY_SIZE = 128;
    uint256 internal constant SIGNATURE_SIZE = 256;

    address private constant MODEXP = address(0x05);
    address private constant G2ADD = address(0x0d);
    address private constant PAIRING = address(0x0f);
    address private constant MAP_FP2_TO_G2 = address(0x11);

    /// @dev A precompile of EIP-2537 burns all it is given when a point is bad: this is what a refusal may cost. The
    /// pairing of two pairs takes 102,900.
    uint256 private constant MOST_GAS = 150_000;

    /// @dev The field's prime.
    bytes private constant P =
        hex"1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab";
    /// @dev (p - 1) / 2, its upper 16 and its lower 32 bytes: a larger y is the greater of the two roots.
    uint256 private constant HALF_UPPER = 0x0d0088f51cbff34d258dd3db21a5d66b;
    uint256 private constant HALF_LOWER = 0xb23ba5c279c2895fb39869507b587b120f55ffff58a9ffffdcff7fffffffd555;
    /// @dev The generator of G1, negated.
    bytes private constant MINUS_G1 =
        hex"0000000000000000000000000000000017f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb00000000000000000000000000000000114d1d6855d545a8aa7d76c8cf2e21f267816aef1db507c96655b9d5caac42364e6f38ba0ecb751bad54dcd6b939c2ca";

    /// @notice Whether a signature of a message is true. False for bytes that are no point of the subgroup, and for
    /// infinity.
    function verify(bytes memory key, bytes memory message, bytes memory signature, string memory domain)
        internal
        view
        returns (bool)
    {
        if (key.length != KEY_SIZE || signature.length != SIGNATURE_SIZE) return false;
        if (isZero(key) || isZero(signature)) return false;
        bytes memory pairs = bytes.concat(key, hashToG2(message, domain), MINUS_G1, signature);
        (bool ran, bytes memory answer) = PAIRING.staticcall{gas: MOST_GAS}(pairs);
        return ran && answer.length == 32 && uint256(bytes32(answer)) == 1;
    }

    /// @notice A key's 48 bytes: x, with the flags of compression in its upper three bits.
    function compress(bytes memory key) internal pure returns (bytes memory) {
        (uint256 xUpper, uint256 xLower) = (word(key, 0), word(key, 32));
        (uint256 yUpper, uint256 yLower) = (word(key, 64), word(key, 96));
        xUpper |= 0x80 << 120;
        if (yUpper > HALF_UPPER || (yUpper == HALF_UPPER && yLower > HALF_LOWER)) xUpper |= 0x20 << 120;
        return abi.encodePacked(uint128(xUpper), xLower);
    }

    function word(bytes memory data, uint256 offset) internal pure returns (uint256 w) {
        assembly ("memory-safe") {
            w := mload(add(add(data, 32), offset))
        }
    }

    /// @dev RFC 9380, section 3: two field elements, each mapped, added up. The precompile clears the cofactor.
    function hashToG2(bytes memory message, string memory domain) private view returns (bytes memory) {
        bytes32[8] memory b = expand(message, domain);
        bytes memory first = map(element(b[0], b[1]), element(b[2], b[3]));
        bytes memory second = map(element(b[4], b[5]), element(b[6], b[7]));
        return run(G2ADD, bytes.concat(first, second));
    }

    /// @dev expand_message_xmd of RFC 9380, section 5.3.1, to 256 bytes.
    function expand(bytes memory message, string memory domain) private pure returns (bytes32[8] memory b) {
        bytes memory suffix = abi.encodePacked(domain, uint8(bytes(domain).length));
        bytes32 start = sha256(bytes.concat(new bytes(64), message, hex"010000", suffix));
        b[0] = sha256(abi.encodePacked(start, uint8(1), suffix));
        for (uint8 i = 1; i < 8; i++) b[i] = sha256(abi.encodePacked(start ^ b[i - 1], i + 1, suffix));
    }

    /// @dev 64 bytes modulo the prime, as 64 bytes. MODEXP with the exponent 1 is the division.
    function element(bytes32 upper, bytes32 lower) private view returns (bytes memory) {
        bytes memory input =
            abi.encodePacked(uint256(64), uint256(1), uint256(48), upper, lower, uint8(1), P);
        return bytes.concat(bytes16(0), run(MODEXP, input));
    }

    function map(bytes memory c0, bytes memory c1) private view returns (bytes memory) {
        return run(MAP_FP2_TO_G2, bytes.concat(c0, c1));
    }

    /// @dev For inputs of our own making, which no precompile refuses.
    function run(address precompile, bytes memory input) private view returns (bytes memory answer) {
        bool ran;
        (ran, answer) = precompile.staticcall{gas: MOST_GAS}(input);
        assert(ran);
    }

    function isZero(bytes memory data) private pure returns (bool) {
        uint256 any;
        for (uint256 i = 0; i < data.length; i += 32) any |= word(data, i);
        return any == 0;
    }
}
