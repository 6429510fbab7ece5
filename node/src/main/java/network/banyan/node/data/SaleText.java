// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.io.PrintWriter;
import network.banyan.primitives.Hash;
import network.banyan.sdk.ChainClient;
import network.banyan.vault.chain.DataSaleContract.Sale;
import network.banyan.vault.chain.DataSaleContract.State;
import network.banyan.vault.chain.SaleTerms;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sales in words. */
final class SaleText {
    private SaleText() {}

    /** A sale's name, as an argument. */
    static final class Name implements ITypeConverter<Hash> {
        @Override
        public Hash convert(String text) {
            if (!text.matches("0x[0-9a-fA-F]{64}")) {
                throw new TypeConversionException("a sale is named by 0x and 64 hex digits, not \"" + text + "\"");
            }
            return Hash.fromHex(text);
        }
    }

    static void print(PrintWriter out, ChainClient chain, Hash id, Sale sale) {
        SaleTerms terms = sale.terms();
        out.printf("sale         %s%n", id);
        out.printf(
                "records      %,d to %,d of device %s, signed by key %s...%n",
                terms.run().first(),
                terms.run().last(),
                terms.run().device(),
                terms.run().key().x().toHex().substring(0, 18));
        out.printf("price        %s%n", Asset.text(chain, terms.price()));
        out.printf(
                "times        %,d s to reveal the key after the payment, %,d s to dispute after that%n",
                terms.times().revealSeconds(), terms.times().disputeSeconds());
        out.printf("state        %s%n", state(sale));
    }

    static String state(Sale sale) {
        String until = Slots.text(Math.min(sale.deadline(), TimeArgument.END.getEpochSecond()));
        return switch (sale.state()) {
            case NONE -> "unknown";
            case OFFERED -> "offered, until " + until;
            case PAID -> "paid; the seller reveals the key until " + until;
            case REVEALED -> "the key is revealed; the buyer disputes until " + until;
            case CANCELLED -> "taken back by the seller";
            case REFUNDED -> "over: the buyer has the money back";
            case SOLD -> "over: sold";
        };
    }

    static String waiting(State state, long until) {
        return switch (state) {
            case OFFERED -> "for the buyer to pay, until " + Slots.text(until);
            case PAID -> "for the seller to reveal the key, until " + Slots.text(until);
            case REVEALED -> "for the time to dispute to pass, until " + Slots.text(until);
            case NONE, CANCELLED, REFUNDED, SOLD -> "for nothing";
        };
    }
}
