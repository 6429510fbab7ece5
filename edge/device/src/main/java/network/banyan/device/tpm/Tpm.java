// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import network.banyan.evidence.attestation.TpmKeyArea;
import network.banyan.evidence.attestation.TpmReader;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The commands of a TPM that a device's key takes. Every one may throw {@link TpmRefusal}, an {@link IOException} if the TPM
 * cannot be reached, or an {@code EvidenceFormatException} if its answer cannot be read. Source: TPM 2.0 Library, part 3.
 */
final class Tpm {
    static final int OWNER = 0x40000001;
    static final int ENDORSEMENT = 0x4000000b;

    private static final int NULL_HANDLE = 0x40000007;
    private static final int PASSWORD = 0x40000009;
    private static final int NO_SESSIONS = 0x8001;
    private static final int SESSIONS = 0x8002;
    private static final int HASHCHECK = 0x8024;
    private static final int POLICY = 0x01;
    private static final int CONTINUE = 0x01;
    private static final int NV_CHUNK = 512;
    private static final int NV_MAX = 16 * 1024;
    private static final int RETRIES = 5;

    private static final byte[] NOTHING = {};

    private final TpmLink link;

    Tpm(TpmLink link) {
        this.link = link;
    }

    /** Who authorises a command: a secret, or a policy session. */
    private record Session(int handle, Bytes secret) {
        static Session secret(String secret) {
            return new Session(PASSWORD, Bytes.wrap(secret.getBytes(StandardCharsets.UTF_8)));
        }

        static Session policy(int handle) {
            return new Session(handle, Bytes.EMPTY);
        }
    }

    /** A loaded key. */
    record Loaded(int handle, Bytes area) {}

    /** What a TPM said of itself, and its signature r || s. */
    record Signed(Bytes statement, Bytes signature) {}

    /** A key's two halves outside of a TPM; the private one only this TPM can open. */
    record Wrapped(Bytes privatePart, Bytes area) {}

    Loaded createPrimary(int hierarchy, Bytes template) throws IOException {
        var parameters = new TpmWriter()
                .sized(sensitive(""))
                .sized(template)
                .sized(NOTHING)
                .u32(0);
        TpmReader answer =
                call("TPM2_CreatePrimary", 0x131, handles(hierarchy), List.of(Session.secret("")), parameters);
        int handle = (int) answer.u32();
        answer.u32();
        return new Loaded(handle, answer.sized());
    }

    Wrapped create(int parent, Bytes template, String secret) throws IOException {
        var parameters = new TpmWriter()
                .sized(sensitive(secret))
                .sized(template)
                .sized(NOTHING)
                .u32(0);
        TpmReader answer = call("TPM2_Create", 0x153, handles(parent), List.of(Session.secret("")), parameters);
        answer.u32();
        return new Wrapped(answer.sized(), answer.sized());
    }

    int load(int parent, Wrapped key) throws IOException {
        var parameters = new TpmWriter().sized(key.privatePart()).sized(key.area());
        TpmReader answer = call("TPM2_Load", 0x157, handles(parent), List.of(Session.secret("")), parameters);
        return (int) answer.u32();
    }

    /** Keeps a loaded key in the TPM for good, at a handle. */
    void persist(int loaded, int handle) throws IOException {
        call(
                "TPM2_EvictControl",
                0x120,
                handles(OWNER, loaded),
                List.of(Session.secret("")),
                new TpmWriter().u32(handle));
    }

    void flush(int handle) throws IOException {
        call("TPM2_FlushContext", 0x165, handles(), List.of(), new TpmWriter().u32(handle));
    }

    /** The public area at a handle. */
    Bytes readPublic(int handle) throws IOException {
        return call("TPM2_ReadPublic", 0x173, handles(handle), List.of(), new TpmWriter())
                .sized();
    }

    /** Signs a SHA-256 digest. */
    Bytes sign(int key, String secret, Hash digest) throws IOException {
        var parameters = new TpmWriter()
                .sized(digest.toArray())
                .u16(TpmKeyArea.NULL)
                .u16(HASHCHECK)
                .u32(NULL_HANDLE)
                .sized(NOTHING);
        TpmReader answer = call("TPM2_Sign", 0x15d, handles(key), List.of(Session.secret(secret)), parameters);
        answer.u32();
        return signature(answer);
    }

    /** The signer's statement that another key lives in the same TPM, with that key's name. */
    Signed certify(int key, String secret, int signer, Hash qualifying) throws IOException {
        var parameters = new TpmWriter().sized(qualifying.toArray()).u16(TpmKeyArea.NULL);
        TpmReader answer = call(
                "TPM2_Certify",
                0x148,
                handles(key, signer),
                List.of(Session.secret(secret), Session.secret("")),
                parameters);
        answer.u32();
        return new Signed(answer.sized(), signature(answer));
    }

    /** The signer's statement of what was started on this machine. */
    Signed quote(int signer, Hash qualifying, List<Integer> registers) throws IOException {
        var parameters =
                new TpmWriter().sized(qualifying.toArray()).u16(TpmKeyArea.NULL).raw(selection(registers));
        TpmReader answer = call("TPM2_Quote", 0x158, handles(signer), List.of(Session.secret("")), parameters);
        answer.u32();
        return new Signed(answer.sized(), signature(answer));
    }

    /** The values of platform configuration registers, by SHA-256. */
    List<Hash> readRegisters(List<Integer> registers) throws IOException {
        List<Hash> values = new ArrayList<>();
        // A TPM gives at most eight at a time; one at a time is simplest.
        for (int register : registers) {
            var parameters = new TpmWriter().raw(selection(List.of(register)));
            TpmReader answer = call("TPM2_PCR_Read", 0x17e, handles(), List.of(), parameters);
            answer.u32();
            long selections = answer.u32();
            for (long i = 0; i < selections; i++) {
                answer.u16();
                answer.bytes(answer.u8());
            }
            if (answer.u32() != 1) {
                throw new IOException("the TPM has no register %d by SHA-256".formatted(register));
            }
            values.add(TpmKeyArea.coordinate(answer.sized()));
        }
        return values;
    }

    /** What an area of the TPM's memory holds; empty if there is no such area. */
    Bytes readMemory(int index) throws IOException {
        var description = new TpmReader(call("TPM2_NV_ReadPublic", 0x169, handles(index), List.of(), new TpmWriter())
                .sized());
        description.bytes(10);
        description.sized();
        int size = description.u16();
        if (size > NV_MAX) {
            throw new IOException("an area of %d bytes in the TPM is too large".formatted(size));
        }
        var content = new TpmWriter();
        while (content.size() < size) {
            int next = Math.min(NV_CHUNK, size - content.size());
            TpmReader answer = call(
                    "TPM2_NV_Read",
                    0x14e,
                    handles(index, index),
                    List.of(Session.secret("")),
                    new TpmWriter().u16(next).u16(content.size()));
            answer.u32();
            Bytes part = answer.sized();
            if (part.size() != next) {
                throw new IOException("the TPM gives another part of its memory than it was asked for");
            }
            content.raw(part.unsafeArray());
        }
        return content.toBytes();
    }

    /** The secret that was encrypted to the endorsement key for whoever holds this other key, too. */
    Bytes activateCredential(int key, int endorsementKey, Bytes credential, Bytes encryptedSecret) throws IOException {
        TpmReader started = call(
                "TPM2_StartAuthSession",
                0x176,
                handles(NULL_HANDLE, NULL_HANDLE),
                List.of(),
                new TpmWriter()
                        .sized(nonce())
                        .sized(NOTHING)
                        .u8(POLICY)
                        .u16(TpmKeyArea.NULL)
                        .u16(TpmKeyArea.SHA256));
        int session = (int) started.u32();
        try {
            call(
                    "TPM2_PolicySecret",
                    0x151,
                    handles(ENDORSEMENT, session),
                    List.of(Session.secret("")),
                    new TpmWriter().sized(NOTHING).sized(NOTHING).sized(NOTHING).u32(0));
            TpmReader answer = call(
                    "TPM2_ActivateCredential",
                    0x147,
                    handles(key, endorsementKey),
                    List.of(Session.secret(""), Session.policy(session)),
                    new TpmWriter().sized(credential).sized(encryptedSecret));
            answer.u32();
            return answer.sized();
        } finally {
            flush(session);
        }
    }

    /** Any command without sessions or with secrets, for what has no method of its own. */
    TpmReader raw(String name, int command, int[] handles, List<String> secrets, TpmWriter parameters)
            throws IOException {
        return call(
                name, command, handles, secrets.stream().map(Session::secret).toList(), parameters);
    }

    private static byte[] nonce() {
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        return nonce;
    }

    private static int[] handles(int... handles) {
        return handles;
    }

    private static Bytes sensitive(String secret) {
        return new TpmWriter()
                .sized(secret.getBytes(StandardCharsets.UTF_8))
                .sized(NOTHING)
                .toBytes();
    }

    /** One bank, SHA-256, and three bytes of bits. */
    private static byte[] selection(List<Integer> registers) {
        int bits = 0;
        for (int register : registers) {
            bits |= 1 << register;
        }
        return new TpmWriter()
                .u32(1)
                .u16(TpmKeyArea.SHA256)
                .u8(3)
                .u8(bits)
                .u8(bits >>> 8)
                .u8(bits >>> 16)
                .toArray();
    }

    private static Bytes signature(TpmReader in) throws IOException {
        if (in.u16() != TpmKeyArea.ECDSA || in.u16() != TpmKeyArea.SHA256) {
            throw new IOException("the TPM signed in another way than by ECDSA with SHA-256");
        }
        byte[] both = new byte[2 * Hash.SIZE];
        TpmKeyArea.coordinate(in.sized()).writeTo(both, 0);
        TpmKeyArea.coordinate(in.sized()).writeTo(both, Hash.SIZE);
        return Bytes.wrap(both);
    }

    private TpmReader call(String name, int command, int[] handles, List<Session> sessions, TpmWriter parameters)
            throws IOException {
        var body = new TpmWriter();
        for (int handle : handles) {
            body.u32(handle);
        }
        if (!sessions.isEmpty()) {
            var area = new TpmWriter();
            for (Session session : sessions) {
                area.u32(session.handle()).sized(NOTHING).u8(CONTINUE).sized(session.secret());
            }
            body.u32(area.size()).raw(area.toArray());
        }
        body.raw(parameters.toArray());
        byte[] whole = new TpmWriter()
                .u16(sessions.isEmpty() ? NO_SESSIONS : SESSIONS)
                .u32(TpmLink.HEADER_BYTES + body.size())
                .u32(command)
                .raw(body.toArray())
                .toArray();
        for (int attempt = 1; ; attempt++) {
            var answer = new TpmReader(Bytes.wrap(link.exchange(whole)));
            answer.u16();
            answer.u32();
            int code = (int) answer.u32();
            if (code == 0) {
                return answer;
            }
            var refusal = new TpmRefusal(name, code);
            if (!refusal.asksToRetry() || attempt == RETRIES) {
                throw refusal;
            }
        }
    }
}
