package io.downlink.emulator.junit;

import io.downlink.emulator.EmulatorSettings;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a local IoT Hub beside the tests of a class, and of the classes nested in it; they take it as a parameter of type
 * {@link EmulatedHub}, in methods or in the constructor.
 *
 * <pre>
 * &#64;HubEmulator
 * class MyTest {
 *     &#64;Test
 *     void shouldAnswer(EmulatedHub hub) {
 *         DeviceClient device = new DeviceClient(hub.deviceConnectionString("pump-1"), IotHubClientProtocol.MQTT);
 * </pre>
 *
 * <p>It listens on the ports that the SDKs know (443 where the system allows it) of a loopback address that nobody else
 * has, so that test JVMs can run side by side. Where the system has 127.0.0.1 alone, as macOS does, one hub at a time runs on
 * the machine, and others wait for it. The JVM trusts the hub's certificate from then on.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(HubEmulatorExtension.class)
public @interface HubEmulator {
    /** Changes how the hub treats messages, jobs and whatever else has settings; it has a constructor without parameters. */
    Class<? extends UnaryOperator<EmulatorSettings>> settings() default AsTheyAre.class;

    /** Leaves the settings as they are. */
    final class AsTheyAre implements UnaryOperator<EmulatorSettings> {
        @Override
        public EmulatorSettings apply(EmulatorSettings settings) {
            return settings;
        }
    }
}
