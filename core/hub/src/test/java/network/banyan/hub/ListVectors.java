// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** The lists that come with a checkpoint: rules 24 and 44. */
final class ListVectors {
    private ListVectors() {}

    /** As an ordinary checkpoint has them. */
    static Totals totals() {
        return new Totals(List.of(total(0, 1_000), total(0x20, 7)), List.of(token(0x721, 1), token(0x721, 42)));
    }

    static Exits exits() {
        return new Exits(List.of(
                ExitVectors.amounts(0, 5).exit(), ExitVectors.tokens(0x721, 3).exit()));
    }

    static VectorFile totalsFile() {
        var file = new VectorFile(
                "totals.json",
                "input are the totals and tokens of some checkpoint in their order, encoding the one ABI encoding of both"
                        + " lists, and digest its Keccak-256",
                24);
        put(file, true, "nothing", "two empty lists", List.of(), List.of());
        put(file, true, "coin", "one asset, the coin", List.of(total(0, 1)), List.of());
        put(file, true, "both", "assets and tokens", totals().totals(), totals().tokens());
        put(
                file,
                true,
                "tokens-alone",
                "rising in the asset first, then in the id",
                List.of(),
                List.of(token(1, 5), token(1, 6), token(2, 0)));
        put(
                file,
                true,
                "largest-numbers",
                "all bits of an address and of an amount",
                List.of(new Total(Address.fromHex("0x" + "ff".repeat(20)), UInt256.MAX)),
                List.of());
        put(file, true, "most", "32 totals and 64 tokens", totals(32), tokens(64));

        put(file, false, "wrong-order", "assets fall", List.of(total(2, 1), total(1, 1)), List.of());
        put(file, false, "asset-twice", "an asset stands there twice", List.of(total(1, 1), total(1, 1)), List.of());
        put(
                file,
                false,
                "asset-twice-with-other-amounts",
                "whatever its amounts are",
                List.of(total(1, 1), total(1, 2)),
                List.of());
        put(file, false, "33-totals", "one more than there may be", totals(33), List.of());
        put(file, false, "ids-fall", "of one asset the ids rise", List.of(), List.of(token(1, 2), token(1, 1)));
        put(file, false, "token-twice", "a token stands there twice", List.of(), List.of(token(1, 2), token(1, 2)));
        put(
                file,
                false,
                "assets-of-tokens-fall",
                "the asset counts before the id",
                List.of(),
                List.of(token(2, 1), token(1, 2)));
        put(file, false, "65-tokens", "one more than there may be", List.of(), tokens(65));

        Totals both = totals();
        ObjectNode input = input(both.totals(), both.tokens());
        claims(
                file.refused("another-digest", "the digest is of other lists"),
                input,
                both.encode(),
                Totals.NONE.hash());
        claims(
                file.refused("digest-of-totals-alone", "the tokens are not in the digest"),
                input,
                both.encode(),
                Keccak.hash(AbiValue.encoded(both.totalsAbi())));
        claims(
                file.refused("lists-exchanged", "the tokens are encoded first"),
                input,
                AbiValue.encoded(both.tokensAbi(), both.totalsAbi()),
                both.hash());
        claims(
                file.refused("word-behind", "32 zero bytes stand behind the lists"),
                input,
                Bytes.fromHex(both.encode().toHex() + "00".repeat(32)),
                both.hash());
        claims(
                file.refused("as-a-tuple", "the lists are two values, not one tuple"),
                input,
                AbiValue.encoded(AbiValue.tuple(both.totalsAbi(), both.tokensAbi())),
                both.hash());
        return file;
    }

    static VectorFile exitsFile() {
        var file = new VectorFile(
                "exits.json",
                "input are the exit trees of some checkpoint in their order, encoding the one ABI encoding of the list, and"
                        + " digest its Keccak-256",
                44);
        put(file, true, "nothing", "an empty list", List.of());
        put(file, true, "coin", "one asset, the coin", List.of(exit(0)));
        put(file, true, "both", "an asset's and a token's tree of exit-trees.json", exits().trees());
        put(file, true, "most", "32 trees", trees(32));
        put(
                file,
                true,
                "largest-numbers",
                "all bits of a sum and of a count",
                List.of(new Exit(Address.fromHex("0x" + "ff".repeat(20)), Hash.ZERO, UInt256.MAX, (1L << 32) - 1)));
        put(file, false, "wrong-order", "assets fall", List.of(exit(2), exit(1)));
        put(file, false, "asset-twice", "an asset stands there twice", List.of(exit(1), exit(1)));
        put(file, false, "33-trees", "one more than there may be", trees(33));
        Exits both = exits();
        ObjectNode input = input(both.trees());
        claims(
                file.refused("another-digest", "the digest is of another list"),
                input,
                both.encode(),
                Exits.NONE.hash());
        claims(
                file.refused("count-over-32-bits", "a bit stands before a count"),
                input,
                Given.flipped(both.encode(), 8 * (5 * 32 + 27)),
                both.hash());
        claims(
                file.refused("cut", "the last word is missing"),
                input,
                both.encode().slice(0, both.encode().size() - 32),
                both.hash());
        claims(
                file.refused("word-behind", "32 zero bytes stand behind the list"),
                input,
                Bytes.fromHex(both.encode().toHex() + "00".repeat(32)),
                both.hash());
        return file;
    }

    private static void put(
            VectorFile file, boolean isTrue, String name, String reason, List<Total> totals, List<Token> tokens) {
        Bytes encoding = AbiValue.encoded(
                list(totals.stream().map(each -> pair(each.asset(), each.amount()))),
                list(tokens.stream().map(each -> pair(each.asset(), each.id()))));
        var vector = isTrue ? file.accepted(name, reason) : file.refused(name, reason);
        claims(vector, input(totals, tokens), encoding, Keccak.hash(encoding));
    }

    private static void put(VectorFile file, boolean isTrue, String name, String reason, List<Exit> trees) {
        Bytes encoding = AbiValue.encoded(list(trees.stream()
                .map(each -> AbiValue.tuple(
                        AbiValue.of(each.asset()),
                        AbiValue.of(each.root()),
                        AbiValue.of(each.sum()),
                        AbiValue.of(each.count())))));
        var vector = isTrue ? file.accepted(name, reason) : file.refused(name, reason);
        claims(vector, input(trees), encoding, Keccak.hash(encoding));
    }

    private static void claims(ObjectNode vector, ObjectNode input, Bytes encoding, Hash digest) {
        vector.set("input", input);
        vector.put("encoding", encoding.toHex()).put("digest", digest.toHex());
    }

    private static ObjectNode input(List<Total> totals, List<Token> tokens) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.set("totals", VectorJson.array(totals, VectorJson::of));
        input.set("tokens", VectorJson.array(tokens, VectorJson::of));
        return input;
    }

    private static ObjectNode input(List<Exit> trees) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.set("exits", VectorJson.array(trees, VectorJson::of));
        return input;
    }

    private static AbiValue list(Stream<AbiValue> items) {
        return new AbiValue.Items(items.toList());
    }

    private static AbiValue pair(Address asset, UInt256 number) {
        return AbiValue.tuple(AbiValue.of(asset), AbiValue.of(number));
    }

    private static Total total(int asset, long amount) {
        return new Total(Address.ofNumber(asset), UInt256.of(amount));
    }

    private static Token token(int asset, long id) {
        return new Token(Address.ofNumber(asset), UInt256.of(id));
    }

    private static Exit exit(int asset) {
        return ExitVectors.amounts(asset, 2).exit();
    }

    private static List<Total> totals(int count) {
        return IntStream.range(0, count).mapToObj(i -> total(i, i + 1)).toList();
    }

    private static List<Token> tokens(int count) {
        return IntStream.range(0, count).mapToObj(i -> token(1 + i / 8, i)).toList();
    }

    private static List<Exit> trees(int count) {
        return IntStream.range(0, count).mapToObj(ListVectors::exit).toList();
    }
}
