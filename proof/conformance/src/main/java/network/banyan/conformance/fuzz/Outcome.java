// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;

/**
 * What a machine says came of a {@link Trial}.
 *
 * @param reason of a halt, if the machine has the same words for it as ours; or why nothing came of it
 * @param gasUsed what the sender pays for, refunds taken off
 * @param refund the counter before it is capped, if the machine shows it
 * @param state every account there is afterwards
 */
record Outcome(
        End end,
        Optional<String> reason,
        long gasUsed,
        OptionalLong refund,
        Bytes output,
        List<Log> logs,
        SortedMap<Address, Holding> state) {
    Outcome {
        logs = List.copyOf(logs);
        state = Collections.unmodifiableSortedMap(state);
    }

    /** How it ended. */
    enum End {
        SUCCEEDED,
        REVERTED,
        HALTED,
        /** The transaction may not run at all. */
        REFUSED,
        /** The machine itself broke, which is never right. */
        CRASHED
    }

    /** In what two outcomes may differ; the first that does tells most. */
    enum Aspect {
        END,
        REASON,
        OUTPUT,
        LOGS,
        REFUND,
        GAS,
        STATE
    }

    /** An account, its code by its hash. */
    record Holding(long nonce, UInt256 balance, Hash codeHash, SortedMap<UInt256, UInt256> storage) {
        Holding {
            storage = Collections.unmodifiableSortedMap(storage);
        }
    }

    /** Nothing came of it. */
    static Outcome none(End end, String reason) {
        return new Outcome(end, Optional.of(reason), 0, OptionalLong.empty(), Bytes.EMPTY, List.of(), new TreeMap<>());
    }

    static SortedMap<Address, Holding> holdings(MemoryState state) {
        SortedMap<Address, Holding> holdings = new TreeMap<>();
        state.accounts.forEach((address, account) -> holdings.put(
                address,
                new Holding(
                        account.nonce(),
                        account.balance(),
                        account.codeHash(),
                        state.storage.getOrDefault(address, new TreeMap<>()))));
        return holdings;
    }

    /** Empty if they agree. That both crash is no agreement. */
    Set<Aspect> differences(Outcome other) {
        Set<Aspect> found = EnumSet.noneOf(Aspect.class);
        for (Aspect aspect : Aspect.values()) {
            if (differs(aspect, other)) {
                found.add(aspect);
            }
        }
        return found;
    }

    private boolean differs(Aspect aspect, Outcome other) {
        return switch (aspect) {
            case END -> end != other.end || end == End.CRASHED;
            case REASON ->
                end == End.HALTED && reason.isPresent() && other.reason.isPresent() && !reason.equals(other.reason);
            case OUTPUT -> !output.equals(other.output);
            case LOGS -> !logs.equals(other.logs);
            case REFUND -> refund.isPresent() && other.refund.isPresent() && !refund.equals(other.refund);
            case GAS -> gasUsed != other.gasUsed;
            case STATE -> !state.equals(other.state);
        };
    }

    /** The same, but of the state only the accounts that are otherwise there. */
    String tell(Aspect aspect, Outcome other) {
        if (aspect != Aspect.STATE) {
            return tell(aspect);
        }
        var addresses = new TreeSet<Address>(state.keySet());
        addresses.addAll(other.state.keySet());
        return addresses.stream()
                .filter(address -> !Objects.equals(state.get(address), other.state.get(address)))
                .map(address -> address + " "
                        + Optional.ofNullable(state.get(address))
                                .map(Holding::toString)
                                .orElse("absent"))
                .collect(Collectors.joining(", "));
    }

    /** One thing of it, for people to read. */
    String tell(Aspect aspect) {
        return switch (aspect) {
            case END -> end.name();
            case REASON -> reason.orElse("");
            case OUTPUT -> output.toHex();
            case LOGS -> logs.toString();
            case REFUND -> refund.isPresent() ? Long.toString(refund.getAsLong()) : "not told";
            case GAS -> Long.toString(gasUsed);
            case STATE -> state.toString();
        };
    }
}
