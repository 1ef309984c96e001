package io.downlink.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "io.downlink.gateway", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching("io.downlink.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule LANES_STAND_ALONE = classes()
            .that()
            .resideInAPackage("..lanes..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.downlink.gateway.lanes..",
                    "io.downlink.contracts.commands..",
                    "io.smallrye.mutiny..",
                    "java..",
                    "org.jspecify..")
            .because("order is kept without knowing what is ordered");

    @ArchTest
    static final ArchRule WORK_IS_PLAIN_JAVA = noClasses()
            .that()
            .resideOutsideOfPackages("..startup..", "..health..", "..config..", "..rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "io.quarkus..", "io.smallrye.config..")
            .because("tests make everything that works with new; only the edges know the container");

    @ArchTest
    static final ArchRule DISPATCH_KNOWS_NO_KAFKA = noClasses()
            .that()
            .resideInAPackage("..dispatch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.smallrye.reactive.messaging..")
            .because("how a command is carried out does not depend on where it came from");

    @ArchTest
    static final ArchRule ONLY_THE_START_KNOWS_THE_SDK_CLIENT = noClasses()
            .that()
            .resideOutsideOfPackage("..startup..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.downlink.hub.IotHubClient")
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
