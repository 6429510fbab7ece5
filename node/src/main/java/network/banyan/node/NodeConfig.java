// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.node.tracing.TraceSettings;
import network.banyan.primitives.Bytes;
import network.banyan.rpc.http.Access;

/**
 * Everything one node is told from outside. Chain rules are not here: they stand in genesis, the same for all.
 *
 * @param data folder of the database
 * @param role whether it has a voting key
 * @param keys folder of the keys, as {@link network.banyan.node.keys.KeyFolder} has them
 * @param passwordFile what opens the keystores there
 * @param signer the process that holds the voting key, by the key of its connections; empty if the key lies in the folder
 * @param rpcAccess who may ask by JSON-RPC, and how much
 * @param rpcJwt file of the secret that those must know who ask; empty: anybody may ask
 * @param memoryMib budget of the database's caches and buffers
 * @param compilesContracts whether hot contracts are translated to bytecode; results are the same either way
 * @param blocksKept behind the newest block; 0 for all
 * @param discovery how it finds other nodes, and is found
 * @param gateway the web side of a gateway whose devices the explorer shows, too
 * @param traces where it sends what its work took
 */
public record NodeConfig(
        String name,
        Role role,
        Path genesis,
        Path data,
        Path keys,
        Optional<Path> passwordFile,
        Optional<PeerAddress> signer,
        InetSocketAddress p2p,
        List<PeerAddress> peers,
        InetSocketAddress rpc,
        Access rpcAccess,
        Optional<Path> rpcJwt,
        int memoryMib,
        boolean compilesContracts,
        Duration snapshots,
        long blocksKept,
        Discovery discovery,
        Optional<URI> gateway,
        Optional<TraceSettings> traces) {
    /** How long a snapshot is held if nobody says otherwise: who fetches one needs some minutes for it. */
    public static final Duration SNAPSHOTS = Duration.ofMinutes(10);

    /** Every setting a file, the environment or a flag may name. */
    static final List<String> NAMES = List.of(
            "name",
            "role",
            "genesis",
            "data",
            "keys",
            "password-file",
            "signer",
            "memory.mib",
            "evm.compiler",
            "snapshot.minutes",
            "blocks.keep",
            "p2p.host",
            "p2p.port",
            "p2p.peers",
            "p2p.open",
            "p2p.bootnodes",
            "p2p.advertise",
            "rpc.host",
            "rpc.port",
            "rpc.origins",
            "rpc.hosts",
            "rpc.budget",
            "rpc.budget-loopback",
            "rpc.proxies",
            "rpc.jwt",
            "gateway.url",
            "traces.url",
            "traces.percent",
            "light.sources",
            "light.checkpoint",
            "light.trusting-days");

    private static final int MAX_ADVERTISED = 4;

    /** Where another node listens, and the Ed25519 key it must show. */
    public record PeerAddress(Bytes nodeKey, InetSocketAddress address) {
        private static final Pattern FORM = Pattern.compile("((?:0x)?[0-9A-Fa-f]{64})@(.*)");

        /**
         * Reads {@code <64 hex digits of its node key>@host:port}.
         *
         * @throws UserError if the text is anything else
         */
        public static PeerAddress of(String text, String source) {
            Matcher parts = FORM.matcher(text);
            if (parts.matches()) {
                Optional<HostAndPort> place = HostAndPort.parse(parts.group(2));
                if (place.isPresent()) {
                    return new PeerAddress(
                            Bytes.fromHex(parts.group(1)), place.get().resolved());
                }
            }
            throw new UserError("A peer is written as <64 hex digits of its node key>@host:port, but %s says \"%s\"."
                    .formatted(source, text));
        }

        /** As a configuration names it. */
        public String text() {
            return "%s@%s".formatted(nodeKey.toHex().substring(2), HostAndPort.of(address));
        }
    }

    /**
     * @param open whether nodes that neither the chain nor this configuration names may connect
     * @param bootnodes nodes to ask for others at the beginning
     * @param advertise where others can call this node, if that is not where it listens; may be unresolved
     */
    public record Discovery(boolean open, List<PeerAddress> bootnodes, List<InetSocketAddress> advertise) {
        /** Open, and left to whoever calls. */
        public static final Discovery USUAL = new Discovery(true, List.of(), List.of());

        public Discovery {
            bootnodes = List.copyOf(bootnodes);
            advertise = List.copyOf(advertise);
        }
    }

    private static Discovery discovery(Settings settings) {
        List<PeerAddress> bootnodes = settings.list("p2p.bootnodes").stream()
                .map(text -> PeerAddress.of(text, settings.source("p2p.bootnodes")))
                .toList();
        List<InetSocketAddress> advertise = settings.list("p2p.advertise").stream()
                .map(text -> HostAndPort.parse(text)
                        .orElseThrow(() -> new UserError("p2p.advertise is host:port, but %s says \"%s\"."
                                .formatted(settings.source("p2p.advertise"), text)))
                        .unresolved())
                .toList();
        if (advertise.size() > MAX_ADVERTISED) {
            throw new UserError("p2p.advertise names %d addresses; there is room for %d."
                    .formatted(advertise.size(), MAX_ADVERTISED));
        }
        return new Discovery(onOrOff(settings, "p2p.open", true), bootnodes, advertise);
    }

    /**
     * @param folder what relative paths stand against
     * @throws UserError that names the setting, the value, its source and what would be right
     */
    public static NodeConfig of(Settings settings, Path folder) {
        List<PeerAddress> peers = new ArrayList<>();
        for (String peer : settings.list("p2p.peers")) {
            peers.add(PeerAddress.of(peer, settings.source("p2p.peers")));
        }
        return new NodeConfig(
                settings.text("name", "node"),
                Role.of(settings.text("role", "delegate"), settings.source("role")),
                folder.resolve(settings.text("genesis", "genesis.json")),
                folder.resolve(settings.text("data", "data")),
                folder.resolve(settings.text("keys", "keys")),
                Optional.of(settings.text("password-file", ""))
                        .filter(text -> !text.isEmpty())
                        .map(folder::resolve),
                Optional.of(settings.text("signer", ""))
                        .filter(text -> !text.isEmpty())
                        .map(text -> PeerAddress.of(text, settings.source("signer"))),
                new InetSocketAddress(
                        settings.text("p2p.host", "127.0.0.1"), (int) settings.number("p2p.port", 30_700, 0, 65_535)),
                peers,
                new InetSocketAddress(
                        settings.text("rpc.host", "127.0.0.1"), (int) settings.number("rpc.port", 8_545, 0, 65_535)),
                access(settings),
                Optional.of(settings.text("rpc.jwt", ""))
                        .filter(text -> !text.isEmpty())
                        .map(folder::resolve),
                (int) settings.number("memory.mib", 64, 16, 65_536),
                onOrOff(settings, "evm.compiler", true),
                Duration.ofMinutes(settings.number("snapshot.minutes", SNAPSHOTS.toMinutes(), 0, 10_080)),
                settings.number("blocks.keep", 0, 0, 1_000_000_000_000L),
                discovery(settings),
                gateway(settings),
                traces(settings));
    }

    private static Optional<TraceSettings> traces(Settings settings) {
        String url = settings.text("traces.url", "");
        int percent = (int) settings.number("traces.percent", TraceSettings.USUAL_PERCENT, 0, 100);
        try {
            return url.isEmpty() ? Optional.empty() : Optional.of(new TraceSettings(URI.create(url), percent));
        } catch (IllegalArgumentException malformed) {
            throw new UserError(
                    "traces.url is an address of a collector like http://127.0.0.1:4318/v1/traces, without a name or password in it, but %s says \"%s\"."
                            .formatted(settings.source("traces.url"), url),
                    malformed);
        }
    }

    private static Optional<URI> gateway(Settings settings) {
        String text = settings.text("gateway.url", "");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(URI.create(text));
        } catch (IllegalArgumentException malformed) {
            throw new UserError(
                    "gateway.url is an address like http://127.0.0.1:8580, but %s says \"%s\"."
                            .formatted(settings.source("gateway.url"), text),
                    malformed);
        }
    }

    private static Access access(Settings settings) {
        try {
            return new Access(
                    settings.list("rpc.origins"),
                    settings.list("rpc.hosts"),
                    (int) settings.number(
                            "rpc.budget", Access.USUAL.tokensPerSecond(), 0, Access.TOKENS_PER_SECOND_MAX),
                    onOrOff(settings, "rpc.budget-loopback", false),
                    settings.list("rpc.proxies"),
                    Optional.empty());
        } catch (IllegalArgumentException noAddress) {
            throw new UserError(
                    "rpc.proxies are addresses or subnets of proxies, but in %s %s."
                            .formatted(settings.source("rpc.proxies"), noAddress.getMessage()),
                    noAddress);
        }
    }

    private static boolean onOrOff(Settings settings, String name, boolean otherwise) {
        String text = settings.text(name, otherwise ? "on" : "off");
        if (!text.equals("on") && !text.equals("off")) {
            throw new UserError(
                    "%s is \"on\" or \"off\", but %s says \"%s\".".formatted(name, settings.source(name), text));
        }
        return text.equals("on");
    }
}
