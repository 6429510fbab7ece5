// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.staking;

import java.util.List;
import java.util.stream.IntStream;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** Calls of {@code Checkpoints}, and its answers: what the candidates signed of the block that every 24th epoch starts from. */
public final class CheckpointsContract {
    public static final Address ADDRESS = Address.ofNumber(0x100a);

    /** Epochs from one checkpoint to the next. */
    public static final long EVERY = 24;

    /** Epochs in which it may be signed, from the one that begins with it on. */
    public static final long WINDOW = 7;

    private static final int SIGNATURE_BYTES = 96;
    private static final Bytes NOTHING = Bytes.wrap(new byte[SIGNATURE_BYTES]);

    private CheckpointsContract() {}

    /** @param signature 96 bytes; whether it is true the contract does not ask */
    public record Signed(long identity, Bytes signature) {}

    /** Whether an epoch starts from a checkpoint. */
    public static boolean isCheckpoint(long epoch) {
        return epoch > 0 && epoch % EVERY == 0;
    }

    public static Bytes sign(long epoch, long identity, Bytes signature) {
        return AbiValue.call(
                "sign(uint64,uint32,bytes)", AbiValue.of(epoch), AbiValue.of(identity), AbiValue.of(signature));
    }

    public static Bytes candidates(long epoch) {
        return AbiValue.call("candidates(uint256)", AbiValue.of(epoch));
    }

    /** Reads what {@code candidates} returned, as {@code Election.identities} does; none if nobody has signed yet. */
    public static List<Long> identities(Bytes returned) {
        return AbiReader.ofOutput(returned).list(ElectionContract.MAX_CANDIDATES, item -> item.number(32));
    }

    public static Bytes signaturesOf(long epoch, List<Long> identities) {
        return AbiValue.call("signaturesOf(uint256,uint32[])", AbiValue.of(epoch), AbiValue.ofNumbers(identities));
    }

    /** Reads what {@code signaturesOf} returned for these identities: of those that signed. */
    public static List<Signed> signatures(Bytes returned, List<Long> identities) {
        List<Bytes> signatures =
                AbiReader.ofOutput(returned).list(identities.size(), item -> item.bytes(SIGNATURE_BYTES));
        return IntStream.range(0, signatures.size())
                .mapToObj(i -> new Signed(identities.get(i), signatures.get(i)))
                .filter(each -> each.signature().size() == SIGNATURE_BYTES
                        && !each.signature().equals(NOTHING))
                .toList();
    }
}
