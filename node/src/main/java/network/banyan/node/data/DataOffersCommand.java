// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import network.banyan.identity.Did;
import network.banyan.node.UserError;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.identity.DidArgument;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.ChainClient;
import network.banyan.vault.VaultException;
import network.banyan.vault.chain.DataSaleContract;
import network.banyan.vault.chain.DataSaleContract.Sale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan data offers}: what is offered to a buyer. */
@Command(
        name = "offers",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the newest 64 sales that were offered to an account, the newest first, and where each stands.",
            "Anybody with a device can offer anything to anybody: look at the device before you pay.",
            ""
        },
        footer = {"", "Example: banyan data offers did:banyan:468900:account:0x..."})
public final class DataOffersCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DID", converter = DidArgument.class, description = "The buyer's account.")
    private Did did = new Did.Device(1, Hash.ZERO);

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!(did instanceof Did.Account(long _, Address buyer))) {
            throw new UserError("Sales are offered to accounts: name the DID of one, not of a device.");
        }
        try (ChainClient chain = new ChainClient(node.client())) {
            PrintWriter out = spec.commandLine().getOut();
            Bytes answer = chain.call(DataSaleContract.ADDRESS, DataSaleContract.offerCount(buyer));
            if (answer.isEmpty()) {
                throw new UserError("This chain has no escrow for data: its genesis is older than that.");
            }
            long count = DataSaleContract.number(answer).toLongExact();
            List<Hash> newest = DataSaleContract.offers(chain.call(
                    DataSaleContract.ADDRESS,
                    DataSaleContract.offersTo(buyer, Math.max(0, count - DataSaleContract.MAX_PAGE))));
            for (Hash id : newest.reversed()) {
                Sale sale = ChainEscrow.sale(chain, id);
                SaleText.print(out, chain, id, sale);
                out.println();
            }
            out.printf("%,d sales were offered to %s%n", count, did);
            out.flush();
            return 0;
        } catch (VaultException refused) {
            throw new UserError(OwnedStream.sentence(refused), refused);
        }
    }
}
