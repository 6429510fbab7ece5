// SPDX-License-Identifier: Apache-2.0
package network.banyan.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The picture in ARCHITECTURE.md, as a test: which module may use which. */
class ArrowsTest {
    static final JavaClasses BANYAN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("network.banyan");

    /** Each module and all it may see of ours. A module that is not listed may not exist. */
    private static final SortedMap<String, List<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("primitives", List.of()),
            Map.entry("crypto", List.of("primitives")),
            Map.entry("ledger", List.of("primitives", "crypto")),
            Map.entry("state", List.of("primitives", "crypto", "ledger")),
            Map.entry("application", List.of("primitives", "crypto", "contracts")),
            Map.entry("evm", List.of("primitives", "crypto", "ledger", "application")),
            Map.entry(
                    "execution", List.of("primitives", "crypto", "ledger", "state", "evm", "contracts", "application")),
            Map.entry("election", List.of("primitives", "crypto", "ledger")),
            Map.entry("consensus", List.of("primitives", "crypto", "ledger", "election")),
            Map.entry("contracts", List.of("primitives", "crypto", "ledger")),
            Map.entry("evidence", List.of("primitives", "crypto", "ledger", "state", "election", "contracts")),
            Map.entry("readings", List.of("primitives", "crypto", "contracts", "evidence", "application")),
            Map.entry("hub", List.of("primitives", "crypto", "contracts")),
            Map.entry("light", List.of("primitives", "crypto", "ledger", "state", "election", "evidence")),
            Map.entry("identity", List.of("primitives", "crypto", "contracts", "evidence")),
            Map.entry("twin", List.of("primitives", "crypto", "contracts", "evidence", "identity")),
            Map.entry(
                    "replica",
                    List.of(
                            "primitives",
                            "crypto",
                            "ledger",
                            "state",
                            "evm",
                            "contracts",
                            "application",
                            "execution",
                            "election",
                            "consensus")),
            Map.entry(
                    "storage",
                    List.of("primitives", "crypto", "ledger", "state", "election", "evidence", "replica", "consensus")),
            Map.entry("peers", List.of("primitives", "crypto")),
            Map.entry("p2p", List.of("primitives", "crypto", "peers")),
            Map.entry(
                    "rpc",
                    List.of(
                            "primitives",
                            "crypto",
                            "ledger",
                            "state",
                            "evm",
                            "execution",
                            "election",
                            "evidence",
                            "identity",
                            "replica")),
            Map.entry("sdk", List.of("primitives", "crypto", "ledger", "contracts")),
            Map.entry(
                    "device",
                    List.of("primitives", "crypto", "ledger", "contracts", "evidence", "identity", "twin", "sdk")),
            Map.entry("gateway", List.of("primitives", "crypto", "ledger", "evidence", "twin", "sdk", "device")),
            Map.entry("tracker", List.of("primitives", "crypto", "evidence", "twin", "sdk", "device")),
            Map.entry("vault", List.of("primitives", "crypto", "ledger", "contracts", "evidence", "identity", "sdk")),
            Map.entry(
                    "bridge",
                    List.of("primitives", "crypto", "ledger", "state", "evm", "execution", "contracts", "hub", "sdk")),
            Map.entry(
                    "node",
                    List.of(
                            "primitives",
                            "crypto",
                            "ledger",
                            "state",
                            "evm",
                            "execution",
                            "election",
                            "consensus",
                            "contracts",
                            "application",
                            "evidence",
                            "hub",
                            "light",
                            "identity",
                            "twin",
                            "peers",
                            "replica",
                            "storage",
                            "p2p",
                            "rpc",
                            "sdk",
                            "device",
                            "gateway",
                            "tracker",
                            "vault",
                            "bridge")),
            Map.entry("broker", List.of()),
            Map.entry("testkit", List.of("primitives", "crypto", "ledger", "state", "evm")),
            Map.entry("simulation", List.of("*")),
            Map.entry("conformance", List.of("*")),
            Map.entry("benchmarks", List.of("*"))));

    @Test
    void everyModuleUsesOnlyWhatStandsBelowIt() {
        List<String> broken = new ArrayList<>();
        MAY_USE.forEach((module, allowed) -> {
            if (allowed.contains("*")) {
                return;
            }
            List<String> packages = new ArrayList<>(List.of("network.banyan." + module + ".."));
            allowed.forEach(name -> packages.add("network.banyan." + name + ".."));
            var rule = noClasses()
                    .that()
                    .resideInAPackage("network.banyan." + module + "..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("network.banyan..")
                            .and(not(resideInAnyPackage(packages.toArray(String[]::new)))))
                    .allowEmptyShould(true);
            var result = rule.evaluate(BANYAN);
            broken.addAll(result.getFailureReport().getDetails());
        });

        assertThat(broken).isEmpty();
    }

    @Test
    void everyClassBelongsToAListedModule() {
        classes()
                .should()
                .resideInAnyPackage(MAY_USE.keySet().stream()
                        .map(module -> "network.banyan." + module + "..")
                        .toArray(String[]::new))
                .check(BANYAN);
    }
}
