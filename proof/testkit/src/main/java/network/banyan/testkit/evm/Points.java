// SPDX-License-Identifier: Apache-2.0
package network.banyan.testkit.evm;

/** Points of curves as precompiles read them, in hex: generators, as their standards give them. */
public final class Points {
    /** The first coordinate of the generator (SEC 2). */
    public static final String SECP256K1_X = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

    /** The generator (SEC 2). */
    public static final String P256 =
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e16"
                    + "2bce33576b315ececbb6406837bf51f5";

    /** EIP-197. */
    public static final String BN254_G1 =
            "000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000"
                    + "00000000000000000000000000000002";

    /** EIP-197, imaginary parts first. */
    public static final String BN254_G2 =
            "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c21800deef121f1e76426a00665e5c4479"
                    + "674322d4f75edadd46debd5cd992f6ed090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"
                    + "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa";

    /** EIP-2537, 64 bytes a coordinate. */
    public static final String BLS_G1 =
            "0000000000000000000000000000000017f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac58"
                    + "6c55e83ff97a1aeffb3af00adb22c6bb0000000000000000000000000000000008b3f481e3aaa0f1a09e30ed741d8ae4"
                    + "fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1";

    /** EIP-2537, real parts first. */
    public static final String BLS_G2 =
            "00000000000000000000000000000000024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d177"
                    + "0bac0326a805bbefd48056c8c121bdb80000000000000000000000000000000013e02b6052719f607dacd3a088274f65"
                    + "596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e00000000000000000000000000000000"
                    + "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801"
                    + "000000000000000000000000000000000606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab"
                    + "3f370d275cec1da1aaa9075ff05f79be";

    /** An opening of the polynomial zero (EIP-4844): versioned hash, point, value, commitment, proof. */
    public static final String KZG_OF_ZERO =
            "010657f37554c781402a22917dee2f75def7ab966d7b770905398eba3c44401400000000000000000000000000000000"
                    + "000000000000000000000000000000070000000000000000000000000000000000000000000000000000000000000000"
                    + "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                    + "c00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";

    private Points() {}
}
