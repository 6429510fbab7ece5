// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.evm.Fork;
import network.banyan.evm.Result;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.StateView;

/**
 * Runs messages on a state and forgets what they did: eth_call, eth_estimateGas, eth_createAccessList. Keeps nothing
 * between calls, so any thread may use it.
 */
public final class Calls {
    private static final long TRANSFER_GAS = 21_000;
    private static final long STIPEND = 2_300;
    private static final int CODE_CACHE_BYTES = 1 << 20;

    /** An estimate may exceed the least sufficient gas by so many thousandths, which saves most of the search. */
    private static final long TOLERANCE_PER_MILLE = 15;

    /** Naming slots changes what they cost, which may change the path; it settles at once or never. */
    private static final int ACCESS_LIST_ROUNDS = 4;

    private final ChainRules rules;
    private final Engine engine;

    /** One that interprets. */
    public Calls(ChainRules rules) {
        this(rules, Engine.interpreting());
    }

    /**
     * @param engine one that threads may share
     */
    public Calls(ChainRules rules, Engine engine) {
        this.rules = rules;
        this.engine = engine;
    }

    /** How a message ended. */
    public sealed interface Outcome {
        record Returned(Bytes output, long gasUsed) implements Outcome {}

        /** REVERT, with the reason's bytes. */
        record Reverted(Bytes output, long gasUsed) implements Outcome {}

        /** The EVM halted; the reason in Ethereum's words. */
        record Halted(String reason, long gasUsed) implements Outcome {}

        /** The message could not start. */
        record Refused(String reason) implements Outcome {}
    }

    /** The least gas limit with which a message succeeds, or how it fails with all there is. */
    public sealed interface Estimate {
        record Enough(long gas) implements Estimate {}

        record Fails(Outcome outcome) implements Estimate {}
    }

    /** What a message would name in its access list, and the gas it then uses. */
    public record AccessListing(List<AccessListEntry> accessList, Outcome outcome) {}

    /** Where a message runs. */
    public record Setting(BlockEnvironment block, StateView state, BlockContext.Ancestors ancestors) {
        private Setting pretended(CallRequest request) {
            return new Setting(block.with(request.block()), state, ancestors);
        }
    }

    /** One run, with what only this class needs to know of it. */
    private record Run(Outcome outcome, long refund, List<AccessListEntry> accessed) {
        boolean succeeded() {
            return outcome instanceof Outcome.Returned;
        }
    }

    public Outcome call(CallRequest request, Setting actual) {
        Setting setting = actual.pretended(request);
        return run(request, setting, gasLimit(request, setting)).outcome;
    }

    /** As {@link #call}, with somebody who watches it as the only transaction, 0. */
    public Outcome call(CallRequest request, Setting actual, Onlooker onlooker) {
        Setting setting = actual.pretended(request);
        return run(request, setting, gasLimit(request, setting), Optional.of(onlooker)).outcome;
    }

    private static long gasLimit(CallRequest request, Setting setting) {
        return Math.min(request.gasLimit().orElse(Long.MAX_VALUE), setting.block.gasLimit());
    }

    private Run run(CallRequest request, Setting setting, long gasLimit) {
        return run(request, setting, gasLimit, Optional.empty());
    }

    private Run run(CallRequest request, Setting setting, long gasLimit, Optional<Onlooker> onlooker) {
        UInt256 price = request.gasPrice().orElse(UInt256.ZERO);
        BlockEnvironment block = price.isZero() ? withoutBaseFee(setting.block) : setting.block;
        StateView state =
                request.overrides().isEmpty() ? setting.state : new PretendedState(setting.state, request.overrides());
        var world = new JournaledWorld(state, new CodeCache(CODE_CACHE_BYTES));
        TransactionBody body = body(request, world.nonce(request.from()), gasLimit, price);
        Optional<Refusal> refusal = refusal(body, request.from(), world, block);
        if (refusal.isPresent()) {
            return new Run(new Outcome.Refused(refusal.get().words()), 0, List.of());
        }
        Engine itsEngine = onlooker.flatMap(its -> its.before(0, body, request.from(), world))
                .map(Engine::tracing)
                .orElse(engine);
        var evm = rules.machine(world, block.context(rules, setting.ancestors), itsEngine);
        var applied = new TransactionProcessor(rules, block, world, evm).run(body, request.from());
        onlooker.ifPresent(its -> its.after(0, applied, world));
        return new Run(outcome(applied), world.refund(), world.accessed());
    }

    private static Outcome outcome(TransactionProcessor.Outcome.Applied applied) {
        long gasUsed = applied.gasUsed();
        return switch (applied.result()) {
            case Result.Success success -> new Outcome.Returned(success.output(), gasUsed);
            case Result.Reverted reverted -> new Outcome.Reverted(reverted.output(), gasUsed);
            case Result.Halted halted -> new Outcome.Halted(halted.halt().words(), gasUsed);
        };
    }

    private Optional<Refusal> refusal(
            TransactionBody body, Address from, JournaledWorld world, BlockEnvironment block) {
        return TransactionCheck.gas(body, rules.fork())
                .or(() -> TransactionCheck.fees(body, from, block))
                .or(() -> TransactionCheck.funds(body, from, world.balance(from)));
    }

    private TransactionBody body(CallRequest request, long nonce, long gasLimit, UInt256 price) {
        if (!request.authorizations().isEmpty()) {
            return new TransactionBody.SetCode(
                    Optional.of(rules.chainId()),
                    nonce,
                    price,
                    price,
                    gasLimit,
                    request.to(),
                    request.value(),
                    request.data(),
                    request.accessList(),
                    request.authorizations());
        }
        return new TransactionBody.DynamicFee(
                Optional.of(rules.chainId()),
                nonce,
                price,
                price,
                gasLimit,
                request.to(),
                request.value(),
                request.data(),
                request.accessList());
    }

    /** Who pays nothing must not see a price below the base fee, so there is none. */
    private static BlockEnvironment withoutBaseFee(BlockEnvironment block) {
        return new BlockEnvironment(
                block.parentHash(),
                block.number(),
                block.timestamp(),
                block.gasLimit(),
                block.beneficiary(),
                block.prevRandao(),
                UInt256.ZERO,
                block.blobBaseFee(),
                block.parentBeaconRoot());
    }

    /** By bisection between what the message uses with all gas and that gas, as Ethereum's clients do. */
    public Estimate estimateGas(CallRequest request, Setting actual) {
        Setting setting = actual.pretended(request);
        Optional<Refusal> penniless = cannotPayLeast(request, setting);
        if (penniless.isPresent()) {
            return new Estimate.Fails(new Outcome.Refused(penniless.get().words()));
        }
        long most = mostGas(request, setting);
        if (isPlainTransfer(request, setting) && most >= TRANSFER_GAS) {
            if (run(request, setting, TRANSFER_GAS).succeeded()) {
                return new Estimate.Enough(TRANSFER_GAS);
            }
        }
        Run full = run(request, setting, most);
        if (!(full.outcome instanceof Outcome.Returned returned)) {
            return new Estimate.Fails(full.outcome);
        }
        return new Estimate.Enough(bisect(request, setting, returned.gasUsed(), full.refund, most));
    }

    private long bisect(CallRequest request, Setting setting, long used, long refund, long most) {
        long high = most;
        long low = used - 1;
        // What was paid back must still be there while it runs, and so must the 64th that calls leave behind.
        long guess = (used + refund + STIPEND) * 64 / 63;
        if (guess < high) {
            if (run(request, setting, guess).succeeded()) {
                high = guess;
            } else {
                low = guess;
            }
        }
        while (low + 1 < high && (high - low) * 1000 >= TOLERANCE_PER_MILLE * high) {
            long middle = Math.min((low + high) >>> 1, 2 * low);
            if (run(request, setting, middle).succeeded()) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** Who cannot even pay for a transfer hears that, and not that too little gas is left for it. */
    private Optional<Refusal> cannotPayLeast(CallRequest request, Setting setting) {
        return request.gasPrice()
                .flatMap(price -> TransactionCheck.funds(
                        body(request, 0, TRANSFER_GAS, price), request.from(), balance(request, setting)));
    }

    private static UInt256 balance(CallRequest request, Setting setting) {
        return new PretendedState(setting.state, request.overrides())
                .account(request.from())
                .map(Account::balance)
                .orElse(UInt256.ZERO);
    }

    /** Bounded by the block, the transaction cap of EIP-7825, and what the sender can pay. */
    private long mostGas(CallRequest request, Setting setting) {
        long most = gasLimit(request, setting);
        if (most < TRANSFER_GAS) {
            most = setting.block.gasLimit();
        }
        if (rules.fork().includes(Fork.OSAKA)) {
            most = Math.min(most, TransactionCheck.GAS_LIMIT_MAX);
        }
        UInt256 price = request.gasPrice().orElse(UInt256.ZERO);
        if (price.isZero()) {
            return most;
        }
        BigInteger available = balance(request, setting)
                .toBigInteger()
                .subtract(request.value().toBigInteger());
        BigInteger payable = available.max(BigInteger.ZERO).divide(price.toBigInteger());
        return payable.min(BigInteger.valueOf(most)).longValueExact();
    }

    private static boolean isPlainTransfer(CallRequest request, Setting setting) {
        if (request.to().isEmpty()
                || !request.data().isEmpty()
                || !request.accessList().isEmpty()
                || !request.authorizations().isEmpty()) {
            return false;
        }
        StateView state = new PretendedState(setting.state, request.overrides());
        return state.account(request.to().get())
                .map(account -> !account.hasCode())
                .orElse(true);
    }

    /** The accounts and slots a message touches beside those that are warm anyway. */
    public AccessListing accessList(CallRequest request, Setting actual) {
        Setting setting = actual.pretended(request);
        CallRequest listing = request;
        Run run = run(listing, setting, gasLimit(request, setting));
        for (int round = 1; round < ACCESS_LIST_ROUNDS; round++) {
            List<AccessListEntry> found = withoutWarm(run.accessed, request, setting);
            if (run.outcome instanceof Outcome.Refused || found.equals(listing.accessList())) {
                break;
            }
            listing = request.withAccessList(found);
            run = run(listing, setting, gasLimit(request, setting));
        }
        return new AccessListing(listing.accessList(), run.outcome);
    }

    /** Sender, receiver and beneficiary are warm without being named; their slots are not. */
    private static List<AccessListEntry> withoutWarm(
            List<AccessListEntry> accessed, CallRequest request, Setting setting) {
        return accessed.stream()
                .filter(entry -> !entry.slots().isEmpty()
                        || !(entry.address().equals(request.from())
                                || entry.address().equals(setting.block.beneficiary())
                                || request.to().filter(entry.address()::equals).isPresent()))
                .toList();
    }
}
