// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import network.banyan.evm.Halt;
import network.banyan.evm.Op;
import network.banyan.evm.Result;
import network.banyan.evm.Tracer;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** The logs of a transaction, and among them its transfers of coins, told as if a token had moved (ERC-20, ERC-7528). */
final class TransferLogs implements Tracer {
    private static final Address COIN = Address.fromHex("0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee");
    private static final Hash TRANSFER =
            Hash.fromHex("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");

    private final List<Log> logs = new ArrayList<>();

    /** How many there were when each open message began. */
    private final Deque<Integer> marks = new ArrayDeque<>();

    List<Log> logs() {
        return logs;
    }

    @Override
    public boolean watches(int op) {
        return false;
    }

    @Override
    public void step(Moment moment) {}

    @Override
    public void leave(int depth, long gas, Optional<Halt> halt) {}

    @Override
    public void enter(Message message) {
        marks.push(logs.size());
        boolean moves = message.op() == Op.CALL || message.op() == Op.CREATE || message.op() == Op.CREATE2;
        if (moves) {
            transfer(message.from(), message.to(), message.value());
        }
    }

    private void transfer(Address from, Address to, UInt256 value) {
        if (!value.isZero()) {
            List<Hash> topics =
                    List.of(TRANSFER, from.toWord().toHash(), to.toWord().toHash());
            logs.add(new Log(COIN, topics, value.toHash().toBytes()));
        }
    }

    @Override
    public void exit(int depth, Result result) {
        int mark = marks.pop();
        if (!(result instanceof Result.Success)) {
            logs.subList(mark, logs.size()).clear();
        }
    }

    @Override
    public void refused(int depth, Halt why) {
        logs.subList(marks.pop(), logs.size()).clear();
    }

    @Override
    public void log(int depth, Log log) {
        logs.add(log);
    }

    @Override
    public void selfDestruct(int depth, Address account, Address beneficiary, UInt256 balance) {
        transfer(account, beneficiary, balance);
    }
}
