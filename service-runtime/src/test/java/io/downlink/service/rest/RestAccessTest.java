package io.downlink.service.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.service.rest.RestAccess.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestAccessTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final String OTHER = "fedcba9876543210";

    private final Path file;

    RestAccessTest(@TempDir Path directory) {
        this.file = directory.resolve("tokens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void shouldServeThisMachineUnlessTurnedOff(String host) {
        assertThat(access(Optional.empty(), false, host).decide(null)).isEqualTo(Decision.SERVED);
        assertThat(access(Optional.of(true), false, host).decide(null)).isEqualTo(Decision.SERVED);
        assertThat(access(Optional.of(false), false, host).decide(null)).isEqualTo(Decision.TURNED_OFF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.7", "no such host"})
    void shouldServeNobodyElsewhereWithoutTokens(String host) {
        assertThat(access(Optional.empty(), false, host).decide(null)).isEqualTo(Decision.UNPROTECTED);
        assertThat(access(Optional.of(false), false, host).decide(null)).isEqualTo(Decision.TURNED_OFF);
        assertThat(access(Optional.empty(), false, host).serves()).isFalse();
        assertThat(access(Optional.of(false), false, host).serves()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.7", "no such host"})
    void shouldRefuseToServeEverybody(String host) {
        assertThatThrownBy(() -> access(Optional.of(true), false, host))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("true, without tokens,")
                .hasMessageContainingAll(host + " (quarkus.http.host)", "downlink.rest.tokens-file", "loopback");
        assertThat(access(Optional.of(true), true, host).serves()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    void shouldServeWhoShowsAToken(String host) throws IOException {
        // given
        write("\n" + OTHER + "\n  " + TOKEN + "  \n");
        RestAccess access = access(Optional.empty(), true, host);
        // then
        assertThat(access.decide("Bearer " + TOKEN)).isEqualTo(Decision.SERVED);
        assertThat(access.decide("bearer " + OTHER)).isEqualTo(Decision.SERVED);
        assertThat(access.decide(null)).isEqualTo(Decision.TOKEN_WANTED);
        assertThat(access.decide("Bearer ")).isEqualTo(Decision.TOKEN_WANTED);
        assertThat(access.decide("Basic " + TOKEN)).isEqualTo(Decision.TOKEN_WANTED);
        assertThat(access.decide("Bearer " + TOKEN + "0")).isEqualTo(Decision.TOKEN_WANTED);
        assertThat(access(Optional.of(true), true, host).decide(null)).isEqualTo(Decision.TOKEN_WANTED);
        assertThat(access(Optional.of(false), true, host).decide("Bearer " + TOKEN))
                .isEqualTo(Decision.TURNED_OFF);
    }

    @Test
    void shouldReadTheFileAgain() throws IOException {
        // given
        RestAccess access = access(Optional.empty(), true, "0.0.0.0");
        assertThat(access.decide("Bearer " + TOKEN)).isEqualTo(Decision.TOKEN_WANTED);
        // when
        write(TOKEN);
        access.readTokens();
        // then
        assertThat(access.decide("Bearer " + TOKEN)).isEqualTo(Decision.SERVED);
        write(OTHER);
        access.readTokens();
        assertThat(access.decide("Bearer " + TOKEN)).isEqualTo(Decision.TOKEN_WANTED);
        assertThat(access.decide("Bearer " + OTHER)).isEqualTo(Decision.SERVED);
    }

    @Test
    void shouldNotCountTokensThatAreTooShort() throws IOException {
        // given
        write("secret\n" + TOKEN);
        RestAccess access = access(Optional.empty(), true, "0.0.0.0");
        // then
        assertThat(access.decide("Bearer secret")).isEqualTo(Decision.TOKEN_WANTED);
        assertThat(access.decide("Bearer " + TOKEN)).isEqualTo(Decision.SERVED);
    }

    @Test
    void shouldTellOfTheTokensAtOnceAndThenOfEachChangeOnce() throws IOException {
        // given
        try (LogLines log = new LogLines()) {
            // when
            RestAccess access = access(Optional.empty(), true, "127.0.0.1");
            access.readTokens();
            // then
            assertThat(log.lines).hasSize(1).last().asString().startsWith("tokens cannot be read");
            write("secret");
            access.readTokens();
            access.readTokens();
            assertThat(log.lines).hasSize(2).last().asString().startsWith("no token with 16 characters");
            write(TOKEN);
            access.readTokens();
            access.readTokens();
            assertThat(log.lines).hasSize(3).last().asString().startsWith("tokens are read");
        }
    }

    private void write(String tokens) throws IOException {
        Files.writeString(file, tokens);
    }

    private RestAccess access(Optional<Boolean> enabled, boolean tokens, String host) {
        RestConfig config = new RestConfig() {
            @Override
            public Optional<Boolean> enabled() {
                return enabled;
            }

            @Override
            public Optional<Path> tokensFile() {
                return tokens ? Optional.of(file) : Optional.empty();
            }
        };
        return new RestAccess(config, host);
    }

    /** What is logged here of tokens. */
    private static final class LogLines extends Handler implements AutoCloseable {
        private static final Logger LOGGER = Logger.getLogger(RestTokens.class.getName());

        private final List<String> lines = new ArrayList<>();

        LogLines() {
            LOGGER.addHandler(this);
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getMessage());
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            LOGGER.removeHandler(this);
        }
    }
}
