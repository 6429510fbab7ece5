// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.StateView;

/** The state a program finds, in memory. */
record Prestate(Map<Address, Entry> entries, Map<Hash, Bytes> codes) implements StateView {
    /** An account with its code and storage. */
    record Entry(Account account, Bytes code, Map<UInt256, UInt256> slots) {}

    static Prestate empty() {
        return new Prestate(new HashMap<>(), new HashMap<>());
    }

    /** @throws RuntimeException if it is not the {@code pre} of a state test */
    static Prestate of(JsonNode pre) {
        Prestate state = empty();
        pre.properties().forEach(entry -> {
            JsonNode account = entry.getValue();
            Map<UInt256, UInt256> slots = new HashMap<>();
            account.path("storage")
                    .properties()
                    .forEach(slot -> slots.put(
                            UInt256.fromHex(slot.getKey()),
                            UInt256.fromHex(slot.getValue().asText())));
            state.put(
                    Address.fromHex(entry.getKey()),
                    Long.decode(account.path("nonce").asText("0x0")),
                    UInt256.fromHex(account.path("balance").asText("0x0")),
                    Bytes.fromHex(account.path("code").asText("0x")),
                    slots);
        });
        return state;
    }

    void put(Address address, long nonce, UInt256 balance, Bytes code, Map<UInt256, UInt256> slots) {
        Hash codeHash = Keccak.hash(code);
        codes.put(codeHash, code);
        entries.put(address, new Entry(new Account(nonce, balance, codeHash), code, slots));
    }

    @Override
    public Optional<Account> account(Address address) {
        return Optional.ofNullable(entries.get(address)).map(Entry::account);
    }

    @Override
    public UInt256 storage(Address address, UInt256 slot) {
        Entry entry = entries.get(address);
        return entry == null ? UInt256.ZERO : entry.slots.getOrDefault(slot, UInt256.ZERO);
    }

    @Override
    public Bytes code(Hash codeHash) {
        return codes.getOrDefault(codeHash, Bytes.EMPTY);
    }
}
