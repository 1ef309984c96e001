package io.downlink.emulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.downlink.emulator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule CORE_WITHOUT_SOCKETS = noClasses()
            .that()
            .resideInAPackage("..emulator.hub..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "org.apache.qpid..", "java.net..", "java.nio.channels..")
            .because("the hub is tested without a socket");

    @ArchTest
    static final ArchRule CORE_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("..emulator.hub..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.downlink.emulator",
                    "..emulator.http..",
                    "..emulator.amqp..",
                    "..emulator.mqtt..",
                    "..emulator.admin..",
                    "..emulator.faults..",
                    "..emulator.security..")
            .because("everything else stands around the core");

    @ArchTest
    static final ArchRule JOBS_WITHOUT_SOCKETS = noClasses()
            .that()
            .resideInAPackage("..emulator.jobs..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.downlink.emulator",
                    "..emulator.http..",
                    "..emulator.amqp..",
                    "..emulator.mqtt..",
                    "..emulator.admin..",
                    "..emulator.security..",
                    "io.vertx..",
                    "java.net..")
            .because("jobs are tested without a socket");

    @ArchTest
    static final ArchRule QUERIES_KNOW_ONLY_DOCUMENTS = noClasses()
            .that()
            .resideInAPackage("..emulator.query..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.downlink.emulator", "..emulator.hub..", "..emulator.jobs..", "..emulator.http..")
            .because("a language needs no hub");

    @ArchTest
    static final ArchRule HTTP_DOES_NOT_KNOW_MQTT = noClasses()
            .that()
            .resideInAPackage("..emulator.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..emulator.mqtt..", "..emulator.amqp..", "..emulator.admin..", "io.vertx.mqtt..")
            .because("front ends do not know each other");

    @ArchTest
    static final ArchRule MQTT_DOES_NOT_KNOW_HTTP = noClasses()
            .that()
            .resideInAPackage("..emulator.mqtt..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..emulator.http..", "..emulator.amqp..", "..emulator.admin..")
            .because("front ends do not know each other");

    @ArchTest
    static final ArchRule AMQP_DOES_NOT_KNOW_THE_OTHERS = noClasses()
            .that()
            .resideInAPackage("..emulator.amqp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..emulator.http..", "..emulator.mqtt..", "..emulator.admin..")
            .because("front ends do not know each other");

    @ArchTest
    static final ArchRule WEB_SOCKETS_KNOW_NO_PROTOCOL = noClasses()
            .that()
            .resideInAPackage("..emulator.websocket..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.downlink.emulator",
                    "..emulator.http..",
                    "..emulator.amqp..",
                    "..emulator.mqtt..",
                    "..emulator.hub..",
                    "io.vertx.mqtt..",
                    "io.vertx.proton..")
            .because("a WebSocket carries bytes");

    @ArchTest
    static final ArchRule SECURITY_WITHOUT_FRONT_ENDS = noClasses()
            .that()
            .resideInAPackage("..emulator.security..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..emulator.http..", "..emulator.amqp..", "..emulator.mqtt..", "..emulator.admin..", "io.vertx..");
}
