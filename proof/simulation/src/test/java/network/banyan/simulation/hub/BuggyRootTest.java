// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

/**
 * Roots whose contracts have a bug: a condition of their code is turned round, and histories are lived until a law breaks. What
 * no history comes to (limits, ERC-721 tokens, who may call what) is not seen here, but by the contracts' own tests;
 * {@code -Dbanyan.long=true} tries each condition there is.
 */
class BuggyRootTest {
    private static final int NOT_ZERO = 0x15;
    private static final int NOTHING = 0x5b;
    private static final int PUSH1 = 0x60;
    private static final int PUSH2 = 0x61;
    private static final int PUSH32 = 0x7f;
    private static final int JUMPI = 0x57;
    private static final int HISTORIES = 24;
    private static final int BUGS = 12;

    private static final Ground GROUND = Ground.make();

    /** Escrow, inbox, checkpoints, claims, exits. */
    private static final List<Integer> CONTRACTS = List.of(0x1022, 0x1023, 0x1024, 0x1026, 0x1028);

    @Test
    void halfOfAllBugsBreakALaw() {
        List<Bug> bugs = new ArrayList<>();
        CONTRACTS.forEach(number -> bugs.addAll(bugs(Address.ofNumber(number))));
        List<Bug> chosen = bugs;
        if (!Boolean.getBoolean("banyan.long")) {
            Collections.shuffle(bugs, new Random(7));
            chosen = bugs.subList(0, BUGS);
        }
        List<Bug> unseen = chosen.parallelStream().filter(bug -> !isSeen(bug)).toList();
        System.out.printf("%d of %d bugs seen; not: %s%n", chosen.size() - unseen.size(), chosen.size(), unseen);
        assertThat(unseen.size()).isLessThanOrEqualTo(chosen.size() / 2);
    }

    private record Bug(Address contract, int position) {}

    /** Where ISZERO decides a jump. */
    private static List<Bug> bugs(Address contract) {
        List<Bug> bugs = new ArrayList<>();
        byte[] code = GROUND.root().code(contract).toArray();
        for (int i = 0; i + 4 < code.length; i++) {
            int op = code[i] & 0xff;
            if (op == NOT_ZERO && (code[i + 1] & 0xff) == PUSH2 && (code[i + 4] & 0xff) == JUMPI) {
                bugs.add(new Bug(contract, i));
            }
            if (op >= PUSH1 && op <= PUSH32) {
                i += op - PUSH1 + 1;
            }
        }
        return bugs;
    }

    private static boolean isSeen(Bug bug) {
        byte[] code = GROUND.root().code(bug.contract()).toArray();
        code[bug.position()] = NOTHING;
        Ground buggy =
                new Ground(GROUND.root().with(bug.contract(), Bytes.wrap(code)), GROUND.wrapper(), GROUND.committees());
        return LongStream.rangeClosed(1, HISTORIES)
                .mapToObj(seed -> History.of(buggy, seed))
                .anyMatch(report -> report.broken().isPresent());
    }
}
