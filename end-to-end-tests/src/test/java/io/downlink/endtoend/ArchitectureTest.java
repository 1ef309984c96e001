package io.downlink.endtoend;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house, held against the compiled classes of every module. */
class ArchitectureTest {

    private static JavaClasses house;

    @BeforeAll
    static void readEveryModule() throws IOException {
        try (var modules = Files.list(Repository.ROOT)) {
            List<Path> classes = modules.map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
            house = new ClassFileImporter().importPaths(classes);
        }
        for (String room : List.of(
                "contracts",
                "hub",
                "service",
                "gateway",
                "collector",
                "orchestrator",
                "emulator",
                "simulator",
                "cli",
                "localstack")) {
            assertThat(house.stream().anyMatch(type -> type.getPackageName().startsWith("io.downlink." + room)))
                    .as("classes of io.downlink.%s were read", room)
                    .isTrue();
        }
    }

    @Test
    void shouldNotDependOnAService() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.downlink.gateway..",
                        "io.downlink.collector..",
                        "io.downlink.orchestrator..",
                        "io.downlink.simulator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.downlink.gateway..",
                        "io.downlink.collector..",
                        "io.downlink.orchestrator..",
                        "io.downlink.simulator..")
                .because("services are driven through Kafka and the hub, and replaced one by one")
                .check(house);
    }

    @Test
    void shouldKeepServicesApart() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.downlink.gateway..",
                        "io.downlink.collector..",
                        "io.downlink.orchestrator..",
                        "io.downlink.service..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.downlink.simulator..", "io.downlink.emulator..", "io.downlink.localstack..")
                .because("a service uses service-runtime, hub-client and contracts, nothing else of ours")
                .check(house);
        noClasses()
                .that()
                .resideInAPackage("io.downlink.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.downlink.collector..", "io.downlink.orchestrator..")
                .check(house);
        noClasses()
                .that()
                .resideInAPackage("io.downlink.collector..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.downlink.gateway..", "io.downlink.orchestrator..")
                .check(house);
        noClasses()
                .that()
                .resideInAPackage("io.downlink.orchestrator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.downlink.gateway..", "io.downlink.collector..")
                .check(house);
    }

    @Test
    void shouldGiveTheVerdictWithoutAnyPartOfWhatIsJudged() {
        classes()
                .that()
                .resideInAPackage("io.downlink.localstack.verdict..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.downlink.localstack.verdict..", "java..", "com.fasterxml.jackson..", "org.jspecify..")
                .because(
                        "it must not share a mistake with the gateway, nor with the contracts that the gateway writes by")
                .check(house);
    }

    @Test
    void shouldLetTheEmulatorStandAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.downlink.emulator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.downlink.contracts..",
                        "io.downlink.hub..",
                        "io.downlink.gateway..",
                        "io.downlink.simulator..",
                        "io.downlink.localstack..",
                        "com.microsoft.azure..",
                        "io.quarkus..",
                        "org.apache.kafka..")
                .because("people take it without the rest, and it must not share a mistake with what it checks")
                .check(house);
    }

    @Test
    void shouldReadSdkTypesInHubClientAndSimulatorAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.downlink.hub..",
                        "io.downlink.simulator..",
                        "io.downlink.benchmarks..") // whose comparisons are written as others write theirs
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.microsoft.azure..", "com.azure..")
                .because("what an SDK says is mapped once")
                .check(house);
    }

    @Test
    void shouldKeepContractsFreeOfServicesAndFrameworks() {
        noClasses()
                .that()
                .resideInAPackage("io.downlink.contracts..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "io.smallrye..", "io.vertx..", "io.downlink.hub..")
                .because("upstream teams use these records too")
                .check(house);
    }

    @Test
    void shouldMarkEveryPackageNullMarked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                .check(house);
        var described = house.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .map(type -> type.getPackageName())
                .collect(java.util.stream.Collectors.toSet());
        assertThat(house.stream()
                        .map(type -> type.getPackageName())
                        .distinct()
                        .filter(name -> !described.contains(name)))
                .as("packages without a package-info.java")
                .isEmpty();
    }
}
