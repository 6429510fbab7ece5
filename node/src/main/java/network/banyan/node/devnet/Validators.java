// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import java.net.URI;
import java.util.Optional;

/** The running validators of a devnet, whether in this process or in one each. Numbered from 1. */
public interface Validators extends AutoCloseable {
    int count();

    /** Where a validator answers JSON-RPC. */
    URI rpc(int number);

    /** How a validator stands; empty while it does not answer. */
    Optional<Standing> standing(int number);

    /**
     * @param view the consensus view it is in
     * @param finalityMillis median time from a block's timestamp to its finality here; -1 before the first
     */
    record Standing(long height, long view, long transactions, long finalityMillis, int peers) {}

    /** Why a validator stopped that should not have; empty while all is well. */
    Optional<String> failure();

    @Override
    void close();
}
