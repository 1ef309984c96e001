package io.downlink.orchestrator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The order of the orchestrator's packages. */
@AnalyzeClasses(packages = "io.downlink.orchestrator", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching("io.downlink.orchestrator.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule LIFE_IS_VALUES = classes()
            .that()
            .resideInAPackage("..life..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.downlink.orchestrator.life..",
                    "io.downlink.contracts..",
                    "io.downlink.hub..",
                    "java..",
                    "org.jspecify..")
            .because("how a job goes on is decided without input and output");

    @ArchTest
    static final ArchRule WORK_IS_PLAIN_JAVA = noClasses()
            .that()
            .resideOutsideOfPackages("..startup..", "..health..", "..config..", "..rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "io.quarkus..", "io.smallrye.config..")
            .because("tests make everything that works with new; only the edges know the container");

    @ArchTest
    static final ArchRule WORK_KNOWS_NO_KAFKA = noClasses()
            .that()
            .resideInAnyPackage("..work..", "..life..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.smallrye.reactive.messaging..")
            .because("how a job is carried on does not depend on where it came from");

    @ArchTest
    static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses()
            .that()
            .resideOutsideOfPackage("..startup..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .because("tests move the time");
}
