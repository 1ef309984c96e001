package io.downlink.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HubResourceIT {
    private static final String ADDRESS = "127.43.0.1";

    @Test
    void shouldConfigureAHubThatListensUntilItIsStopped() {
        // given
        HubResource resource = new HubResource();
        resource.init(Map.of("address", ADDRESS));
        // when
        Map<String, String> configuration = resource.start();
        // then
        int port = Integer.parseInt(configuration.getOrDefault("downlink.hubs.default.https-port", "none"));
        assertThat(configuration.get("downlink.hubs.default.connection-string"))
                .startsWith("HostName=" + ADDRESS + ";SharedAccessKeyName=service;SharedAccessKey=");
        assertThat(Path.of(configuration.getOrDefault("downlink.hubs.default.ca-file", "none")))
                .content()
                .contains("BEGIN CERTIFICATE");
        assertThatCode(() -> connect(port)).doesNotThrowAnyException();
        // and when
        resource.stop();
        // then
        assertThatThrownBy(() -> connect(port)).isInstanceOf(IOException.class);
    }

    private static void connect(int port) throws IOException {
        new Socket(ADDRESS, port).close();
    }
}
