package io.downlink.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import com.microsoft.azure.sdk.iot.service.transport.amqps.ProtonJExceptionParser;
import io.downlink.hub.HubFailure.DeviceNotFound;
import io.downlink.hub.HubFailure.ModuleNotFound;
import io.downlink.hub.HubFailure.PayloadTooLarge;
import io.downlink.hub.HubFailure.QueueFull;
import io.downlink.hub.HubFailure.QuotaExceeded;
import io.downlink.hub.HubFailure.Refused;
import io.downlink.hub.HubFailure.ResponseTimeout;
import io.downlink.hub.HubFailure.ServerError;
import io.downlink.hub.HubFailure.Throttled;
import io.downlink.hub.HubFailure.Unauthorized;
import io.downlink.hub.HubFailure.Unexpected;
import io.downlink.hub.HubFailure.Unreachable;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Conditions as a hub writes them, through the SDK's own parser. */
class SendFailuresTest {

    static Stream<Arguments> rejections() {
        return Stream.of(
                arguments("amqp:not-found", "ErrorCode:DeviceNotFound;x", DeviceNotFound.class, false),
                arguments("amqp:not-found", "ErrorCode:ModuleNotFound;x", ModuleNotFound.class, false),
                arguments("amqp:not-found", "x", DeviceNotFound.class, false),
                arguments("amqp:resource-limit-exceeded", "50", QueueFull.class, false),
                arguments("amqp:link:message-size-exceeded", "x", PayloadTooLarge.class, false),
                arguments("amqp:unauthorized-access", "x", Unauthorized.class, false),
                arguments("amqp:precondition-failed", "x", Refused.class, false),
                arguments("amqp:not-allowed", "x", Refused.class, false),
                arguments("amqp:not-implemented", "x", Refused.class, false),
                arguments("amqp:internal-error", "x", ServerError.class, true),
                arguments("com.microsoft:device-container-throttled", "x", Throttled.class, false),
                arguments("com.microsoft:quota-exceeded", "x", QuotaExceeded.class, false),
                arguments("com.microsoft:argument-error", "x", Refused.class, false),
                arguments("com.microsoft:argument-out-of-range", "x", Refused.class, false),
                arguments("com.microsoft:timeout", "x", ResponseTimeout.class, true),
                arguments("com.microsoft:news-to-us", "x", Unexpected.class, true));
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void shouldTellWhatARejectionMeans(
            String condition, String description, Class<? extends HubFailure> meaning, boolean mayHaveExecuted) {
        // when
        HubFailure failure =
                SendFailures.ofRejection(new ProtonJExceptionParser(condition, description).getIotHubException());
        // then
        assertThat(failure).isExactlyInstanceOf(meaning);
        assertThat(failure.mayHaveExecuted()).isEqualTo(mayHaveExecuted);
    }

    @Test
    void shouldCallNothingExecutedThatCameBeforeTheConnectionStood() {
        assertThat(SendFailures.ofOpening(new IOException("Connection refused")))
                .isExactlyInstanceOf(Unreachable.class);
        assertThat(SendFailures.ofOpening(new IotHubException("amqp:connection:framing-error:connection aborted")))
                .isExactlyInstanceOf(Unreachable.class);
        assertThat(SendFailures.ofOpening(new IotHubUnauthorizedException("Unauthorized")))
                .isExactlyInstanceOf(Unauthorized.class);
    }
}
