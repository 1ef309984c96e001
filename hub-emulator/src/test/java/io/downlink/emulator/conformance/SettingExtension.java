package io.downlink.emulator.conformance;

import io.downlink.emulator.TestCertificate;
import io.downlink.emulator.TestHub;
import io.downlink.emulator.TestIssuer;
import io.downlink.emulator.security.AccessRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the emulator of {@link EmulatorAt} with the outer class, and ends it with that. */
final class SettingExtension implements BeforeAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SettingExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        // A nested class finds the setting of the outer one.
        context.getStore(NAMESPACE)
                .computeIfAbsent(Setting.class, _ -> start(context.getRequiredTestClass()), Setting.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Setting.class;
    }

    @Override
    public Setting resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Setting setting = context.getStore(NAMESPACE).get(Setting.class, Setting.class);
        if (setting == null) {
            throw new IllegalStateException("a setting exists from the start of the outer class on");
        }
        return setting;
    }

    private static Setting start(Class<?> outer) {
        TestCertificate authority = TestCertificate.authority(TestCertificate.KeyKind.RSA, "CN=Fleet", Instant.now());
        TestIssuer issuer = new TestIssuer("127.0.0.1");
        AccessRules rules = new AccessRules(List.of(authority.certificate()), Duration.ofSeconds(1), issuer.settings());
        return new Setting(
                TestHub.startAt443(outer.getAnnotation(EmulatorAt.class).value(), rules),
                outer.getAnnotation(Over.class).value(),
                authority,
                issuer);
    }
}
