// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Ed25519;
import network.banyan.election.Committee;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Validator;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChain;

/** The first members of a chain without coins, and that chain. */
record Members(List<Validator> list) {
    static final long START_SECONDS = 1_750_000_000L;

    static Members first(int count) {
        return new Members(IntStream.range(0, count).mapToObj(Members::member).toList());
    }

    Committee committee() {
        return Committee.of(0, list);
    }

    Bytes key(int seat) {
        return list.get(seat).nodeKey();
    }

    ChainState chain(ChainStore store) {
        var parameters =
                new Genesis.Parameters(100, 100, 30_000_000, UInt256.of(1_000_000_000L), false, Optional.empty());
        var genesis = new Genesis(4_691, "test", "TST", START_SECONDS, parameters, list, new TreeMap<>());
        return ChainState.open(genesis, committee(), store, new StateChain.Limits(1_000, 16, 1 << 20, 100));
    }

    private static Validator member(int seat) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) (seat + 1));
        Bls.SecretKey key = Bls.SecretKey.ofSeed(seed);
        return new Validator(
                "member " + seat,
                Address.at(seed, 0),
                key.publicKey(),
                key.provePossession(),
                Ed25519.KeyPair.fromSeed(Bytes.wrap(seed)).publicKey());
    }
}
