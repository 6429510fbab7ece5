// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.device.DeviceException;
import network.banyan.device.NodePort;
import network.banyan.evidence.log.Receipt;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.WholeFiles;

/**
 * Which gateway this device trusts with its records. The chain's registry says what key a gateway has; once a receipt was
 * good, gateway and key are written down, so that no node is needed any more and no other gateway can step in.
 */
public final class GatewayIdentity {
    private final Path file;
    private final Optional<Hash> wanted;
    private final Registry registry;
    private Optional<Pin> pin;

    /** What the chain says. */
    @FunctionalInterface
    public interface Registry {
        /**
         * A device's key; empty if it is not registered, or revoked.
         *
         * @throws NodePort.Unavailable if the node does not answer
         */
        Optional<P256.PublicKey> key(Hash device);
    }

    private record Pin(Hash gateway, P256.PublicKey key) {}

    /** What a receipt is worth. */
    sealed interface Check {
        record Good() implements Check {}

        /** The reason is for people. */
        record Worthless(String reason) implements Check {}
    }

    /**
     * @param file where gateway and key are written down
     * @param wanted the gateway's id; empty for the first one whose receipt holds
     * @throws DeviceException if the file is there and says something else
     */
    public GatewayIdentity(Path file, Optional<Hash> wanted, Registry registry) {
        this.file = file;
        this.wanted = wanted;
        this.registry = registry;
        this.pin = read(file);
        if (wanted.isPresent()
                && pin.isPresent()
                && !wanted.get().equals(pin.get().gateway())) {
            throw new DeviceException(
                    "this device's records went to gateway %s so far, not to %s; delete %s to change that"
                            .formatted(pin.get().gateway(), wanted.get(), file));
        }
    }

    /** The gateway, once it is known. */
    Optional<Hash> gateway() {
        return pin.map(Pin::gateway).or(() -> wanted);
    }

    /** Whether a receipt shows that the trusted gateway has this record. */
    Check check(Receipt receipt, Bytes record) {
        Hash signer = receipt.header().gateway();
        if (gateway().filter(known -> !known.equals(signer)).isPresent()) {
            return new Check.Worthless("the receipt is by gateway %s, not by %s"
                    .formatted(signer, gateway().get()));
        }
        if (pin.isPresent() && receipt.proves(record, pin.get().key())) {
            return new Check.Good();
        }
        try {
            Optional<P256.PublicKey> key = registry.key(signer);
            if (key.isEmpty()) {
                return new Check.Worthless("the registry does not know gateway " + signer);
            }
            if (!receipt.proves(record, key.get())) {
                return new Check.Worthless("the receipt is not signed by the registered key of gateway " + signer);
            }
            write(new Pin(signer, key.get()));
            return new Check.Good();
        } catch (NodePort.Unavailable away) {
            return new Check.Worthless("the gateway's key cannot be looked up: " + away.getMessage());
        }
    }

    private static Optional<Pin> read(Path file) {
        try {
            String[] words =
                    Files.readString(file, StandardCharsets.US_ASCII).strip().split(" ");
            if (words.length == 3) {
                var key = new P256.PublicKey(Hash.fromHex(words[1]), Hash.fromHex(words[2]));
                return Optional.of(new Pin(Hash.fromHex(words[0]), key));
            }
        } catch (NoSuchFileException first) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException damaged) {
            // Told below.
        }
        throw new DeviceException("the file %s cannot be read; delete it to trust the next gateway".formatted(file));
    }

    private void write(Pin found) {
        try {
            String line = "%s %s %s%n"
                    .formatted(found.gateway(), found.key().x(), found.key().y());
            WholeFiles.replace(file, line.getBytes(StandardCharsets.US_ASCII));
            pin = Optional.of(found);
        } catch (IOException cannot) {
            throw new DeviceException("%s cannot be written: %s".formatted(file, cannot.getMessage()), cannot);
        }
    }
}
