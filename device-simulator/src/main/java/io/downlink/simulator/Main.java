package io.downlink.simulator;

import io.downlink.hub.HubSettings;
import io.downlink.hub.HubTls;
import io.downlink.simulator.behaviour.Latency;
import io.downlink.simulator.behaviour.Temper.Rates;
import io.downlink.simulator.fleet.Absentees;
import io.downlink.simulator.fleet.DeviceIds;
import io.downlink.simulator.fleet.Fleet;
import io.downlink.simulator.fleet.FleetSettings;
import io.downlink.simulator.fleet.RegisteredDevice;
import io.downlink.simulator.fleet.Registry;
import io.downlink.simulator.fleet.Settlement;
import io.downlink.simulator.fleet.SimulatorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Registers a fleet of devices, connects it, and keeps it until the process is ended. */
@Command(
        name = "device-simulator",
        showDefaultValues = true,
        description = "A fleet of devices on the Azure IoT device SDK, over MQTT or, where need be, AMQP.")
@SuppressWarnings("NullAway.Init") // picocli sets every required option before call()
public final class Main implements Callable<Integer> {
    private static final int STARTED_AND_DONE = 0;
    private static final int CANNOT_START = 1;
    private static final int WRONG_USAGE = 2;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--hub",
            required = true,
            defaultValue = "${env:DOWNLINK_SIMULATOR_HUB}",
            showDefaultValue = Visibility.NEVER, // it holds a key
            description = "connection string of the policy registryReadWrite; or set DOWNLINK_SIMULATOR_HUB")
    private String hub;

    @Option(
            names = "--https-port",
            defaultValue = "443",
            description = "port of the registry; MQTT is always 8883, AMQP 5671")
    private int httpsPort;

    @Option(names = "--ca-file", description = "certificates in PEM to trust besides the platform's own")
    private @Nullable Path caFile;

    @Option(names = "--devices", required = true, description = "such as pump-1..pump-22,valve-7")
    private String devices;

    @Option(names = "--record-dir", required = true, description = "where each device's record goes: <id>.jsonl")
    private Path recordDir;

    @Option(names = "--latency", defaultValue = "PT0S", description = "least time for each call, ISO-8601")
    private Duration latency;

    @Option(names = "--jitter", defaultValue = "PT0S", description = "up to this much more for each call, ISO-8601")
    private Duration jitter;

    @Option(names = "--hang-rate", defaultValue = "0.0", description = "share of calls that are never answered")
    private double hangRate;

    @Option(names = "--failure-rate", defaultValue = "0.0", description = "share of the others answered with 500")
    private double failureRate;

    @Option(names = "--offline-rate", defaultValue = "0.0", description = "share of devices that never connect")
    private double offlineRate;

    @Option(names = "--offline", split = ",", description = "devices that never connect")
    private List<String> offline = List.of();

    @Option(
            names = "--messages",
            defaultValue = "complete",
            description = "what devices do with messages: ${COMPLETION-CANDIDATES}; the last two over AMQP")
    private Settlement messages = Settlement.COMPLETE;

    @Option(names = "--register-only", description = "register the fleet, connect none of it, and end")
    private boolean registerOnly;

    @Option(names = "--seed", defaultValue = "1", description = "of all that is left to chance")
    private long seed;

    @Option(names = "--help", usageHelp = true, description = "show this and end")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    /** Ends with 0 after {@code --register-only}, 1 if the fleet cannot start, 2 for a wrong command line. */
    public static void main(String[] args) {
        configureLogging();
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler(Main::fail)
                .execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> ids = checked(() -> DeviceIds.parse(devices));
        Set<String> absent = checked(() -> Absentees.of(ids, offline, offlineRate, seed));
        Rates rates = checked(() -> new Rates(hangRate, failureRate));
        Latency pace = checked(() -> new Latency(latency, jitter));
        HubSettings address = checked(() -> HubSettings.fromConnectionString("--hub", hub, httpsPort, caFile, 1));
        SSLContext trust = trust();

        List<RegisteredDevice> registered = new Registry(address).register(ids);
        say("registered %d devices%s".formatted(registered.size(), offlineNote(absent)));
        List<RegisteredDevice> present = registered.stream()
                .filter(device -> !registerOnly && !absent.contains(device.id()))
                .toList();
        Fleet fleet = Fleet.connect(
                present,
                new FleetSettings(
                        address.hostName(), trust, messages, recordDir, rates, pace, seed, Clock.systemUTC()));
        Runtime.getRuntime().addShutdownHook(new Thread(fleet::close, "close-fleet"));
        say("ready %d devices".formatted(fleet.size()));
        if (!registerOnly) {
            new CountDownLatch(1).await(); // until a signal ends the process
        }
        return STARTED_AND_DONE;
    }

    private SSLContext trust() {
        SSLContext context = checked(() -> HubTls.context(caFile));
        if (caFile != null) {
            // The registry client knows no other place for it.
            HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
        }
        return context;
    }

    private <T> T checked(Callable<T> value) {
        try {
            return value.call();
        } catch (Exception e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static String offlineNote(Set<String> absent) {
        return absent.isEmpty() ? "" : ", offline: " + absent.stream().sorted().collect(Collectors.joining(" "));
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private static int refuse(ParameterException e, String[] args) {
        e.getCommandLine().getErr().println("device-simulator: " + e.getMessage());
        return WRONG_USAGE;
    }

    private static int fail(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
        if (e instanceof SimulatorException) {
            commandLine.getErr().println("device-simulator: " + e.getMessage());
            return CANNOT_START;
        }
        throw e; // a defect: picocli shows it whole
    }

    private static void configureLogging() {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try (InputStream properties = Main.class.getResourceAsStream("/io-downlink-simulator-logging.properties")) {
            LogManager.getLogManager().readConfiguration(properties);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is broken", e);
        }
    }
}
