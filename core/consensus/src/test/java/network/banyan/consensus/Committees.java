// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.election.Committee;
import network.banyan.ledger.Validator;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** Committees of epoch 0 whose secrets are known. */
final class Committees {
    static final Committee FOUR = of(4);
    static final Committee SEVEN = of(7);

    private Committees() {}

    static Bls.SecretKey secret(int seat) {
        byte[] seed = new byte[32];
        seed[31] = (byte) (seat + 1);
        return Bls.SecretKey.ofSeed(seed);
    }

    static Committee of(int size) {
        List<Validator> members =
                IntStream.range(0, size).mapToObj(Committees::validator).toList();
        return Committee.of(0, members);
    }

    private static Validator validator(int seat) {
        Bls.SecretKey secret = secret(seat);
        byte[] nodeKey = new byte[32];
        nodeKey[0] = (byte) (seat + 1);
        return new Validator(
                "seat " + seat, Address.ZERO, secret.publicKey(), secret.provePossession(), Bytes.wrap(nodeKey));
    }
}
