package io.downlink.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.service.rest.RestAccess.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestAccessTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final String OTHER = "fedcba9876543210";

    private final Path file;
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    RestAccessTest(@TempDir Path directory) {
        this.file = directory.resolve("tokens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void shouldServeThisMachineUnlessTurnedOff(String host) {
        assertThat(access(Optional.empty(), false, host).decide(null)).isEqualTo(Decision.SERVED);
        assertThat(access(Optional.of(true), false, host).decide(null)).isEqualTo(Decision.SERVED);
        assertThat(access(Optional.of(false), false, host).decide(null)).isEqualTo(Decision.OFF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.7", "no such host"})
    void shouldServeNobodyElsewhereWithoutTokensUnlessToldTo(String host) {
        assertThat(access(Optional.empty(), false, host).decide(null)).isEqualTo(Decision.OFF);
        assertThat(access(Optional.of(true), false, host).decide(null)).isEqualTo(Decision.SERVED);
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
                .isEqualTo(Decision.OFF);
    }

    @Test
    void shouldReadTheFileAgain() throws IOException {
        // given
        RestAccess access = access(Optional.empty(), true, "0.0.0.0");
        assertThat(access.decide("Bearer " + TOKEN)).isEqualTo(Decision.TOKEN_WANTED);
        // when
        write(TOKEN);
        now = now.plus(Duration.ofSeconds(5));
        // then
        assertThat(access.decide("Bearer " + TOKEN)).isEqualTo(Decision.SERVED);
        write(OTHER);
        now = now.plus(Duration.ofSeconds(5));
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
        Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
        return new RestAccess(config, host, clock);
    }
}
