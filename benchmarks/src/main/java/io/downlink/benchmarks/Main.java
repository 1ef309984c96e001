package io.downlink.benchmarks;

import io.downlink.benchmarks.emulator.EmulatorBenchmark;
import io.downlink.benchmarks.emulator.QueryBenchmark;
import io.downlink.benchmarks.gateway.DevicesBenchmark;
import io.downlink.benchmarks.gateway.GatewayBenchmark;
import io.downlink.benchmarks.gateway.HangingBenchmark;
import io.downlink.benchmarks.gateway.PacingBenchmark;
import io.downlink.benchmarks.gateway.RestoreBenchmark;
import io.downlink.benchmarks.jobs.JobsBenchmark;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs a benchmark and prints what it measured. */
@Command(
        name = "benchmark",
        description = "Measures Downlink on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            EmulatorBenchmark.class,
            QueryBenchmark.class,
            GatewayBenchmark.class,
            DevicesBenchmark.class,
            HangingBenchmark.class,
            PacingBenchmark.class,
            RestoreBenchmark.class,
            JobsBenchmark.class
        })
public final class Main {
    private static final Logger ROOT = Logger.getLogger("");

    private Main() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // figures look the same everywhere
        ROOT.setLevel(Level.WARNING); // the MQTT client tells of each of 5,000 connections
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
