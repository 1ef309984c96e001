package io.downlink.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.downlink.emulator.throttling.OperationClass;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationClassesTest {
    @ParameterizedTest
    @CsvSource({
        "POST,   /twins/{id}/methods,                    DIRECT_METHODS",
        "POST,   /twins/{id}/modules/{module}/methods,   DIRECT_METHODS",
        "GET,    /twins/{id},                            TWIN_READS",
        "GET,    /twins/{id}/modules/{module},           TWIN_READS",
        "PATCH,  /twins/{id},                            TWIN_UPDATES",
        "PUT,    /twins/{id},                            TWIN_UPDATES",
        "GET,    /devices,                               REGISTRY",
        "PUT,    /devices/{id},                          REGISTRY",
        "GET,    /devices/{id}/modules/{module},         REGISTRY",
        "POST,   /devices/query,                         QUERIES",
        "GET,    /devices/{id}/messages/deviceBound,     C2D_RECEIVES",
        "DELETE, /devices/{id}/messages/deviceBound/{l}, ",
        "POST,   /devices/{id}/messages/events,          ",
        "GET,    /statistics/devices,                    REGISTRY",
        "PUT,    /jobs/v2/{job},                         JOB_OPERATIONS",
        "GET,    /jobs/v2/query,                         JOB_OPERATIONS",
        "GET,    /configurations/{id},                   CONFIGURATIONS",
        "POST,   /$emulator/clock,                       ",
    })
    void shouldKnowUnderWhichLimitAnOperationFalls(String method, String path, @Nullable OperationClass expected) {
        assertThat(OperationClasses.of(HttpMethod.valueOf(method), path)).isEqualTo(expected);
    }
}
