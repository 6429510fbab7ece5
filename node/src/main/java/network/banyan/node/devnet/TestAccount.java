// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * An account with a key that everybody knows, funded in a devnet's genesis. The same on every devnet, so that tutorials can
 * name them; worth nothing anywhere else, and dangerous to use anywhere else.
 */
public record TestAccount(String name, Hash privateKey) {
    /** 10,000 coins each. */
    public static final UInt256 BALANCE = UInt256.of(BigInteger.TEN.pow(22));

    private static final int COUNT = 10;

    public static List<TestAccount> all() {
        return IntStream.rangeClosed(1, COUNT)
                .mapToObj(n -> named("account " + n))
                .toList();
    }

    /** Owns the devnet's devices and pays for their anchors. */
    public static TestAccount deviceOwner() {
        return named("device owner");
    }

    /** Owns the devnet's gateway and pays for its anchors; an account sends for one program only. */
    public static TestAccount gatewayOwner() {
        return named("gateway owner");
    }

    /** Owns the devnet's tracker. */
    public static TestAccount trackerOwner() {
        return named("tracker owner");
    }

    /** The n-th of any number of accounts for load tests, from 1. */
    public static TestAccount load(int n) {
        return named("load " + n);
    }

    private static TestAccount named(String name) {
        byte[] seed = ("banyan devnet " + name).getBytes(StandardCharsets.US_ASCII);
        return new TestAccount(name, Keccak.hash(seed));
    }

    public Address address() {
        return Secp256k1.addressOf(privateKey);
    }
}
