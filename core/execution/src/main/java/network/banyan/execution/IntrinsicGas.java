// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;
import network.banyan.evm.Fork;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.Bytes;

/**
 * What a transaction costs before its first instruction (EIP-2028, 2930, 3860, 7702), and the least it costs for its
 * data however little it runs (EIP-7623; zero before Prague).
 */
public record IntrinsicGas(long gas, long floor) {
    private static final int TRANSACTION = 21_000;
    private static final int CREATION = 32_000;
    private static final int ZERO_BYTE = 4;
    private static final int NONZERO_BYTE = 16;
    private static final int INIT_CODE_WORD = 2;
    private static final int ACCESS_LIST_ADDRESS = 2_400;
    private static final int ACCESS_LIST_SLOT = 1_900;
    private static final int AUTHORIZATION = 25_000;
    private static final int FLOOR_PER_TOKEN = 10;
    private static final int NONZERO_BYTE_TOKENS = 4;

    public static IntrinsicGas of(TransactionBody body, Fork fork) {
        int authorizations = body instanceof TransactionBody.SetCode setCode
                ? setCode.authorizations().size()
                : 0;
        return of(body.data(), body.to().isEmpty(), body.accessList(), authorizations, fork);
    }

    static IntrinsicGas of(
            Bytes data, boolean creates, List<AccessListEntry> accessList, int authorizations, Fork fork) {
        long zeros = zeros(data);
        long others = data.size() - zeros;
        long gas = TRANSACTION + ZERO_BYTE * zeros + NONZERO_BYTE * others + (long) AUTHORIZATION * authorizations;
        if (creates) {
            gas += CREATION + INIT_CODE_WORD * ((data.size() + 31L) / 32);
        }
        for (AccessListEntry entry : accessList) {
            gas += ACCESS_LIST_ADDRESS + (long) ACCESS_LIST_SLOT * entry.slots().size();
        }
        long tokens = zeros + NONZERO_BYTE_TOKENS * others;
        return new IntrinsicGas(gas, fork.includes(Fork.PRAGUE) ? TRANSACTION + FLOOR_PER_TOKEN * tokens : 0);
    }

    private static long zeros(Bytes data) {
        long zeros = 0;
        for (byte value : data.unsafeArray()) {
            zeros += value == 0 ? 1 : 0;
        }
        return zeros;
    }
}
