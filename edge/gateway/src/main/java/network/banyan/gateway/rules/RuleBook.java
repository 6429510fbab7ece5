// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.rules;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.gateway.GatewayException;
import network.banyan.primitives.Hash;

/**
 * Compiled rules and what they remember of the devices. Expressions are CEL: they always end, and have no way to the outside
 * but the functions given here.
 *
 * <p>One thread at a time.
 */
public final class RuleBook {
    static final int MAX_EXPRESSION = 2_000;
    private static final int MAX_STEPS = 20_000;

    private final List<Compiled> rules = new ArrayList<>();
    private final History history = new History();
    private Hash device = Hash.ZERO;
    private long timeMillis;

    private record Compiled(Rule rule, CelRuntime.Program program) {}

    /**
     * What the rules say of a record.
     *
     * @param hits the rules that applied, in their order
     * @param alarms names of the rules that applied and raise an alarm
     * @param errors evaluations that failed, as sentences
     */
    public record Verdict(Decision decision, List<Rule> hits, List<String> alarms, List<String> errors) {}

    /**
     * @throws GatewayException if an expression is none, or of the wrong type; the message names the rule and the place
     */
    public RuleBook(List<Rule> rules) {
        Cel cel = environment();
        for (Rule rule : rules) {
            this.rules.add(new Compiled(rule, compile(cel, rule)));
        }
    }

    private static CelRuntime.Program compile(Cel cel, Rule rule) {
        try {
            if (rule.when().length() > MAX_EXPRESSION) {
                throw new GatewayException(
                        "rule \"%s\": an expression has at most 2,000 characters".formatted(rule.name()));
            }
            CelAbstractSyntaxTree tree = cel.compile(rule.when()).getAst();
            return cel.createProgram(tree);
        } catch (CelValidationException | CelEvaluationException wrong) {
            throw new GatewayException("rule \"%s\": %s".formatted(rule.name(), wrong.getMessage()), wrong);
        }
    }

    private Cel environment() {
        return CelFactory.standardCelBuilder()
                .setOptions(CelOptions.current()
                        .comprehensionMaxIterations(MAX_STEPS)
                        .maxExpressionCodePointSize(MAX_EXPRESSION)
                        .maxParseRecursionDepth(64)
                        .build())
                .setResultType(SimpleType.BOOL)
                .addVar("reading.name", SimpleType.STRING)
                .addVar("reading.value", SimpleType.DOUBLE)
                .addVar("reading.unit", SimpleType.STRING)
                .addVar("reading.time", SimpleType.INT)
                .addVar("device", SimpleType.STRING)
                .addVar("sequence", SimpleType.INT)
                .addFunctionDeclarations(declarations())
                .addFunctionBindings(bindings())
                .build();
    }

    private static List<CelFunctionDecl> declarations() {
        List<CelFunctionDecl> declarations = new ArrayList<>();
        declarations.add(CelFunctionDecl.newFunctionDeclaration(
                "last", CelOverloadDecl.newGlobalOverload("last_string", SimpleType.DOUBLE, SimpleType.STRING)));
        for (String name : List.of("avg", "min", "max", "sum")) {
            declarations.add(CelFunctionDecl.newFunctionDeclaration(
                    name,
                    CelOverloadDecl.newGlobalOverload(
                            name + "_string_string", SimpleType.DOUBLE, SimpleType.STRING, SimpleType.STRING)));
        }
        declarations.add(CelFunctionDecl.newFunctionDeclaration(
                "count",
                CelOverloadDecl.newGlobalOverload(
                        "count_string_string", SimpleType.INT, SimpleType.STRING, SimpleType.STRING)));
        declarations.add(CelFunctionDecl.newFunctionDeclaration(
                "inCircle",
                CelOverloadDecl.newGlobalOverload(
                        "in_circle",
                        SimpleType.BOOL,
                        SimpleType.DOUBLE,
                        SimpleType.DOUBLE,
                        SimpleType.DOUBLE,
                        SimpleType.DOUBLE,
                        SimpleType.DOUBLE)));
        declarations.add(CelFunctionDecl.newFunctionDeclaration(
                "inPolygon",
                CelOverloadDecl.newGlobalOverload(
                        "in_polygon",
                        SimpleType.BOOL,
                        SimpleType.DOUBLE,
                        SimpleType.DOUBLE,
                        ListType.create(SimpleType.DOUBLE))));
        return declarations;
    }

    /** CEL asks for functions without state; these read ours, which one thread alone changes, and never while one runs. */
    @SuppressWarnings("Immutable")
    private List<CelFunctionBinding> bindings() {
        return List.of(
                CelFunctionBinding.from("last_string", String.class, name -> history.last(device, name)),
                aggregate("avg", History::average),
                aggregate("min", values -> Arrays.stream(values).min().orElseThrow()),
                aggregate("max", values -> Arrays.stream(values).max().orElseThrow()),
                aggregate("sum", values -> Arrays.stream(values).sum()),
                CelFunctionBinding.from("count_string_string", String.class, String.class, (name, span) ->
                        (long) history.since(device, name, span, timeMillis).length),
                CelFunctionBinding.from(
                        "in_circle",
                        List.of(Double.class, Double.class, Double.class, Double.class, Double.class),
                        at -> Geofence.inCircle(
                                (Double) at[0], (Double) at[1], (Double) at[2], (Double) at[3], (Double) at[4])),
                CelFunctionBinding.from(
                        "in_polygon",
                        List.of(Double.class, Double.class, List.class),
                        at -> Geofence.inPolygon((Double) at[0], (Double) at[1], corners((List<?>) at[2]))));
    }

    private static List<Double> corners(List<?> list) {
        return list.stream().map(Double.class::cast).toList();
    }

    private interface Aggregate {
        double of(double[] values);
    }

    @SuppressWarnings("Immutable")
    private CelFunctionBinding aggregate(String name, Aggregate aggregate) {
        return CelFunctionBinding.from(
                name + "_string_string",
                String.class,
                String.class,
                (quantity, span) -> aggregate.of(history.some(device, quantity, span, timeMillis)));
    }

    /** Takes a record into the windows, and says what the rules make of it. */
    public Verdict judge(DeviceRecord record) {
        device = record.device();
        timeMillis = record.timeMillis();
        record.readings().forEach(reading -> history.add(device, timeMillis, reading));
        // The strongest word of all; without one, LOG.
        Set<Rule> hits = new LinkedHashSet<>();
        List<String> alarms = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (Reading reading : record.readings()) {
            Map<String, Object> scope = scope(record, reading);
            for (Compiled compiled : rules) {
                try {
                    if (Boolean.TRUE.equals(compiled.program().eval(scope))) {
                        hits.add(compiled.rule());
                        if (compiled.rule().alarm()
                                && !alarms.contains(compiled.rule().name())) {
                            alarms.add(compiled.rule().name());
                        }
                    }
                } catch (CelEvaluationException | RuntimeException failed) {
                    errors.add("rule \"%s\": %s".formatted(compiled.rule().name(), failed.getMessage()));
                }
            }
        }
        Decision strongest =
                hits.stream().map(Rule::then).max(Decision::compareTo).orElse(Decision.LOG);
        return new Verdict(strongest, List.copyOf(hits), alarms, errors);
    }

    private static Map<String, Object> scope(DeviceRecord record, Reading reading) {
        return Map.of(
                "reading.name", reading.name(),
                "reading.value", reading.value().doubleValue(),
                "reading.unit", reading.unit(),
                "reading.time", record.timeMillis(),
                "device", record.device().toHex(),
                "sequence", record.sequence());
    }
}
