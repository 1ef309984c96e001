package io.downlink.emulator.conformance;

import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A test of a feature over a protocol; with parameters it is still one.
 *
 * @param name the method's
 */
record ContractTest(Feature feature, IotHubClientProtocol protocol, String name) {
    /** All that there are in this module. */
    static List<ContractTest> all() {
        return ReflectionSupport.findAllClassesInPackage(
                        "io.downlink.emulator", ContractTest::runs, name -> name.matches(".*IT(\\$.*)?"))
                .stream()
                .flatMap(ContractTest::of)
                .toList();
    }

    /** Those that run when JUnit runs this class, without the classes nested in it. */
    static Stream<ContractTest> of(Class<?> type) {
        return ReflectionSupport.streamMethods(
                        type,
                        method -> AnnotationSupport.isAnnotated(method, Testable.class),
                        HierarchyTraversalMode.TOP_DOWN)
                .flatMap(method -> of(type, method).stream());
    }

    /** Nothing if the method tests no feature, or the class speaks no protocol. */
    static Optional<ContractTest> of(Class<?> type, Method method) {
        return Optional.ofNullable(method.getDeclaringClass().getAnnotation(Covers.class))
                .flatMap(covers ->
                        protocol(type).map(protocol -> new ContractTest(covers.value(), protocol, method.getName())));
    }

    /** A method's name as words, {@code should return status and payload}. */
    static String words(String name) {
        return name.replaceAll(
                        "(?<=\\p{Lower})(?=\\p{Upper}|\\d)|(?<=\\d)(?=\\p{Upper})|(?<=\\p{Upper})(?=\\p{Upper})", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static boolean runs(Class<?> type) {
        return !Modifier.isAbstract(type.getModifiers())
                && (type.getEnclosingClass() == null || type.isAnnotationPresent(Nested.class));
    }

    private static Optional<IotHubClientProtocol> protocol(Class<?> type) {
        Class<?> outer = type;
        while (outer != null) {
            Over over = outer.getAnnotation(Over.class);
            if (over != null) {
                return Optional.of(over.value());
            }
            outer = outer.getEnclosingClass();
        }
        return Optional.empty();
    }
}
