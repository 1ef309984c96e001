package io.downlink.collector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "io.downlink.collector", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching("io.downlink.collector.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule WORK_IS_PLAIN_JAVA = noClasses()
            .that()
            .resideOutsideOfPackages("..startup..", "..health..", "..config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "io.quarkus..", "io.smallrye.config..")
            .because("tests make everything that works with new; only the start knows the container");

    @ArchTest
    static final ArchRule RECEIVING_KNOWS_NO_KAFKA = noClasses()
            .that()
            .resideInAPackage("..receiving..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.smallrye.reactive.messaging..", "..publishing..")
            .because("how a receiver stands does not depend on where its feedback goes");

    @ArchTest
    static final ArchRule HUBS_ARE_PORTS = noClasses()
            .that()
            .resideOutsideOfPackage("..startup..")
            .should()
            .dependOnClassesThat()
            .haveSimpleNameStartingWith("SdkHub")
            .because("everything else asks the port");

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
