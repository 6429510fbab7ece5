// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.election.Member;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.primitives.Address;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/**
 * Candidates for every epoch without the staking contracts: at the addresses of Election and Delegates stand a few
 * instructions that give one of two answers, ready in the code behind them. Every node is a candidate; their order differs
 * between even and odd epochs, so that whoever asks for the wrong epoch draws another committee.
 */
record Electorate(List<Member> members) {
    private static final Address ELECTION = Address.fromHex("0x0000000000000000000000000000000000001007");
    private static final Address DELEGATES = Address.fromHex("0x0000000000000000000000000000000000001004");

    private static final int WORD = 32;

    /** Where the epoch stands in a call of {@code candidates(uint256)}. */
    private static final int EPOCH_AT = 4;

    /** Where the first identity stands in a call of {@code members(uint32[])}. */
    private static final int FIRST_IDENTITY_AT = 4 + 2 * WORD;

    Electorate {
        members = List.copyOf(members);
    }

    SortedMap<Address, GenesisAccount> contracts() {
        SortedMap<Address, GenesisAccount> contracts = new TreeMap<>();
        contracts.put(ELECTION, contract(code(EPOCH_AT, candidatesAnswer(0), candidatesAnswer(1))));
        contracts.put(DELEGATES, contract(code(FIRST_IDENTITY_AT, membersAnswer(0), membersAnswer(1))));
        return contracts;
    }

    /** Numbers of the members that stand for an epoch, in the order of their ranks. */
    List<Integer> candidates(long epoch) {
        List<Integer> all =
                new ArrayList<>(IntStream.range(0, members.size()).boxed().toList());
        if (epoch % 2 == 0) {
            // Identity 2 comes first, and 1 last: the parity of an epoch is that of its first identity.
            Collections.rotate(all, -1);
        }
        return all;
    }

    private static GenesisAccount contract(Bytes code) {
        return new GenesisAccount(UInt256.ZERO, 1, code, new TreeMap<>());
    }

    /** Copies the first or the second answer to memory, by whether the word of the input is even or odd, and returns it. */
    private static Bytes code(int wordAt, byte[] even, byte[] odd) {
        byte[] size = new byte[4];
        BigEndian.putInt(size, 0, even.length);
        byte[] program = {
            0x63,
            size[0],
            size[1],
            size[2],
            size[3], // PUSH4 size
            0x60,
            (byte) wordAt,
            0x35,
            0x60,
            1,
            0x16, // PUSH1 at, CALLDATALOAD, PUSH1 1, AND
            0x63,
            size[0],
            size[1],
            size[2],
            size[3],
            0x02, // PUSH4 size, MUL
            0x60,
            31,
            0x01, // PUSH1 31, ADD: this program has 31 bytes
            0x60,
            0,
            0x39, // PUSH1 0, CODECOPY
            0x63,
            size[0],
            size[1],
            size[2],
            size[3],
            0x60,
            0,
            (byte) 0xf3, // PUSH4 size, PUSH1 0, RETURN
        };
        var code = new ByteArrayOutputStream();
        code.writeBytes(program);
        code.writeBytes(even);
        code.writeBytes(odd);
        return Bytes.wrap(code.toByteArray());
    }

    /** (uint32 delegate, uint32 identity, uint128 votes)[]. */
    private byte[] candidatesAnswer(long epoch) {
        var out = new ByteArrayOutputStream();
        number(out, WORD);
        number(out, members.size());
        for (int member : candidates(epoch)) {
            number(out, member + 1L);
            number(out, member + 1L);
            number(out, 1_000L - member);
        }
        return out.toByteArray();
    }

    /** (bytes32 name, address operator, bytes blsKey, bytes32 nodeKey, uint32 delegate)[]. */
    private byte[] membersAnswer(long epoch) {
        int size = 8 * WORD;
        var out = new ByteArrayOutputStream();
        number(out, WORD);
        number(out, members.size());
        for (int i = 0; i < members.size(); i++) {
            number(out, (long) members.size() * WORD + (long) i * size);
        }
        for (int number : candidates(epoch)) {
            Member member = members.get(number);
            out.writeBytes(Arrays.copyOf(member.name().getBytes(StandardCharsets.US_ASCII), WORD));
            out.writeBytes(member.operator().toWord().toArray());
            number(out, 5L * WORD);
            out.writeBytes(member.nodeKey().toArray());
            number(out, number + 1L);
            number(out, member.blsPublicKey().size());
            out.writeBytes(Arrays.copyOf(member.blsPublicKey().toArray(), 2 * WORD));
        }
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, long number) {
        out.writeBytes(UInt256.of(number).toArray());
    }
}
