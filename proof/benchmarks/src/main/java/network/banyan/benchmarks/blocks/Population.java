// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.blocks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;

/**
 * The accounts of a bench, the same in every run. Anyone receives; only the first {@value #SENDERS_MAX} send, because a key
 * for each of a million would take longer to make than all that is measured.
 */
final class Population {
    static final int SENDERS_MAX = 50_000;

    private final List<Sender> senders;
    private final Address[] addresses;

    /** An account with its key. */
    record Sender(Hash key, Address address) {}

    Population(int count) {
        senders = IntStream.range(0, Math.min(count, SENDERS_MAX))
                .parallel()
                .mapToObj(n -> named("sender " + n))
                .map(key -> new Sender(key, Secp256k1.addressOf(key)))
                .toList();
        addresses = new Address[count];
        Arrays.setAll(
                addresses,
                n -> n < senders.size()
                        ? senders.get(n).address()
                        : Address.at(named("receiver " + n).toArray(), Hash.SIZE - Address.SIZE));
    }

    private static Hash named(String name) {
        return Keccak.hash(("banyan bench " + name).getBytes(StandardCharsets.US_ASCII));
    }

    /** Whose turn it is: one after the other, so that a block holds few transactions of any. */
    Sender sender(long turn) {
        return senders.get((int) (turn % senders.size()));
    }

    /** How many turns of its sender came before this one. */
    long earlierTurns(long turn) {
        return turn / senders.size();
    }

    Address anyone(SplittableRandom random) {
        return addresses[random.nextInt(addresses.length)];
    }

    List<Address> addresses() {
        return List.of(addresses);
    }
}
