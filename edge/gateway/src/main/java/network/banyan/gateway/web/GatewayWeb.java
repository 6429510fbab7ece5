// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.EvidenceBundle;
import network.banyan.evidence.log.AnchoredLeaf;
import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.evidence.log.LogTile;
import network.banyan.evidence.witness.SignedNote;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.proofs.Proofs;
import network.banyan.gateway.twin.Twins;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.twin.Desired;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers GET requests, and takes desired documents of twins by PUT, which only a device's owner can sign; nothing else can
 * be changed here. A few threads serve, and every answer is bounded.
 */
public final class GatewayWeb implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayWeb.class);
    private static final int THREADS = 4;
    private static final Pattern DEVICE =
            Pattern.compile("/v1/devices/(0x[0-9a-f]{64})(?:/(refusals|receipts/([0-9]{1,16})))?");
    private static final Pattern READINGS =
            Pattern.compile("/v1/devices/(0x[0-9a-f]{64})/readings(?:/before/([0-9]{1,16}))?");
    private static final Pattern EVIDENCE =
            Pattern.compile("/v1/devices/(0x[0-9a-f]{64})/evidence/([0-9]{1,16})\\.(json|cbor)");
    private static final Pattern RECORDS = Pattern.compile("/v1/devices/(0x[0-9a-f]{64})/records/([0-9]{1,16})");
    private static final Pattern TWIN = Pattern.compile("/v1/devices/(0x[0-9a-f]{64})/twin(/desired)?");
    private static final int RECORDS_MAX = 1_000;
    private static final int RECORD_BYTES_MAX = 1 << 20;
    private static final Pattern SINCE_EPOCH = Pattern.compile("since-epoch=([0-9]{1,10})");
    private static final Pattern LEAF = Pattern.compile("/v1/leaves/([0-9]{1,16})");
    private static final Pattern WITNESSED = Pattern.compile("/witnessed/([0-9]{1,16})");
    private static final Pattern CONSISTENCY = Pattern.compile("/consistency/([0-9]{1,16})/([0-9]{1,16})");

    private final ObjectMapper json = new ObjectMapper();
    private final GatewayView view;
    private final DeviceFeed feed;
    private final TwinPages twins;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("gateway-web-", 0).factory());

    private record Answer(int status, String type, Bytes body) {}

    /**
     * Starts listening.
     *
     * @param port 0 takes any free one
     * @throws GatewayException if it cannot
     */
    public GatewayWeb(String host, int port, GatewayView view) {
        this.view = view;
        this.feed = new DeviceFeed(view, json);
        this.twins = new TwinPages(view.twins(), json);
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 64);
        } catch (IOException cannot) {
            threads.shutdown();
            throw new GatewayException(
                    "cannot listen for HTTP on %s:%d: %s; is the port free?".formatted(host, port, cannot.getMessage()),
                    cannot);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = switch (exchange.getRequestMethod()) {
                    case "GET" -> answer(exchange.getRequestURI()).orElseGet(() -> problem(404, "no such thing"));
                    case "PUT" -> put(exchange);
                    default -> problem(405, "only GET is answered here, and PUT of a device's twin/desired");
                };
            } catch (UncheckedIOException unreadable) {
                LOG.warn("{}: {}", exchange.getRequestURI(), unreadable.getMessage());
                answer = problem(500, "the gateway cannot read its log");
            }
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(
                    answer.status(),
                    answer.body().isEmpty() ? -1 : answer.body().size());
            exchange.getResponseBody().write(answer.body().unsafeArray());
        }
    }

    private Optional<Answer> answer(URI request) {
        String path = request.getPath();
        Matcher evidence = EVIDENCE.matcher(path);
        if (evidence.matches()) {
            return evidence(evidence, Optional.ofNullable(request.getQuery()).orElse("since-epoch=0"));
        }
        return switch (path) {
            case "/health" -> Optional.of(health());
            case "/metrics" ->
                Optional.of(new Answer(
                        200,
                        "text/plain; version=0.0.4",
                        Bytes.wrap(Metrics.text(view).getBytes(StandardCharsets.UTF_8))));
            case "/checkpoint" -> view.log().checkpoint().map(head -> cbor(head.encode()));
            case "/witnessed" -> view.cosigned().newest().map(GatewayWeb::note);
            case "/v1/devices" -> Optional.of(json(feed.devices()));
            case "/v1/alarms" -> view.rules().map(_ -> alarms());
            default -> numbered(path);
        };
    }

    /** Whoever speaks of a twin's owner has signed it; who sends it here is of no matter. */
    private Answer put(HttpExchange exchange) throws IOException {
        Matcher path = TWIN.matcher(exchange.getRequestURI().getPath());
        if (!path.matches() || path.group(2) == null) {
            return problem(405, "only a device's twin/desired is taken by PUT");
        }
        byte[] body = exchange.getRequestBody().readNBytes(Desired.MAX_BYTES + 1);
        if (body.length > Desired.MAX_BYTES) {
            return problem(413, "malformed: a desired document has at most 16 KiB");
        }
        return switch (view.twins().desire(Hash.fromHex(path.group(1)), Bytes.wrap(body))) {
            case Twins.Desire.Taken(var desired) -> json(twins.wanted(desired));
            case Twins.Desire.Refused(var refusal, String reason) ->
                problem(TwinPages.status(refusal), refusal.code() + ": " + reason);
        };
    }

    private Optional<Answer> twin(Hash device) {
        return twins.of(device, view.log().tip(device).isPresent()).map(this::json);
    }

    private Optional<Answer> numbered(String path) {
        if (path.startsWith("/tile/")) {
            return LogTile.parse(path.substring(1))
                    .flatMap(view.log()::tile)
                    .map(hashes -> new Answer(200, "application/octet-stream", Bytes.wrap(hashes)));
        }
        Matcher device = DEVICE.matcher(path);
        if (device.matches()) {
            Hash id = Hash.fromHex(device.group(1));
            if (device.group(2) == null) {
                return device(id);
            }
            return device.group(3) == null ? Optional.of(refusals(id)) : receipt(id, Long.parseLong(device.group(3)));
        }
        Matcher twin = TWIN.matcher(path);
        if (twin.matches() && twin.group(2) == null) {
            return twin(Hash.fromHex(twin.group(1)));
        }
        Matcher readings = READINGS.matcher(path);
        if (readings.matches()) {
            long before = readings.group(2) == null ? Long.MAX_VALUE : Long.parseLong(readings.group(2));
            return feed.readings(Hash.fromHex(readings.group(1)), before).map(this::json);
        }
        Matcher records = RECORDS.matcher(path);
        if (records.matches()) {
            return records(Hash.fromHex(records.group(1)), Long.parseLong(records.group(2)));
        }
        Matcher witnessed = WITNESSED.matcher(path);
        if (witnessed.matches()) {
            return view.cosigned().at(Long.parseLong(witnessed.group(1))).map(GatewayWeb::note);
        }
        Matcher leaf = LEAF.matcher(path);
        if (leaf.matches()) {
            return leaf(Long.parseLong(leaf.group(1)));
        }
        Matcher consistency = CONSISTENCY.matcher(path);
        return consistency.matches()
                ? consistency(Long.parseLong(consistency.group(1)), Long.parseLong(consistency.group(2)))
                : Optional.empty();
    }

    private Answer health() {
        Optional<String> problem = view.problem().get();
        ObjectNode node = json.createObjectNode()
                .put("gateway", view.log().gateway().toHex())
                .put("records", view.log().size())
                .put("anchored", view.anchored().getAsLong())
                .put("devices", view.log().devices())
                .put("connections", view.connections().getAsInt())
                .put("chain", problem.orElse("ok"))
                .put("log", view.log().medium())
                .put("logState", view.log().standing().problem().orElse("ok"));
        view.partition().ifPresent(own -> node.put("partition", own.index()).put("partitions", own.count()));
        node.put("logKey", view.witnessing().key().text());
        ArrayNode witnesses = node.putArray("witnesses");
        view.witnessing()
                .standings()
                .forEach(witness -> witnesses
                        .addObject()
                        .put("name", witness.name())
                        .put("cosigned", witness.cosigned())
                        .put("state", witness.problem().orElse("ok")));
        view.rules()
                .ifPresent(rules -> node.put("rulePosition", rules.position())
                        .put("ruleErrors", rules.errors())
                        .put("lastRuleError", rules.lastError()));
        return json(node);
    }

    private Optional<Answer> device(Hash device) {
        return view.log()
                .tip(device)
                .map(tip -> json(json.createObjectNode()
                        .put("device", device.toHex())
                        .put("firstSequence", tip.firstSequence())
                        .put("lastSequence", tip.lastSequence())
                        .put("lastRecord", tip.lastName().toHex())));
    }

    private Answer refusals(Hash device) {
        ArrayNode list = json.createArrayNode();
        view.refusals()
                .of(device)
                .forEach(entry -> list.addObject()
                        .put("timeMillis", entry.timeMillis())
                        .put("record", entry.record().toHex())
                        .put("code", entry.refusal().code())
                        .put("reason", entry.reason()));
        return json(list);
    }

    private Optional<Answer> receipt(Hash device, long sequence) {
        OptionalLong leaf = view.log().find(device, sequence);
        Optional<LogCheckpoint> head = view.log().checkpoint();
        return leaf.isEmpty() || head.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        cbor(view.log().receipt(head.get(), leaf.getAsLong()).encode()));
    }

    /** A device's records from a number on, or from its first, as many as an answer holds; none if there are none yet. */
    private Optional<Answer> records(Hash device, long from) {
        return view.log().tip(device).map(tip -> {
            List<Bytes> records = new ArrayList<>();
            int bytes = 0;
            long sequence = Math.max(from, tip.firstSequence());
            while (sequence <= tip.lastSequence() && records.size() < RECORDS_MAX && bytes < RECORD_BYTES_MAX) {
                Bytes record = view.log().leaf(view.log().find(device, sequence).orElseThrow());
                records.add(record);
                bytes += record.size();
                sequence++;
            }
            var out = new CborWriter().array(records.size());
            records.forEach(out::bytes);
            return new Answer(200, "application/cbor", out.toBytes());
        });
    }

    private Optional<Answer> evidence(Matcher path, String query) {
        Matcher since = SINCE_EPOCH.matcher(query);
        if (!since.matches()) {
            return Optional.of(problem(400, "the query is since-epoch=N or none"));
        }
        OptionalLong leaf = view.log().find(Hash.fromHex(path.group(1)), Long.parseLong(path.group(2)));
        if (leaf.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (view.proofs().bundle(leaf.getAsLong(), Long.parseLong(since.group(1)))) {
                    case Proofs.Answer.Proven(EvidenceBundle bundle) ->
                        path.group(3).equals("json")
                                ? new Answer(200, "application/json", bundle.toJson())
                                : new Answer(200, "application/cbor", bundle.toCbor());
                    case Proofs.Answer.NotYet() -> problem(409, "not anchored yet; ask again in a few seconds");
                    case Proofs.Answer.Unavailable(String reason) -> problem(503, reason);
                });
    }

    private Optional<Answer> leaf(long index) {
        if (index >= view.log().size()) {
            return Optional.empty();
        }
        ObjectNode node = json.createObjectNode()
                .put("index", index)
                .put("record", view.log().leaf(index).toHex());
        Optional<AnchoredLeaf> anchored = view.anchors().leaf(view.log(), index);
        anchored.ifPresent(leaf -> {
            ObjectNode anchor = node.putObject("anchor")
                    .put("size", leaf.size())
                    .put("transaction", leaf.transaction().toHex());
            ArrayNode path = anchor.putArray("path");
            leaf.path().forEach(hash -> path.add(hash.toHex()));
        });
        return Optional.of(json(node));
    }

    private Optional<Answer> consistency(long first, long second) {
        if (first < 1 || first > second || second > view.log().size()) {
            return Optional.empty();
        }
        ArrayNode proof = json.createArrayNode();
        view.log().consistency(first, second).forEach(hash -> proof.add(hash.toHex()));
        return Optional.of(json(json.createObjectNode()
                .put("first", first)
                .put("firstRoot", view.log().root(first).toHex())
                .put("second", second)
                .put("secondRoot", view.log().root(second).toHex())
                .set("proof", proof)));
    }

    private Answer alarms() {
        ArrayNode list = json.createArrayNode();
        view.rules()
                .orElseThrow()
                .alarms()
                .forEach(alarm -> list.addObject()
                        .put("timeMillis", alarm.timeMillis())
                        .put("rule", alarm.rule())
                        .put("device", alarm.device().toHex())
                        .put("sequence", alarm.sequence()));
        return json(list);
    }

    private Answer problem(int status, String message) {
        return new Answer(status, "text/plain", Bytes.wrap((message + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private static Answer cbor(Bytes encoded) {
        return new Answer(200, "application/cose", encoded);
    }

    private static Answer note(SignedNote note) {
        return new Answer(200, "text/plain; charset=utf-8", note.encode());
    }

    private Answer json(Object tree) {
        try {
            return new Answer(200, "application/json", Bytes.wrap(json.writeValueAsBytes(tree)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
