package io.downlink.emulator.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One emulator for all tests of a class that is {@link Over} something, and of the classes nested in it, which get it as a
 * {@link Setting}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(SettingExtension.class)
public @interface EmulatorAt {
    /** A loopback address that no other test has. */
    String value();
}
