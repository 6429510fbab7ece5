// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.signer;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import network.banyan.primitives.Bytes;

/** A voting key that counts how often it was asked, and how often nothing came. */
public final class CountedKey implements VotingKey {
    private final VotingKey key;
    private final LongAdder asked = new LongAdder();
    private final LongAdder refused = new LongAdder();

    public CountedKey(VotingKey key) {
        this.key = key;
    }

    @Override
    public Bytes publicKey() {
        return key.publicKey();
    }

    @Override
    public Optional<Bytes> sign(long chainId, Statement statement) {
        Optional<Bytes> signature = key.sign(chainId, statement);
        asked.increment();
        if (signature.isEmpty()) {
            refused.increment();
        }
        return signature;
    }

    /** Signatures asked for since the start. */
    public long asked() {
        return asked.sum();
    }

    /** Those that the signer refused, or did not give in time. */
    public long refused() {
        return refused.sum();
    }

    @Override
    public void close() {
        key.close();
    }
}
