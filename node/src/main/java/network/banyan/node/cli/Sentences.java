// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Bytes;

/** Sentences for custom errors of contracts that are told without their arguments. */
public final class Sentences {
    private final SortedMap<Bytes, String> bySelector = new TreeMap<>();

    /** @param said by signatures, as {@code NotOwner(uint64,address)} */
    public Sentences(Map<String, String> said) {
        said.forEach((error, sentence) -> bySelector.put(AbiValue.selector(error), sentence));
    }

    /** Empty if what came with a revert is none of these errors. */
    public Optional<String> of(Bytes revert) {
        return revert.size() < AbiValue.SELECTOR_SIZE
                ? Optional.empty()
                : Optional.ofNullable(bySelector.get(revert.slice(0, AbiValue.SELECTOR_SIZE)));
    }
}
