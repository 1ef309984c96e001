package io.downlink.emulator;

import io.downlink.emulator.security.DevelopmentCa;
import io.downlink.emulator.state.StateSettings;
import io.downlink.emulator.throttling.ThrottlingRules;
import io.downlink.emulator.throttling.Tier;
import io.downlink.emulator.virtual.VirtualRule;
import io.downlink.emulator.virtual.VirtualSettings;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the emulator until it is told to end. The last line it prints means that it is ready. */
@Command(
        name = "hub",
        description = "A local Azure IoT Hub for development and tests.",
        mixinStandardHelpOptions = true,
        version = "IoT Hub emulator 0.1.0-SNAPSHOT")
public final class Main implements Callable<Integer> {
    @Option(
            names = "--address",
            defaultValue = "127.0.0.1",
            description = "Host name in connection strings, and where it listens: ${DEFAULT-VALUE}.")
    private String address = "127.0.0.1";

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description =
                    "Where it listens instead. Only this may be no loopback address, such as 0.0.0.0 in a container.")
    private @Nullable String bind;

    @Option(
            names = "--name",
            paramLabel = "HOST",
            description = "What the hub can be called besides; may be given several times.")
    private List<String> names = List.of();

    @Option(
            names = "--https-port",
            defaultValue = "8443",
            description = "Port of services, and of devices by HTTPS and WebSockets: ${DEFAULT-VALUE}.")
    private int httpsPort = EmulatorSettings.HTTPS_PORT;

    @Option(
            names = "--amqps-port",
            defaultValue = "5671",
            description = "Port of AMQP, for messages and feedback and for devices: ${DEFAULT-VALUE}.")
    private int amqpsPort = EmulatorSettings.AMQPS_PORT;

    @Option(names = "--mqtts-port", defaultValue = "8883", description = "Port of devices by MQTT: ${DEFAULT-VALUE}.")
    private int mqttsPort = EmulatorSettings.MQTTS_PORT;

    @Option(names = "--data", paramLabel = "DIR", description = "Where the development CA is: ~/.downlink/hub.")
    private @Nullable Path data;

    @Mixin
    private final AccessOptions access = new AccessOptions();

    @Option(
            names = "--virtual",
            paramLabel = "IDS[,latency=20ms..80ms][,fail=0.01][,hang=0.01][,offline=0.05]",
            description = "Devices that the hub answers for: v-* or v-1..10000; may be given several times.")
    private List<String> virtual = List.of();

    @Option(
            names = "--virtual-record",
            paramLabel = "FILE",
            description = "Keeps what virtual devices execute, one line each.")
    private @Nullable Path virtualRecord;

    @Option(
            names = "--tier",
            paramLabel = "TIER",
            description = "Throttle as a hub of this tier: F1, B1, B2, B3, S1, S2, S3.")
    private @Nullable String tier;

    @Option(names = "--units", paramLabel = "NUMBER", description = "Units of the tier: 1.")
    private @Nullable Integer units;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where it keeps devices, twins, messages, feedback and jobs; without it they end with it.")
    private @Nullable Path state;

    @Option(
            names = "--state-sync",
            description = "Wait for the disk with each change, so that the state survives the machine's end, too.")
    private boolean stateSync;

    @Option(names = "--no-443", description = "Leave port 443 alone.")
    private boolean without443;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");

    private final PrintWriter out;

    private Main(PrintWriter out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Main(out))
                .setExecutionExceptionHandler((failure, line, _) -> {
                    line.getErr().println(failure.getMessage() + remedy(failure));
                    return 1;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() {
        OptionValue.checkPort("--https-port", httpsPort);
        OptionValue.checkPort("--amqps-port", amqpsPort);
        OptionValue.checkPort("--mqtts-port", mqttsPort);
        names.forEach(name -> OptionValue.check(
                "--name", name, HOST_NAME.matcher(name).matches(), "a host name has letters, digits, '-' and '.'"));
        Path dataDir = data == null ? Path.of(System.getProperty("user.home"), ".downlink", "hub") : data;
        String listenAddress =
                bind == null ? OptionValue.read("--address", address, () -> EmulatorSettings.loopback(address)) : bind;
        EmulatorSettings settings = settings(listenAddress, dataDir.toAbsolutePath());
        warn();
        HubEmulator emulator = HubEmulator.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "shutdown"));
        print(emulator, String.join(" and ", settings.hostNames()));
        throw new IllegalStateException(
                emulator.stateLost().join()); // Ctrl-C and SIGTERM end the wait with the process
    }

    private EmulatorSettings settings(String listenAddress, Path dataDir) {
        EmulatorSettings settings = EmulatorSettings.at(address, listenAddress, dataDir)
                .withPorts(httpsPorts(listenAddress), amqpsPort, mqttsPort)
                .withNames(names)
                .with(access.rules())
                .with(new VirtualSettings(virtualRules(), virtualRecord));
        ThrottlingRules throttling = throttling();
        if (throttling != null) {
            settings = settings.with(throttling);
        }
        StateSettings kept = stateSettings();
        if (kept != null) {
            settings = settings.with(kept);
        }
        return settings;
    }

    private List<VirtualRule> virtualRules() {
        return virtual.stream()
                .map(rule -> OptionValue.read("--virtual", rule, () -> VirtualRule.parse(rule)))
                .toList();
    }

    private @Nullable ThrottlingRules throttling() {
        String name = tier;
        int number = units == null ? 1 : units;
        if (name == null) {
            OptionValue.check(
                    "--units",
                    number,
                    units == null,
                    "a hub without a tier is not throttled; give it one, such as --tier S1");
            return null;
        }
        Tier parsed = OptionValue.read("--tier", name, () -> Tier.parse(name));
        return OptionValue.read("--units", number, () -> ThrottlingRules.of(parsed, number));
    }

    private @Nullable StateSettings stateSettings() {
        if (state == null && stateSync) {
            throw new IllegalArgumentException(
                    "--state-sync: a hub without a state directory writes nothing; give it one: --state DIR");
        }
        return state == null ? null : new StateSettings(state.toAbsolutePath(), stateSync);
    }

    /** What will go wrong later, and with words that do not help. */
    private void warn() {
        if (!address.contains(".")) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "--address " + address
                                    + ": the Java device SDK refuses a host name without a dot; for its devices take 127.0.0.1");
        }
    }

    private static String remedy(Exception failure) {
        return failure.getCause() instanceof BindException
                ? "; end what uses it (lsof -i), or give this hub an address of its own: --address 127.0.0.2"
                : "";
    }

    private List<Integer> httpsPorts(String listenAddress) {
        List<Integer> ports = new ArrayList<>(List.of(httpsPort));
        if (!without443 && httpsPort != Port443.NUMBER && Port443.free(listenAddress)) {
            ports.add(Port443.NUMBER);
        }
        return ports;
    }

    private void print(HubEmulator emulator, String hostNames) {
        String https =
                emulator.httpsPorts().stream().sorted().map(String::valueOf).collect(Collectors.joining(" "));
        boolean standard = emulator.httpsPorts().contains(Port443.NUMBER);
        out.printf(
                """
                IoT Hub emulator at %s   https %s · amqps %d · mqtts %d%s
                owner    %s
                service  %s
                device   HostName=%s;DeviceId=%s;SharedAccessKey=%s
                status   https://%s/$emulator%s
                CA       %s
                Java     -Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s
                """,
                hostNames,
                https,
                emulator.amqpsPort(),
                emulator.mqttsPort(),
                standard || without443 ? "" : "        (443 missing? docs/emulator.md#port-443)",
                emulator.connectionString("iothubowner"),
                emulator.connectionString("service"),
                emulator.hostName(),
                DevelopmentKeys.DEVICE_1,
                DevelopmentKeys.DEVICE_1_KEY,
                emulator.hostName() + (standard ? "" : ":" + emulator.httpsPort()),
                isLoopback(emulator.hostName()) ? "" : "  (from a loopback address, or with the owner's token)",
                emulator.caFile(),
                emulator.trustStore(),
                DevelopmentCa.TRUST_STORE_PASSWORD);
        out.flush();
    }

    /** Whoever on this machine calls another address of it comes from that address. */
    private static boolean isLoopback(String hostName) {
        try {
            return InetAddress.ofLiteral(hostName).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return hostName.equals("localhost");
        }
    }
}
