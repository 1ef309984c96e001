package io.downlink.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.localstack.stack.StackSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class AddressOptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --gateway-port 99999                       | --gateway-port is 99999: a port is 1 to 65535
            --kafka-port 0                             | --kafka-port is 0: a port is 1 to 65535
            --hub-address 10.0.0.1                     | --hub-address is 10.0.0.1: it must be a loopback address, such as 127.0.0.1
            --hub-address localhost                    | --hub-address is localhost: it must be a loopback address, such as 127.0.0.1
            """)
    void shouldNameWhatNothingCanListenAt(String options, String problem) {
        assertThatThrownBy(() -> settings(options.split(" ")))
                .isInstanceOf(ParameterException.class)
                .hasMessage(problem);
    }

    @Test
    void shouldGiveNoPortToTwo() {
        assertThatThrownBy(() -> settings("--gateway-port", "8090", "--collector-port", "8090"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContainingAll("--gateway-port", "--collector-port", "are both 8090: give each its own");
    }

    @Test
    void shouldListenWhereItIsTold() {
        StackSettings settings = settings("--kafka-port", "9192", "--hub-address", "127.0.0.7");

        assertThat(settings.kafkaPort()).isEqualTo(9192);
        assertThat(settings.hubAddress()).isEqualTo("127.0.0.7");
    }

    private static StackSettings settings(String... options) {
        Host host = new Host();
        new CommandLine(host).parseArgs(options);
        return host.addresses.settings(Path.of("target"));
    }

    @Command(name = "host")
    private static final class Host {
        @Mixin
        private AddressOptions addresses = new AddressOptions();
    }
}
