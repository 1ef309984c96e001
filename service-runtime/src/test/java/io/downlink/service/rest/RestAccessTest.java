package io.downlink.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestAccessTest {

    @Test
    void shouldServeOnlyThisMachineUnlessToldOtherwise() {
        assertThat(access(Optional.empty(), "127.0.0.1").isOpen()).isTrue();
        assertThat(access(Optional.empty(), "::1").isOpen()).isTrue();
        assertThat(access(Optional.empty(), "0.0.0.0").isOpen()).isFalse();
        assertThat(access(Optional.empty(), "192.0.2.7").isOpen()).isFalse();
        assertThat(access(Optional.empty(), "no such host").isOpen()).isFalse();
    }

    @Test
    void shouldDoAsItIsTold() {
        assertThat(access(Optional.of(true), "0.0.0.0").isOpen()).isTrue();
        assertThat(access(Optional.of(false), "127.0.0.1").isOpen()).isFalse();
    }

    private static RestAccess access(Optional<Boolean> enabled, String host) {
        return new RestAccess(() -> enabled, host);
    }
}
