package io.downlink.emulator.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Hears of every test that runs, and leaves the matrix of the contract tests among them in {@code target/conformance.md}. */
public final class ConformanceListener implements TestExecutionListener {
    private static final Path PAGE = Path.of("target", "conformance.md");

    private final Map<ContractTest, Boolean> passed = new ConcurrentHashMap<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.ABORTED) {
            return;
        }
        boolean success = result.getStatus() == Status.SUCCESSFUL;
        switch (test.getSource().orElse(null)) {
            case MethodSource method ->
                ContractTest.of(method.getJavaClass(), method.getJavaMethod()).ifPresent(one -> note(one, success));
            case ClassSource type
            when !success ->
                // None of its tests ran.
                Stream.concat(
                                Stream.of(type.getJavaClass()),
                                Stream.of(type.getJavaClass().getDeclaredClasses()))
                        .flatMap(ContractTest::of)
                        .forEach(one -> note(one, false));
            case null, default -> {}
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (passed.isEmpty()) {
            return;
        }
        ConformanceReport report = new ConformanceReport(passed);
        try {
            Files.writeString(PAGE, report.page());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(report.summary());
    }

    /** A test with parameters passes if it does with all of them. */
    private void note(ContractTest test, boolean success) {
        passed.merge(test, success, Boolean::logicalAnd);
    }
}
