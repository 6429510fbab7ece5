// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import network.banyan.bridge.member.Member;
import network.banyan.ledger.Genesis;
import network.banyan.node.ConfigFile;
import network.banyan.node.Node;
import network.banyan.node.NodeConfig;
import network.banyan.node.NodeIdentity;
import network.banyan.node.NodeKeys;
import network.banyan.node.Settings;
import network.banyan.node.UserError;
import network.banyan.node.devnet.DevnetFolder;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.JsonRpcClient;

/** Members of a sidechain whose folders are here, each with its node, all in this process. */
public final class RunningSidechain implements AutoCloseable {
    private final Charter charter;
    private final List<NodeKeys> keys;
    private final List<Node> nodes = new ArrayList<>();
    private final List<MemberRun> members = new ArrayList<>();
    private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());

    /**
     * @param dir what {@code sidechain create} wrote
     * @param root a client of the root for each member
     * @throws UserError if there is no member's folder, or a node does not start
     */
    public RunningSidechain(Path dir, Supplier<JsonRpcClient> root) {
        this.charter = new Folder(dir).charter();
        List<Path> folders = IntStream.rangeClosed(1, charter.members().size())
                .mapToObj(number -> dir.resolve("delegate-" + number))
                .filter(Files::isDirectory)
                .toList();
        if (folders.isEmpty()) {
            throw new UserError("No member's folder is in %s.".formatted(dir));
        }
        // Each keystore takes a second of a core to open.
        this.keys = folders.parallelStream()
                .map(folder -> Folder.member(folder, charter))
                .toList();
        try {
            for (int i = 0; i < folders.size(); i++) {
                start(folders.get(i), keys.get(i), root);
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private void start(Path folder, NodeKeys its, Supplier<JsonRpcClient> root) {
        NodeConfig config = NodeConfig.of(
                Settings.ofFile(folder.resolve(ConfigFile.NAME)).withEnvironment(System.getenv()),
                folder.toAbsolutePath());
        Genesis genesis = DevnetFolder.readGenesis(config.genesis());
        Node node = Node.start(
                config,
                genesis,
                NodeIdentity.of(its),
                reason -> failure.compareAndSet(
                        Optional.empty(), Optional.of("%s stopped: %s".formatted(config.name(), reason.getMessage()))));
        nodes.add(node);
        members.add(new MemberRun(
                config.name(),
                charter,
                its,
                new GuardedCheckpoints(its.bls(), folder.resolve("keys")),
                new ChainClient(root.get()),
                new ChainClient(new JsonRpcClient(rpc(node)))));
    }

    private static URI rpc(Node node) {
        return URI.create("http://127.0.0.1:" + node.rpcAddress().getPort());
    }

    Charter charter() {
        return charter;
    }

    /** Of the members that are here. */
    List<NodeKeys> keys() {
        return keys;
    }

    public String name() {
        return charter.name();
    }

    public long chainId() {
        return charter.chainId();
    }

    /** Where the first of the nodes answers JSON-RPC, and shows its explorer. */
    public URI rpc() {
        return rpc(nodes.getFirst());
    }

    public int size() {
        return members.size();
    }

    /** How far it is, in a line. */
    public String line() {
        long height =
                nodes.stream().mapToLong(node -> node.view().height()).max().orElse(0);
        Optional<Member.Standing> standing = members.stream()
                .map(MemberRun::standing)
                .flatMap(Optional::stream)
                .findFirst();
        return "block %,d  %s".formatted(height, standing.map(MemberLine::of).orElse("waits for the root"));
    }

    /** Why a part of it stopped that should not have; empty while all is well. */
    public Optional<String> failure() {
        return failure.get()
                .or(() -> members.stream()
                        .map(MemberRun::failure)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    @Override
    public void close() {
        members.parallelStream().forEach(MemberRun::close);
        nodes.parallelStream().forEach(Node::close);
    }
}
