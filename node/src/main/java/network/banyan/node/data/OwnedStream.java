// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.ReadingName;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Hash;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.Wallet;
import network.banyan.vault.KeyFile;
import network.banyan.vault.KeyRing;
import network.banyan.vault.Manifest;
import network.banyan.vault.OwnerVault;
import network.banyan.vault.VaultException;
import network.banyan.vault.chain.DataVaultContract;
import network.banyan.vault.store.FolderStore;
import network.banyan.vault.store.SegmentStore;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of every command of an owner: which device, whose account, where keys and segments lie. */
final class OwnedStream {
    @Parameters(index = "0", paramLabel = "DEVICE", description = "By its name or id.")
    private String device = "";

    @Option(
            names = "--vault",
            paramLabel = "FOLDER",
            defaultValue = ".banyan/vault",
            description = "Where the keys are: keep it, and keep it to yourself (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("");

    @Mixin
    private StorePlace place = new StorePlace();

    @Mixin
    private SigningKey signing = new SigningKey();

    @Mixin
    private NodeUrl node = new NodeUrl();

    /** All of it, at hand. */
    record Open(ChainLedger ledger, Hash device, SegmentStore store, KeyFile keys, Path folder)
            implements AutoCloseable {
        /**
         * @param slotSeconds for a stream that begins
         */
        OwnerVault vault(Optional<Long> slotSeconds) {
            Optional<KeyRing> ring = keys.read();
            long seconds = ring.map(known -> known.head().slotSeconds())
                    .or(() -> slotSeconds)
                    .orElseThrow(() -> new UserError(
                            "There are no keys of this device in %s: `banyan data store` begins.".formatted(keys)));
            var places = new OwnerVault.Places(keys, store, new FolderStore(folder.resolve("lists")), ledger);
            return new OwnerVault(new Manifest.Head(device, seconds), places, new SecureRandom());
        }

        @Override
        public void close() {
            ledger.chain().close();
        }
    }

    /** An action of an owner; what a vault says against it becomes the command's answer. */
    @FunctionalInterface
    interface Action {
        int run(Open open);
    }

    int act(CommandSpec spec, Action action) {
        Wallet wallet = signing.wallet();
        var chain = new ChainClient(node.client());
        var ledger = new ChainLedger(chain, spec.commandLine().getOut(), Optional.of(wallet));
        try (chain) {
            Hash id = Hash.fromHex(ReadingName.device(chain.rpc(), device));
            DataVaultContract.Head head = ledger.head(id);
            if (!head.owner().equals(wallet.address())) {
                throw new Declined("The device is account %s's, not %s's.".formatted(head.owner(), wallet.address()));
            }
            var keys = new KeyFile(folder, id, head.tenure(), new SecureRandom());
            int exit = action.run(new Open(ledger, id, place.open(), keys, folder));
            spec.commandLine().getOut().flush();
            return exit;
        } catch (VaultException refused) {
            throw new UserError(sentence(refused), refused);
        }
    }

    /** As a sentence: with a capital and a full stop. */
    static String sentence(VaultException refused) {
        String text = String.valueOf(refused.getMessage());
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }
}
