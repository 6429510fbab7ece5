// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.ledger.Validator;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** Validators whose secrets are known. */
final class Members {
    private Members() {}

    static Bls.SecretKey secret(int seat) {
        byte[] seed = new byte[32];
        seed[31] = (byte) (seat + 1);
        return Bls.SecretKey.ofSeed(seed);
    }

    static List<Validator> validators(int count) {
        return IntStream.range(0, count).mapToObj(Members::validator).toList();
    }

    private static Validator validator(int seat) {
        Bls.SecretKey secret = secret(seat);
        byte[] nodeKey = new byte[32];
        nodeKey[0] = (byte) (seat + 1);
        byte[] operator = new byte[20];
        operator[19] = (byte) (seat + 1);
        return new Validator(
                "member-" + seat,
                Address.at(operator, 0),
                secret.publicKey(),
                secret.provePossession(),
                Bytes.wrap(nodeKey));
    }
}
