// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import network.banyan.device.DeviceSigner;
import network.banyan.node.UserError;
import network.banyan.node.identity.DeviceAttestCommand;
import network.banyan.sdk.JsonRpcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code banyan device}: what devices exist and what they said. */
@Command(
        name = "device",
        mixinStandardHelpOptions = true,
        description = {"Devices, their keys and their readings.", ""},
        subcommands = DeviceAttestCommand.class)
public final class DeviceCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what: device key, attest, list, or readings");
    }

    @Command(
            name = "key",
            mixinStandardHelpOptions = true,
            description = {
                "Opens a device's key, has one made where there is none, and shows its public half.",
                "Keys in tokens and TPMs are made inside and never leave; those in files can be copied.",
                ""
            },
            footer = {
                "",
                "Examples:",
                "  banyan device key --dir my-device",
                "  banyan device key --device-key tpm:/dev/tpmrm0",
                "  banyan device key --device-key 'pkcs11:token=banyan?module-path=/usr/lib/softhsm/libsofthsm2.so"
                        + "&pin-source=/etc/banyan/pin'"
            })
    int key(
            @Mixin DeviceKey key,
            @Option(
                            names = "--dir",
                            paramLabel = "DIR",
                            defaultValue = ".banyan/devnet/device",
                            description = "Folder of a key in software (default: ${DEFAULT-VALUE}).")
                    Path folder) {
        DeviceSigner signer = key.open(folder.resolve("device.p12"), folder.resolve("password"));
        PrintWriter out = spec.commandLine().getOut();
        out.printf("device  %s%n", signer.device());
        out.printf(
                "key     x %s%n        y %s%n", signer.key().x(), signer.key().y());
        out.printf("in      %s%n", signer.label());
        out.flush();
        return 0;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {"Lists the registered devices, newest first.", ""})
    int list(@Mixin NodeUrl node) {
        PrintWriter out = spec.commandLine().getOut();
        for (JsonNode device : node.client().call("banyan_devices")) {
            out.printf(
                    "%s  %-24s owner %s  %,d anchored%s%n",
                    device.path("id").asText(),
                    printable(device.path("name").asText()),
                    device.path("owner").asText(),
                    device.path("readings").asLong(),
                    device.path("active").asBoolean() ? "" : "  revoked");
        }
        return 0;
    }

    @Command(
            name = "readings",
            mixinStandardHelpOptions = true,
            description = {
                "Lists readings, newest first. The number in front names a reading for `banyan evidence`.",
                ""
            },
            footer = {
                "",
                "Examples:",
                "  banyan device readings",
                "  banyan device readings --device 0x5a0c... --limit 5",
                "  banyan evidence my-machine/12 > proof.json"
            })
    int readings(
            @Mixin NodeUrl node,
            @Option(names = "--device", paramLabel = "ID", description = "Only this device: its id, or its name.")
                    Optional<String> device,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "How many, 1 to 1000 (default: ${DEFAULT-VALUE}).")
                    int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new UserError("--limit takes a number from 1 to 1000, not " + limit + ".");
        }
        JsonRpcClient client = node.client();
        Map<String, String> names = new TreeMap<>();
        client.call("banyan_devices")
                .forEach(each -> names.put(
                        each.path("id").asText(), printable(each.path("name").asText())));
        PrintWriter out = spec.commandLine().getOut();
        int anchored = 0;
        int total = 0;
        for (JsonNode reading : newest(node, device.map(wanted -> ReadingName.device(client, wanted)), limit)) {
            print(out, reading, names);
            anchored += reading.path("anchored").isNull() ? 0 : 1;
            total++;
        }
        out.printf("%d readings, %d of them anchored on a final block%n", total, anchored);
        return 0;
    }

    /** What the node keeps itself, and of devices that write to its gateway what that keeps. */
    private static List<JsonNode> newest(NodeUrl node, Optional<String> device, int limit) {
        List<JsonNode> rows = new ArrayList<>();
        try (NodesGateway gateway = new NodesGateway(node)) {
            Set<String> through = gateway.devices();
            through.stream()
                    .filter(id -> device.isEmpty() || device.get().equals(id))
                    .forEach(id -> rows.addAll(gateway.readings(id)));
            Map<String, Object> question = new TreeMap<>(Map.of("limit", limit));
            device.ifPresent(wanted -> question.put("device", wanted));
            for (JsonNode row : node.client().call("banyan_readings", question)) {
                if (!through.contains(row.path("device").asText())) {
                    rows.add(row);
                }
            }
        }
        rows.sort(Comparator.comparingLong(
                        (JsonNode row) -> row.path("timeMillis").asLong())
                .reversed());
        return rows.subList(0, Math.min(limit, rows.size()));
    }

    private static void print(PrintWriter out, JsonNode reading, Map<String, String> names) {
        StringJoiner values = new StringJoiner("  ");
        for (JsonNode value : reading.path("values")) {
            values.add("%s %s %s"
                    .formatted(
                            printable(value.path("name").asText()),
                            value.path("value").asText(),
                            printable(value.path("unit").asText())));
        }
        String device = reading.path("device").asText();
        JsonNode anchored = reading.path("anchored");
        out.printf(
                "%s/%d  %s  %s  %s%n",
                names.getOrDefault(device, device),
                reading.path("sequence").asLong(),
                Instant.ofEpochMilli(reading.path("timeMillis").asLong()).truncatedTo(ChronoUnit.SECONDS),
                anchored.isNull()
                        ? "not anchored yet"
                        : "block " + anchored.path("block").asLong(),
                values);
    }

    /** Names and units are the device's own words, and a terminal obeys control characters. */
    public static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }
}
