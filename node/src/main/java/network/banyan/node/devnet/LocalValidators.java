// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.ledger.Genesis;
import network.banyan.node.Figures;
import network.banyan.node.Node;
import network.banyan.node.NodeIdentity;
import network.banyan.node.NodeKeys;

/** All validators in this process, each with a database, keys and TLS connections of its own. */
public final class LocalValidators implements Validators {
    private final List<Node> nodes = new ArrayList<>();
    private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());

    public LocalValidators(DevnetFolder folder, Genesis genesis, DevnetPorts ports) {
        try {
            for (int number = 1; number <= genesis.committee().size(); number++) {
                int self = number;
                nodes.add(Node.start(
                        ports.config(folder, genesis, number),
                        genesis,
                        NodeIdentity.of(NodeKeys.read(folder.keys(number))),
                        reason -> {
                            String why = "validator %d stopped: %s".formatted(self, reason);
                            failure.compareAndSet(Optional.empty(), Optional.of(why));
                        }));
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    @Override
    public int count() {
        return nodes.size();
    }

    @Override
    public URI rpc(int number) {
        InetSocketAddress address = nodes.get(number - 1).rpcAddress();
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    @Override
    public Optional<Standing> standing(int number) {
        Node node = nodes.get(number - 1);
        Figures.Snapshot figures = node.figures();
        return Optional.of(new Standing(
                node.view().height(),
                figures.view(),
                figures.transactions(),
                figures.finalityMillisP50(),
                node.view().peers()));
    }

    @Override
    public Optional<String> failure() {
        return failure.get();
    }

    @Override
    public void close() {
        nodes.parallelStream().forEach(Node::close);
    }
}
