// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.watch.Watch;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.execution.EvidenceMaker;
import network.banyan.hub.Checkpoint;
import network.banyan.node.UserError;
import network.banyan.node.bridge.StateFile;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/**
 * What accounts hold by each checkpoint that could be the last one that counts: a file for each account and checkpoint, from the
 * last mature one on. ERC-721 tokens are not among them.
 */
final class WaysOut {
    private static final int ASSETS_MAX = 64;

    private final Path folder;
    private final List<Address> accounts;
    private final Watch watch;
    private final TreeMap<Long, List<Path>> written = new TreeMap<>();

    WaysOut(Path folder, List<Address> accounts, Watch watch) {
        this.folder = folder;
        this.accounts = List.copyOf(accounts);
        this.watch = watch;
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UserError("%s cannot be made: %s".formatted(folder, UserError.why(failed)), failed);
        }
    }

    /** Writes those of a checkpoint at whose end the watch stands, and removes what can never count again. */
    void keep(Checkpoint checkpoint, long lastMature) {
        List<Path> files = new ArrayList<>();
        for (Address account : accounts) {
            List<StateFile.Held> held = held(account);
            if (!held.isEmpty()) {
                Path file = folder.resolve("%s-%d.json".formatted(account.toHex(), checkpoint.sequence()));
                new StateFile(checkpoint, held).write(file);
                files.add(file);
            }
        }
        written.put(checkpoint.sequence(), files);
        var gone = written.headMap(lastMature);
        gone.values().forEach(old -> old.forEach(WaysOut::remove));
        gone.clear();
    }

    private List<StateFile.Held> held(Address account) {
        List<StateFile.Held> held = new ArrayList<>();
        Bytes listed = watch.ask(ChainOutpost.ASSETS, AbiValue.call("listed()")).answer();
        for (Address asset : AbiReader.ofOutput(listed).list(ASSETS_MAX, AbiReader::address)) {
            boolean isToken = AbiReader.ofOutput(
                            watch.ask(ChainOutpost.ASSETS, AbiValue.call("isToken(address)", AbiValue.of(asset)))
                                    .answer())
                    .flag();
            if (!isToken) {
                EvidenceMaker.Asked asked =
                        watch.ask(ChainOutpost.ASSETS, ChainOutpost.heldBy(asset, account, UInt256.ZERO));
                UInt256 amount = AbiReader.ofOutput(asked.answer()).uint();
                if (!amount.isZero()) {
                    held.add(new StateFile.Held(
                            asset, account, amount, asked.evidence().encode()));
                }
            }
        }
        return held;
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            // A file too many proves nothing that is not so.
        }
    }
}
