package io.downlink.localstack;

import io.downlink.localstack.stack.Programs;
import io.downlink.localstack.stack.ServicePorts;
import io.downlink.localstack.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Simulated devices for the hub that {@code ./downlink hub} has started: in the foreground, until it is stopped. */
@Command(
        name = "devices",
        mixinStandardHelpOptions = true,
        description = "Connects simulated devices to ./downlink hub; Ctrl-C disconnects them.")
@SuppressWarnings("NullAway.Init") // picocli sets it before call()
final class DevicesCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DEVICES", description = "As 'pump-1..pump-3', or a list with commas.")
    private String devices = "";

    @Option(
            names = "--hub-address",
            paramLabel = "127.x.y.z",
            defaultValue = "127.0.0.1",
            description = "${DEFAULT-VALUE}")
    private String hubAddress = "127.0.0.1";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the hub has its development CA, as told to ./downlink hub: ~/.downlink/hub.")
    private @Nullable Path data;

    @Spec
    private CommandSpec spec;

    /** The fleet takes part in this terminal: its output is ours, and Ctrl-C reaches both. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        Path dir = Path.of(System.getProperty("user.home"), ".downlink");
        StackSettings usual = StackSettings.in(dir, 0, hubAddress, new ServicePorts(0, 0, 0));
        StackSettings settings = data == null
                ? usual
                : new StackSettings(
                        usual.dir(), data.toAbsolutePath(), usual.kafkaPort(), hubAddress, usual.services());
        if (!Files.exists(settings.caFile())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no hub has made %s yet: start ./downlink hub in another terminal, or name its directory with --data"
                            .formatted(settings.caFile()));
        }
        Programs programs = new Programs(Home.path(), settings);
        Process fleet = new ProcessBuilder(
                        programs.fleet("devices", devices, List.of()).command())
                .inheritIO()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(fleet::destroy, "stop"));
        return fleet.waitFor();
    }
}
