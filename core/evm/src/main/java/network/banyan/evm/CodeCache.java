// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.util.LinkedHashMap;
import java.util.function.Function;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import org.jspecify.annotations.Nullable;

/**
 * Analysed codes by their hash, the least recently used going first once their bytes exceed a bound. Owned and used by
 * one thread; what it forgets is only analysed again.
 */
public final class CodeCache {
    /** What an entry costs beside its bytes: objects, and a bit per byte for jump destinations. */
    private static final int OVERHEAD_BYTES = 256;

    private final long bytesMax;
    private final LinkedHashMap<Hash, Code> codes = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param bytesMax about how much memory the cache may hold on to */
    public CodeCache(long bytesMax) {
        Invariant.check(bytesMax >= 0, "negative bound %d", bytesMax);
        this.bytesMax = bytesMax;
    }

    /** The code with this hash, loaded and analysed if it is not known yet. */
    public Code get(Hash hash, Function<Hash, Bytes> load) {
        @Nullable Code known = codes.get(hash);
        if (known != null) {
            return known;
        }
        Code code = Code.of(load.apply(hash), hash);
        codes.put(hash, code);
        bytes += weight(code);
        while (bytes > bytesMax && codes.size() > 1) {
            bytes -= weight(codes.pollFirstEntry().getValue());
        }
        return code;
    }

    private static long weight(Code code) {
        return (long) OVERHEAD_BYTES + code.size() + code.size() / 8;
    }
}
