// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.net.InetAddress;
import java.util.List;
import java.util.function.LongSupplier;
import network.banyan.peers.BanBook;
import network.banyan.peers.Culprit;
import network.banyan.peers.Offence;
import network.banyan.primitives.Bytes;

/**
 * What peers and their subnets did wrong, and who is not heard for it. Safe for any thread. Nobody on this machine is
 * banned by address: they all have the same.
 */
public final class Conduct {
    private final LongSupplier wallMillis;
    private final BanBook book = new BanBook(BanBook.Rules.DEFAULT);

    /** With a clean slate, by this machine's clock. */
    public Conduct() {
        this(List.of(), System::currentTimeMillis);
    }

    /**
     * @param before what {@link #bans} told when the node ran last
     * @param wallMillis milliseconds since 1970
     */
    public Conduct(List<BanBook.Ban> before, LongSupplier wallMillis) {
        this.wallMillis = wallMillis;
        book.restore(before, wallMillis.getAsLong());
    }

    /** Whether the node is banned for it. */
    synchronized boolean charge(NodeId node, Offence offence) {
        return book.charge(Culprit.ofKey(node.publicKey()), offence, wallMillis.getAsLong());
    }

    /** Whether the address's subnet is banned for it. */
    synchronized boolean charge(InetAddress address, Offence offence) {
        return !address.isLoopbackAddress() && book.charge(subnet(address), offence, wallMillis.getAsLong());
    }

    synchronized boolean isBanned(NodeId node) {
        return book.isBanned(Culprit.ofKey(node.publicKey()), wallMillis.getAsLong());
    }

    synchronized boolean isBanned(InetAddress address) {
        return book.isBanned(subnet(address), wallMillis.getAsLong());
    }

    /** To be kept for the next start; bounded. */
    public synchronized List<BanBook.Ban> bans() {
        return book.bans(wallMillis.getAsLong());
    }

    static Culprit subnet(InetAddress address) {
        return Culprit.ofSubnet(Bytes.wrap(address.getAddress()));
    }
}
