// SPDX-License-Identifier: Apache-2.0
package network.banyan.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What keeps core, and applications that run in it, deterministic: no clocks, sockets, files, threads, floating point, chance, or order of chance. */
class PureCoreTest {
    private static final String[] CORE = java.util.stream.Stream.of(
                    "primitives",
                    "crypto",
                    "ledger",
                    "state",
                    "application",
                    "evm",
                    "execution",
                    "election",
                    "consensus",
                    "contracts",
                    "evidence",
                    "hub",
                    "light",
                    "identity",
                    "twin",
                    "peers",
                    "replica",
                    "readings")
            .map(module -> "network.banyan." + module + "..")
            .toArray(String[]::new);

    @Test
    void coreKnowsNoClockSocketFileOrThread() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
                        .or(belongToAnyOf(
                                java.time.Clock.class,
                                java.time.Instant.class,
                                java.io.File.class,
                                java.io.FileInputStream.class,
                                java.io.FileOutputStream.class,
                                Thread.class,
                                java.util.concurrent.ExecutorService.class,
                                java.util.concurrent.CompletableFuture.class,
                                java.util.Timer.class)))
                .check(ArrowsTest.BANYAN);
    }

    @Test
    void coreNeverAsksForTimeOrChance() {
        Set<String> banned = Set.of(
                "java.lang.System.currentTimeMillis",
                "java.lang.System.nanoTime",
                "java.lang.System.getenv",
                "java.lang.Math.random",
                "java.util.UUID.randomUUID",
                "java.util.concurrent.ThreadLocalRandom.current");
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .accessTargetWhere(new DescribedPredicate<JavaAccess<?>>("time or chance") {
                    @Override
                    public boolean test(JavaAccess<?> access) {
                        return banned.contains(access.getTargetOwner().getFullName() + "."
                                + access.getTarget().getName());
                    }
                })
                .check(ArrowsTest.BANYAN);
    }

    @Test
    void coreHoldsNoFloatingPoint() {
        DescribedPredicate<JavaClass> floating = new DescribedPredicate<>("floating point") {
            @Override
            public boolean test(JavaClass type) {
                return type.isEquivalentTo(double.class) || type.isEquivalentTo(float.class);
            }
        };
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(CORE)
                .should()
                .haveRawType(floating)
                .check(ArrowsTest.BANYAN);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(CORE)
                .should()
                .notHaveRawReturnType(floating)
                .check(ArrowsTest.BANYAN);
    }

    @Test
    void staticFieldsOfCoreAreFinal() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(CORE)
                .and()
                .areStatic()
                .should()
                .beFinal()
                .check(ArrowsTest.BANYAN);
    }

    @Test
    void coreNeverWalksAHashMap() {
        Set<String> walks =
                Set.of("entrySet", "keySet", "values", "forEach", "iterator", "stream", "replaceAll", "removeIf");
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should(new ArchCondition<>("walk a hash table, whose order is chance") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getMethodCallsFromSelf().stream()
                                .filter(call -> Set.of("java.util.HashMap", "java.util.HashSet")
                                        .contains(call.getTargetOwner().getFullName()))
                                .filter(call -> walks.contains(call.getTarget().getName()))
                                .forEach(call ->
                                        events.add(SimpleConditionEvent.satisfied(type, call.getDescription())));
                    }
                })
                .check(ArrowsTest.BANYAN);
    }
}
