// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import network.banyan.device.DeviceException;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.sdk.WholeFiles;
import network.banyan.twin.Owners;

/**
 * Who owns this device, as its node told last: written down, so that the owner is heard while no node answers. A former owner
 * is heard then, too, until the device hears its node again (docs/spec/twin.md, rules 13 and 16).
 */
final class PinnedOwners implements Owners {
    private final Path file;
    private final Hash self;
    private final Owners node;
    private Optional<Pin> pin;

    private record Pin(long chainId, Ownership ownership) {}

    /**
     * @throws DeviceException if the file is there and cannot be read
     */
    PinnedOwners(Path file, Hash self, Owners node) {
        this.file = file;
        this.self = self;
        this.node = node;
        this.pin = read(file);
    }

    @Override
    public long chainId() {
        try {
            return node.chainId();
        } catch (Unknown away) {
            return pin.orElseThrow(() -> away).chainId();
        }
    }

    @Override
    public Optional<Ownership> of(Hash device) {
        try {
            Optional<Ownership> found = node.of(device);
            if (device.equals(self) && found.isPresent()) {
                keep(new Pin(node.chainId(), found.get()));
            }
            return found;
        } catch (Unknown away) {
            return Optional.of(
                    pin.filter(_ -> device.equals(self)).orElseThrow(() -> away).ownership());
        }
    }

    /** Delegates come and go; without a node none is heard. */
    @Override
    public boolean isDelegate(Hash device, Address account) {
        return node.isDelegate(device, account);
    }

    private void keep(Pin found) {
        if (pin.filter(found::equals).isPresent()) {
            return;
        }
        try {
            String line = "%d %s %d\n"
                    .formatted(
                            found.chainId(),
                            found.ownership().owner(),
                            found.ownership().tenure());
            WholeFiles.replace(file, line.getBytes(StandardCharsets.US_ASCII));
            pin = Optional.of(found);
        } catch (IOException cannot) {
            throw new DeviceException("%s cannot be written: %s".formatted(file, cannot.getMessage()), cannot);
        }
    }

    private static Optional<Pin> read(Path file) {
        try {
            String[] words =
                    Files.readString(file, StandardCharsets.US_ASCII).strip().split(" ");
            if (words.length == 3) {
                var ownership = new Ownership(Address.fromHex(words[1]), Long.parseLong(words[2]));
                return Optional.of(new Pin(Long.parseLong(words[0]), ownership));
            }
        } catch (NoSuchFileException first) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException damaged) {
            // Told below.
        }
        throw new DeviceException("the file %s cannot be read; delete it to ask the node anew".formatted(file));
    }
}
