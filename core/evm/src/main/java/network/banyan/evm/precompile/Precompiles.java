// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import network.banyan.primitives.Address;
import org.jspecify.annotations.Nullable;

/** Which precompile lives where, under the rules of one fork. Looked up at every call, so a table by number. */
public final class Precompiles {
    private static final int P256_VERIFY = 0x100;

    private static final Precompiles CANCUN = new Precompiles(table(0x0b, false));
    private static final Precompiles PRAGUE = withBls(0x12, false);
    private static final Precompiles OSAKA = withBls(P256_VERIFY + 1, true);

    private final @Nullable Precompile[] byNumber;

    /** Those that live elsewhere; usually none do. Looked up only, never walked. */
    private final Map<Address, Precompile> elsewhere;

    private Precompiles(@Nullable Precompile[] byNumber) {
        this(byNumber, Map.of());
    }

    private Precompiles(@Nullable Precompile[] byNumber, Map<Address, Precompile> elsewhere) {
        this.byNumber = byNumber;
        this.elsewhere = elsewhere;
    }

    /** The same, but for some that are gone and some that live at other addresses, as a simulation may pretend. */
    public Precompiles changed(Set<Address> gone, Map<Address, Precompile> moved) {
        @Nullable Precompile[] table = byNumber.clone();
        for (int number = 0; number < table.length; number++) {
            if (gone.contains(Address.ofNumber(number))) {
                table[number] = null;
            }
        }
        Map<Address, Precompile> others = new HashMap<>(elsewhere);
        others.keySet().removeAll(gone);
        others.putAll(moved);
        return new Precompiles(table, Map.copyOf(others));
    }

    public static Precompiles cancun() {
        return CANCUN;
    }

    /** Adds BLS12-381 (EIP-2537). */
    public static Precompiles prague() {
        return PRAGUE;
    }

    /** Adds P-256 (EIP-7951) and prices modular exponentiation anew (EIP-7823, 7883). */
    public static Precompiles osaka() {
        return OSAKA;
    }

    private static Precompiles withBls(int size, boolean osaka) {
        var table = table(size, osaka);
        addBls(table);
        if (osaka) {
            table[P256_VERIFY] = new P256Verify();
        }
        return new Precompiles(table);
    }

    private static @Nullable Precompile[] table(int size, boolean osaka) {
        var table = new @Nullable Precompile[size];
        table[0x01] = new RecoverSigner();
        table[0x02] = new Sha256();
        table[0x03] = new Ripemd160();
        table[0x04] = new Identity();
        table[0x05] = new ModularExponentiation(osaka);
        table[0x06] = new Bn254.Addition();
        table[0x07] = new Bn254.Multiplication();
        table[0x08] = new Bn254.PairingCheck();
        table[0x09] = new Blake2Compression();
        table[0x0a] = new PointEvaluation();
        return table;
    }

    private static void addBls(@Nullable Precompile[] table) {
        table[0x0b] = new BlsG1.Addition();
        table[0x0c] = new BlsG1.MultiScalarMultiplication();
        table[0x0d] = new BlsG2.Addition();
        table[0x0e] = new BlsG2.MultiScalarMultiplication();
        table[0x0f] = new BlsPairingCheck();
        table[0x10] = new BlsMap.ToG1();
        table[0x11] = new BlsMap.ToG2();
    }

    public boolean contains(Address account) {
        return at(account) != null;
    }

    public @Nullable Precompile at(Address account) {
        int number = account.c();
        boolean small = account.a() == 0 && account.b() == 0 && number >= 0 && number < byNumber.length;
        Precompile usual = small ? byNumber[number] : null;
        return usual != null || elsewhere.isEmpty() ? usual : elsewhere.get(account);
    }
}
