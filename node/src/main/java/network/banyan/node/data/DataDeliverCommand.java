// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.node.UserError;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Hash;
import network.banyan.sdk.ChainClient;
import network.banyan.vault.VaultException;
import network.banyan.vault.sale.SaleBook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan data deliver}: the seller's next steps. */
@Command(
        name = "deliver",
        mixinStandardHelpOptions = true,
        description = {
            "Goes on with your sales: offers what was cut short, reveals the key of what is paid, and fetches"
                    + " the money of what nobody disputed in time.",
            "With --wait it stays until they are over; without, it does what can be done now. A key is not"
                    + " revealed when little of the time to reveal is left: one that came too late would be a gift.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan data deliver --wait --account 4",
            "  banyan data deliver 0x5a0c... --cancel --account 4"
        })
public final class DataDeliverCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SALE",
            converter = SaleText.Name.class,
            description = "Default: all that are not over.")
    private Optional<Hash> sale = Optional.empty();

    @Option(
            names = "--vault",
            paramLabel = "FOLDER",
            defaultValue = ".banyan/vault",
            description = "Where the keys of sales are (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("");

    @Option(names = "--wait", description = "Stay until they are over.")
    private boolean waits;

    @Option(names = "--cancel", description = "Take an offer back that nobody paid.")
    private boolean cancels;

    @Mixin
    private StorePlace place = new StorePlace();

    @Mixin
    private SigningKey signing = new SigningKey();

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (cancels && sale.isEmpty()) {
            throw new UserError("Say which offer to take back.");
        }
        try (ChainClient chain = new ChainClient(node.client())) {
            var escrow = new ChainEscrow(chain, spec.commandLine().getOut(), signing.wallet());
            SellersDesk desk = SellersDesk.of(folder, place.open(), escrow);
            if (cancels) {
                desk.seller().cancel(sale.orElseThrow());
            }
            List<Hash> sales = sale.map(List::of)
                    .orElseGet(() -> desk.book().open().stream()
                            .filter(entry ->
                                    entry.seller().equals(escrow.account()) && entry.chainId() == escrow.chainId())
                            .map(SaleBook.Entry::id)
                            .toList());
            if (sales.isEmpty()) {
                spec.commandLine().getOut().printf("There is no sale of this account's that is not over.%n");
            }
            int exit = desk.goOn(sales, waits);
            spec.commandLine().getOut().flush();
            return exit;
        } catch (VaultException refused) {
            throw new UserError(OwnedStream.sentence(refused), refused);
        }
    }
}
