// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.signer;

import java.util.Optional;
import network.banyan.crypto.Bls;
import network.banyan.primitives.Bytes;

/** A node's voting key, wherever it lies. Safe for any thread. */
public interface VotingKey extends AutoCloseable {
    /** 48 bytes. */
    Bytes publicKey();

    /** 96 bytes; empty if the signer refuses, or does not answer in time. */
    Optional<Bytes> sign(long chainId, Statement statement);

    @Override
    void close();

    /** In this process; what it may say, the node's own log of votes decides. */
    static VotingKey here(Bls.SecretKey key) {
        return new VotingKey() {
            @Override
            public Bytes publicKey() {
                return key.publicKey();
            }

            @Override
            public Optional<Bytes> sign(long chainId, Statement statement) {
                return Optional.of(key.sign(statement.message(chainId)));
            }

            @Override
            public void close() {}
        };
    }
}
