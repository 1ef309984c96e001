package io.downlink.emulator.junit;

import io.downlink.emulator.EmulatorSettings;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the hub of {@link HubEmulator} before a class's tests and ends it after them. */
final class HubEmulatorExtension implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(HubEmulatorExtension.class);

    @Override
    public void beforeAll(ExtensionContext tests) {
        if (running(tests) == null) { // a nested class uses the hub of the class around it
            store(tests).put(Running.class, new Running(tests.getUniqueId(), StartedHub.start(settings(tests))));
        }
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        Running running = running(tests);
        if (running != null && running.startedFor().equals(tests.getUniqueId())) {
            running.hub().close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext tests) {
        return parameter.getParameter().getType() == EmulatedHub.class;
    }

    @Override
    public EmulatedHub resolveParameter(ParameterContext parameter, ExtensionContext tests) {
        Running running = running(tests);
        if (running == null) {
            throw new ExtensionConfigurationException("@HubEmulator stands on a class, not on a method");
        }
        return running.hub().hub();
    }

    private static UnaryOperator<EmulatorSettings> settings(ExtensionContext tests) {
        Class<? extends UnaryOperator<EmulatorSettings>> type =
                tests.getRequiredTestClass().getAnnotation(HubEmulator.class).settings();
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.trySetAccessible();
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ExtensionConfigurationException(
                    type.getName() + " of @HubEmulator(settings) needs a constructor without parameters that works", e);
        }
    }

    private static @Nullable Running running(ExtensionContext tests) {
        return store(tests).get(Running.class, Running.class);
    }

    private static Store store(ExtensionContext tests) {
        return tests.getStore(NAMESPACE);
    }

    /**
     * A hub, and whose it is.
     *
     * @param startedFor JUnit's id of the class
     */
    private record Running(String startedFor, StartedHub hub) {}
}
