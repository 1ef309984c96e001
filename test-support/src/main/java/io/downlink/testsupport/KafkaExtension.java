package io.downlink.testsupport;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the {@link Kafka} of its JVM as a parameter of its constructor or of a method.
 *
 * <p>The first test that asks starts it, and it stops after the last one; so tests name their own topics, or device
 * ids, to keep out of each other's way.
 */
public final class KafkaExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(KafkaExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Kafka.class;
    }

    @Override
    public Kafka resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE) // closes what it holds when all tests have ended
                .computeIfAbsent(RunningKafka.class, _ -> RunningKafka.start(), RunningKafka.class)
                .kafka();
    }
}
