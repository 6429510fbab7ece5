// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.sale;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.MerkleTree;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.vault.chain.DataSaleContract;
import network.banyan.vault.chain.DataSaleContract.Sale;
import network.banyan.vault.chain.DataSaleContract.State;
import network.banyan.vault.chain.SaleLedger;
import network.banyan.vault.chain.SaleTerms;

/** The contract's rules once more, in memory; it reads the very call data that the chain would get. */
final class FakeEscrow {
    static final long CHAIN = 4242;

    private final Map<Hash, Sale> sales = new HashMap<>();
    private final Map<Address, UInt256> owed = new HashMap<>();
    private final Map<Address, UInt256> purses = new HashMap<>();
    private long now = 1_800_000_000;
    private int sendsUntilOutage = Integer.MAX_VALUE;
    private boolean isCutAfter;

    /** What the escrow refuses. */
    static final class Refused extends RuntimeException {
        Refused(String error) {
            super(error);
        }
    }

    /** As if the process were killed. */
    static final class Killed extends RuntimeException {}

    /**
     * From then on nothing is sent any more.
     *
     * @param after whether the last transaction still arrives, and only its sender does not hear of it
     */
    void breakAfter(int sends, boolean after) {
        sendsUntilOutage = sends;
        isCutAfter = after;
    }

    void heal() {
        sendsUntilOutage = Integer.MAX_VALUE;
    }

    void pass(long seconds) {
        now += seconds;
    }

    long now() {
        return now;
    }

    void mint(Address account, long amount) {
        purses.merge(account, UInt256.of(amount), UInt256::plusExact);
    }

    long purse(Address account) {
        return purses.getOrDefault(account, UInt256.ZERO).toLongExact();
    }

    State state(Hash sale) {
        return sales.get(sale).state();
    }

    /** As one account sees it. There is one kind of money here. */
    SaleLedger of(Address account) {
        return ledger(account, Optional.empty());
    }

    /** As a node tells it that shows what it likes. */
    SaleLedger showing(Address account, Sale shown) {
        return ledger(account, Optional.of(shown));
    }

    private SaleLedger ledger(Address account, Optional<Sale> shown) {
        return new SaleLedger() {
            @Override
            public long chainId() {
                return CHAIN;
            }

            @Override
            public Address account() {
                return account;
            }

            @Override
            public long now() {
                return now;
            }

            @Override
            public Sale sale(Hash id) {
                return shown.orElseGet(() -> sales.getOrDefault(id, NONE));
            }

            @Override
            public UInt256 owed(Address token) {
                return owed.getOrDefault(account, UInt256.ZERO);
            }

            @Override
            public void allow(Address token, UInt256 amount) {
                // What it costs to allow is nothing that these tests ask.
            }

            @Override
            public void send(Bytes call, UInt256 value) {
                if (sendsUntilOutage <= 0 && !isCutAfter) {
                    throw new Killed();
                }
                execute(account, call, value);
                if (sendsUntilOutage-- <= 0) {
                    throw new Killed();
                }
            }

            @Override
            public boolean wouldSucceed(Bytes call) {
                var copy = new FakeEscrow();
                copy.sales.putAll(sales);
                copy.now = now;
                try {
                    copy.execute(account, call, UInt256.ZERO);
                    return true;
                } catch (Refused refused) {
                    return false;
                }
            }
        };
    }

    private static final Sale NONE = DataSaleContract.sale(Bytes.wrap(new byte[17 * Hash.SIZE]));

    private void execute(Address sender, Bytes call, UInt256 value) {
        var in = AbiReader.ofArguments(call);
        if (AbiValue.isCall(
                call,
                "offer((bytes32,bytes32,bytes32,bytes32,bytes32,uint256,address,uint64,address,uint64,"
                        + "uint64,uint32,uint32))")) {
            byte[] words = new byte[17 * Hash.SIZE];
            System.arraycopy(call.toArray(), 4, words, 0, 13 * Hash.SIZE);
            SaleTerms terms = DataSaleContract.sale(Bytes.wrap(words)).terms();
            Hash id = terms.id(CHAIN, sender);
            must(!sales.containsKey(id), "WrongState");
            must(terms.times().buyBy() > now, "BadTerms");
            sales.put(id, new Sale(terms, sender, State.OFFERED, terms.times().buyBy(), Hash.ZERO));
            return;
        }
        if (AbiValue.isCall(call, "withdraw(address,address)")) {
            UInt256 amount = owed.getOrDefault(sender, UInt256.ZERO);
            must(!amount.isZero(), "NothingToWithdraw");
            owed.remove(sender);
            purses.merge(sender, amount, UInt256::plusExact);
            return;
        }
        Hash id = in.word();
        Sale sale = sales.getOrDefault(id, NONE);
        SaleTerms terms = sale.terms();
        if (AbiValue.isCall(call, "cancel(bytes32)")) {
            must(sale.state() == State.OFFERED && sender.equals(sale.seller()), "WrongState");
            sales.put(id, new Sale(terms, sale.seller(), State.CANCELLED, sale.deadline(), Hash.ZERO));
        } else if (AbiValue.isCall(call, "pay(bytes32)")) {
            must(sale.state() == State.OFFERED && now <= sale.deadline(), "WrongState");
            must(sender.equals(terms.buyer()), "NotFor");
            UInt256 purse = purses.getOrDefault(sender, UInt256.ZERO);
            must(purse.compareTo(terms.price().amount()) >= 0, "Poor");
            purses.put(sender, purse.minusExact(terms.price().amount()));
            sales.put(
                    id,
                    new Sale(
                            terms,
                            sale.seller(),
                            State.PAID,
                            now + terms.times().revealSeconds(),
                            Hash.ZERO));
        } else if (AbiValue.isCall(call, "reveal(bytes32,bytes32)")) {
            Hash key = in.word();
            must(sale.state() == State.PAID && now <= sale.deadline(), "WrongState");
            must(SaleCipher.keyHash(key).equals(terms.keyHash()), "WrongKey");
            sales.put(
                    id,
                    new Sale(
                            terms,
                            sale.seller(),
                            State.REVEALED,
                            now + terms.times().disputeSeconds(),
                            key));
        } else if (AbiValue.isCall(call, "settle(bytes32)")) {
            must(now > sale.deadline(), "TooEarly");
            boolean isPaid = sale.state() == State.PAID;
            must(isPaid || sale.state() == State.REVEALED, "WrongState");
            close(id, sale, isPaid ? State.REFUNDED : State.SOLD);
        } else if (AbiValue.isCall(call, "dispute(bytes32,uint64,bytes,bytes32[])")) {
            dispute(sender, id, sale, in);
        } else {
            throw new Refused("no such method");
        }
        must(value.equals(AbiValue.isCall(call, "pay(bytes32)") ? terms.price().amount() : UInt256.ZERO), "WrongPrice");
    }

    private void dispute(Address sender, Hash id, Sale sale, AbiReader in) {
        SaleTerms terms = sale.terms();
        long index = in.number(63);
        Bytes text = in.bytes(1 << 20);
        List<Hash> path = in.list(64, AbiReader::word);
        must(sale.state() == State.REVEALED && now <= sale.deadline(), "WrongState");
        must(sender.equals(terms.buyer()), "NotFor");
        must(
                MerkleTree.climb(MerkleTree.leafHash(text), index, terms.run().count(), path)
                        .filter(terms.root()::equals)
                        .isPresent(),
                "NotInSale");
        must(!isGood(SaleCipher.apply(sale.key(), index, text), terms.run(), index), "RecordIsGood");
        close(id, sale, State.REFUNDED);
    }

    private static boolean isGood(Bytes plain, SaleTerms.Run run, long index) {
        try {
            DeviceRecord record = DeviceRecord.decode(plain);
            return record.device().equals(run.device())
                    && record.sequence() == run.first() + index
                    && record.isSignedBy(run.key());
        } catch (EvidenceFormatException noRecord) {
            return false;
        }
    }

    private void close(Hash id, Sale sale, State end) {
        Address to = end == State.SOLD ? sale.seller() : sale.terms().buyer();
        owed.merge(to, sale.terms().price().amount(), UInt256::plusExact);
        sales.put(id, new Sale(sale.terms(), sale.seller(), end, sale.deadline(), sale.key()));
    }

    private static void must(boolean holds, String error) {
        if (!holds) {
            throw new Refused(error);
        }
    }
}
