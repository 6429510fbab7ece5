// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.evm.Code;
import network.banyan.evm.Op;
import network.banyan.execution.TransactionProcessor.Outcome.Applied;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.rpc.protocol.Json;

/**
 * {@code prestateTracer}: the accounts and slots a transaction needs, as they were before it; in diff mode those that it
 * changed, before and after.
 *
 * <p>An account that destroyed itself for good has no place after the transaction; one that only gave its coins away
 * (EIP-6780) has.
 */
final class PrestateRecorder implements Recorder {
    private static final int ACCOUNT_CHARACTERS = 150;
    private static final int SLOT_CHARACTERS = 140;

    /**
     * @param diffMode what changed, instead of what was needed
     * @param includeEmpty also accounts that did not exist
     */
    record Options(boolean diffMode, boolean disableCode, boolean disableStorage, boolean includeEmpty) {}

    private record Before(UInt256 balance, long nonce, Code code, SortedMap<UInt256, UInt256> slots) {
        boolean isEmpty() {
            return balance.isZero() && nonce == 0 && code.isEmpty();
        }
    }

    private final Subject subject;
    private final Options options;
    private final SortedMap<Address, Before> seen = new TreeMap<>();

    PrestateRecorder(Subject subject, Options options) {
        this.subject = subject;
        this.options = options;
        TransactionBody body = subject.body();
        see(subject.sender());
        body.to().ifPresent(this::see);
        see(subject.beneficiary());
        if (body instanceof TransactionBody.SetCode setCode) {
            for (Authorization authorization : setCode.authorizations()) {
                authorization.authority().ifPresent(this::see);
            }
        }
    }

    private Before see(Address address) {
        Before known = seen.get(address);
        if (known != null) {
            return known;
        }
        Code code = subject.state().code(address);
        subject.budget().take(ACCOUNT_CHARACTERS + (options.disableCode ? 0 : 2L * code.size()));
        var before =
                new Before(subject.state().balance(address), subject.state().nonce(address), code, new TreeMap<>());
        seen.put(address, before);
        return before;
    }

    private void see(Address account, UInt256 slot) {
        SortedMap<UInt256, UInt256> slots = see(account).slots;
        if (!options.disableStorage && !slots.containsKey(slot)) {
            subject.budget().take(SLOT_CHARACTERS);
            slots.put(slot, subject.state().storage(account, slot));
        }
    }

    @Override
    public void enter(Message message) {
        // Before the value moves: what a message touches first is still as it was.
        see(message.to());
        Address delegate = subject.state().code(message.to()).delegate();
        if (delegate != null) {
            see(delegate);
        }
    }

    @Override
    public boolean watches(int op) {
        return switch (op) {
            case Op.SLOAD, Op.SSTORE, Op.BALANCE, Op.EXTCODESIZE, Op.EXTCODECOPY, Op.EXTCODEHASH, Op.SELFDESTRUCT ->
                true;
            default -> false;
        };
    }

    @Override
    public void step(Moment moment) {
        TraceBudget.checkWanted();
        List<UInt256> stack = moment.stack();
        if (stack.isEmpty()) {
            return;
        }
        UInt256 top = stack.getLast();
        if (moment.op() == Op.SLOAD || moment.op() == Op.SSTORE) {
            see(moment.inside().self(), top);
        } else {
            see(Address.ofWord(top));
        }
    }

    @Override
    public JsonNode result(Applied outcome) {
        if (options.diffMode) {
            return difference();
        }
        ObjectNode json = Json.object();
        seen.forEach((address, before) -> {
            if (options.includeEmpty || !before.isEmpty()) {
                json.set(address.toHex(), whole(before, before.slots));
            }
        });
        return json;
    }

    private ObjectNode whole(Before account, Map<UInt256, UInt256> slots) {
        ObjectNode json = Json.object().put("balance", account.balance.toQuantity());
        if (account.nonce != 0) {
            json.put("nonce", account.nonce);
        }
        if (!options.disableCode && !account.code.isEmpty()) {
            json.put("code", account.code.bytes().toHex());
        }
        storage(json, slots);
        return json;
    }

    private static void storage(ObjectNode json, Map<UInt256, UInt256> slots) {
        if (!slots.isEmpty()) {
            ObjectNode storage = json.putObject("storage");
            slots.forEach((slot, value) ->
                    storage.put(slot.toHash().toHex(), value.toHash().toHex()));
        }
    }

    private JsonNode difference() {
        ObjectNode json = Json.object();
        ObjectNode post = json.putObject("post");
        ObjectNode pre = json.putObject("pre");
        seen.forEach((address, before) -> {
            SortedMap<UInt256, UInt256> slotsBefore = new TreeMap<>();
            ObjectNode after = after(address, before, slotsBefore);
            if (after.isEmpty() && slotsBefore.isEmpty()) {
                return;
            }
            if (!before.isEmpty() || options.includeEmpty) {
                pre.set(address.toHex(), whole(before, slotsBefore));
            }
            boolean gone = !before.isEmpty() && isEmptyNow(address);
            if (!gone) {
                post.set(address.toHex(), after);
            }
        });
        return json;
    }

    private boolean isEmptyNow(Address address) {
        return subject.state().balance(address).isZero()
                && subject.state().nonce(address) == 0
                && subject.state().code(address).isEmpty();
    }

    /** What differs now; slots that differ and held something are put aside. */
    private ObjectNode after(Address address, Before before, Map<UInt256, UInt256> slotsBefore) {
        ObjectNode json = Json.object();
        UInt256 balance = subject.state().balance(address);
        if (!balance.equals(before.balance)) {
            json.put("balance", balance.toQuantity());
        }
        long nonce = subject.state().nonce(address);
        if (nonce != before.nonce) {
            json.put("nonce", nonce);
        }
        Bytes code = subject.state().code(address).bytes();
        if (!options.disableCode && !code.equals(before.code.bytes())) {
            subject.budget().take(2L * code.size());
            json.put("code", code.toHex());
        }
        SortedMap<UInt256, UInt256> slots = new TreeMap<>();
        before.slots.forEach((slot, was) -> {
            UInt256 now = subject.state().storage(address, slot);
            if (!now.equals(was)) {
                if (!was.isZero()) {
                    slotsBefore.put(slot, was);
                }
                if (!now.isZero()) {
                    slots.put(slot, now);
                }
            }
        });
        storage(json, slots);
        return json;
    }
}
