package io.downlink.emulator.conformance;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the SDK under test speaks in a class and in those nested in it; services have some of the devices' protocols. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Over {
    IotHubClientProtocol value();
}
