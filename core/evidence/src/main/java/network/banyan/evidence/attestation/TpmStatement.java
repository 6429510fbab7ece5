// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.attestation;

import java.nio.charset.StandardCharsets;
import java.util.SortedSet;
import java.util.TreeSet;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * What a TPM says of itself (TPMS_ATTEST). It begins with bytes that a restricted key signs for nobody but the TPM. Source:
 * TPM 2.0 Library, part 2, section 10.12.
 */
public sealed interface TpmStatement {
    /** What the asker gave to be repeated, so that an old statement is not taken for a new one. */
    Bytes qualifying();

    /** A key of this name lives in the same TPM as the signer. */
    record Certified(Bytes qualifying, Bytes name) implements TpmStatement {}

    /**
     * What was started on the machine.
     *
     * @param registers those of the SHA-256 bank that the digest is of
     */
    record Quoted(Bytes qualifying, SortedSet<Integer> registers, Bytes digest) implements TpmStatement {}

    /** A statement's bytes and their ES256 signature, r || s in either half. */
    record Signed(Bytes statement, Bytes signature) {
        boolean isBy(P256.PublicKey key) {
            return P256.verify(key, statement.unsafeArray(), signature);
        }
    }

    /**
     * @throws EvidenceFormatException if it is neither of the two
     */
    static TpmStatement parse(Bytes encoded) {
        var in = new TpmReader(encoded);
        if (in.u32() != 0xff544347L) {
            throw new EvidenceFormatException("it is no statement of a TPM: it does not begin as those do");
        }
        int type = in.u16();
        in.sized();
        Bytes qualifying = in.sized();
        // Clock, counts of resets and restarts, whether the clock may have gone back, firmware.
        in.bytes(8 + 4 + 4 + 1 + 8);
        TpmStatement statement = switch (type) {
            case 0x8017 -> {
                Bytes name = in.sized();
                in.sized();
                yield new Certified(qualifying, name);
            }
            case 0x8018 -> new Quoted(qualifying, selection(in), in.sized());
            default -> throw EvidenceFormatException.of("a TPM's statement of type 0x%x is of no use here", type);
        };
        in.end();
        return statement;
    }

    private static SortedSet<Integer> selection(TpmReader in) {
        if (in.u32() != 1 || in.u16() != TpmKeyArea.SHA256) {
            throw new EvidenceFormatException("the quote is not of the SHA-256 bank alone");
        }
        byte[] mask = in.bytes(in.u8()).unsafeArray();
        if (mask.length != 3) {
            throw new EvidenceFormatException("the quote is not of 24 registers");
        }
        SortedSet<Integer> registers = new TreeSet<>();
        for (int i = 0; i < 24; i++) {
            if ((mask[i / 8] >> (i % 8) & 1) != 0) {
                registers.add(i);
            }
        }
        return registers;
    }

    /** What a device's TPM is asked to repeat: the chain, the device's key, and whatever the asker chose. */
    static Hash qualifying(long chainId, P256.PublicKey key, Hash nonce) {
        byte[] message = new byte[5 * Hash.SIZE];
        byte[] domain = "banyan.device.tpm.v1".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(domain, 0, message, 0, domain.length);
        UInt256.of(chainId).writeTo(message, Hash.SIZE);
        key.x().writeTo(message, 2 * Hash.SIZE);
        key.y().writeTo(message, 3 * Hash.SIZE);
        nonce.writeTo(message, 4 * Hash.SIZE);
        return Sha256.hash(message);
    }
}
