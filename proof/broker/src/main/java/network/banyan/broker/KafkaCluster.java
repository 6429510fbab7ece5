// SPDX-License-Identifier: Apache-2.0
package network.banyan.broker;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka on loopback, started from its jars (KRaft: each node is broker and controller). Its nodes are killed as a
 * power cut would, and started again on what their disks hold. Closed, or with this process, all of it is gone.
 */
public final class KafkaCluster implements AutoCloseable {
    private static final String CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qg";
    private static final long PATIENCE_SECONDS = 60;

    private final List<Node> nodes;

    private static final class Node {
        final Path folder;
        final int brokerPort = freePort();
        final int controllerPort = freePort();

        @Nullable
        Process process;

        Node(Path folder) {
            this.folder = folder;
        }
    }

    private KafkaCluster(List<Node> nodes) {
        this.nodes = nodes;
    }

    /**
     * @param folder where the nodes keep everything; must not hold another cluster
     * @param count of nodes, 1 to 5
     */
    public static KafkaCluster start(Path folder, int count) throws IOException, InterruptedException {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(new Node(Files.createDirectories(folder.resolve("kafka-" + i))));
        }
        var cluster = new KafkaCluster(nodes);
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        try {
            for (int i = 0; i < count; i++) {
                cluster.format(i);
                cluster.launch(i);
            }
            for (int i = 0; i < count; i++) {
                cluster.awaitListening(i);
            }
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    /** The brokers' addresses, as clients take them. */
    public String brokers() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.brokerPort).collect(Collectors.joining(","));
    }

    /** kill -9. */
    public void kill(int node) throws InterruptedException {
        Process running = nodes.get(node).process;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    /** Starts a killed node again, on its disk. */
    public void restart(int node) throws IOException, InterruptedException {
        launch(node);
        awaitListening(node);
    }

    private void format(int index) throws IOException, InterruptedException {
        Node node = nodes.get(index);
        Path properties = Files.writeString(node.folder.resolve("server.properties"), properties(index));
        Process format = java(
                node, "-Xmx128m", "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", properties.toString());
        if (!format.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || format.exitValue() != 0) {
            format.destroyForcibly();
            throw new IllegalStateException("Kafka's storage is not formatted: " + said(node));
        }
    }

    private String properties(int index) {
        Node node = nodes.get(index);
        int replication = Math.min(3, nodes.size());
        String voters = IntStream.range(0, nodes.size())
                .mapToObj(i -> "%d@127.0.0.1:%d".formatted(i + 1, nodes.get(i).controllerPort))
                .collect(Collectors.joining(","));
        return """
                process.roles=broker,controller
                node.id=%d
                controller.quorum.voters=%s
                listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
                advertised.listeners=PLAINTEXT://127.0.0.1:%d
                controller.listener.names=CONTROLLER
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%s
                auto.create.topics.enable=false
                transaction.state.log.replication.factor=%d
                transaction.state.log.min.isr=%d
                transaction.state.log.num.partitions=4
                offsets.topic.replication.factor=%d
                log.cleaner.dedupe.buffer.size=2097152
                num.network.threads=2
                num.io.threads=2
                """.formatted(
                        index + 1,
                        voters,
                        node.brokerPort,
                        node.controllerPort,
                        node.brokerPort,
                        node.folder.resolve("data"),
                        replication,
                        replication / 2 + 1,
                        replication);
    }

    private void launch(int index) throws IOException {
        Node node = nodes.get(index);
        node.process = java(
                node,
                nodes.size() == 1 ? "-Xmx384m" : "-Xmx256m",
                "kafka.Kafka",
                node.folder.resolve("server.properties").toString());
    }

    private static Process java(Node node, String heap, String... command) throws IOException {
        Path jars = Path.of(System.getProperty("banyan.root", "."), "target", "kafka", "lib");
        List<String> whole = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + node.folder,
                "-cp",
                jars + File.separator + "*"));
        whole.addAll(List.of(command));
        return new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        node.folder.resolve("out").toFile()))
                .start();
    }

    private void awaitListening(int index) throws IOException, InterruptedException {
        Node node = nodes.get(index);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isListening(node.brokerPort)) {
            if (node.process == null || !node.process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("Kafka did not start: " + said(node));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static boolean isListening(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String said(Node node) throws IOException {
        Path out = node.folder.resolve("out");
        return Files.exists(out) ? Files.readString(out) : "nothing";
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }

    @Override
    public void close() {
        for (Node node : nodes) {
            if (node.process != null) {
                node.process.destroyForcibly().onExit().join();
            }
        }
    }
}
