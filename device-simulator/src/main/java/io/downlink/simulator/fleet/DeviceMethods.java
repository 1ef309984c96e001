package io.downlink.simulator.fleet;

import com.google.gson.JsonElement;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodPayload;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.device.twin.MethodCallback;
import io.downlink.simulator.behaviour.Call;
import io.downlink.simulator.behaviour.Conduct.Act;
import io.downlink.simulator.behaviour.Conduct.Fail;
import io.downlink.simulator.behaviour.Conduct.Hang;
import io.downlink.simulator.behaviour.Effect.Executed;
import io.downlink.simulator.behaviour.Effect.NotImplemented;
import io.downlink.simulator.behaviour.Methods;
import io.downlink.simulator.behaviour.Temper;
import io.downlink.simulator.record.DeviceRecord;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes one device's calls from the SDK, one at a time, and writes down what becomes of each before anybody else knows.
 *
 * <p>The SDK calls back on a thread of the one device and sends what is returned, so waiting here delays nobody else.
 * After a reconnect it does so on a new thread while the old one may still be waiting: hence the lock.
 */
final class DeviceMethods implements MethodCallback {
    private static final Logger LOGGER = Logger.getLogger(DeviceMethods.class);

    private static final int OK = 200;
    private static final int FAILED = 500;

    /** What Azure's C# and Node SDKs answer by themselves; the Java SDK leaves it to the device's own code. */
    private static final int NOT_IMPLEMENTED = 501;

    private final DeviceRecord record;
    private final Temper temper;
    private final Methods methods;
    private final Pause pause;
    private final Consumer<Map<String, Object>> report;
    private final Lock oneAtATime = new ReentrantLock(true);

    /** @param report takes properties to report once the answer has left; must not wait for it */
    DeviceMethods(
            DeviceRecord record, Temper temper, Methods methods, Pause pause, Consumer<Map<String, Object>> report) {
        this.record = record;
        this.temper = temper;
        this.methods = methods;
        this.pause = pause;
        this.report = report;
    }

    /** @return null where the device hangs: the SDK then sends nothing, and its thread is free */
    @Override
    public @Nullable DirectMethodResponse onMethodInvoked(
            String method, DirectMethodPayload payload, @Nullable Object context) {
        return take(method, payload.getPayloadAsJsonElement());
    }

    @Nullable
    DirectMethodResponse take(String method, JsonElement payload) {
        Call call = Call.direct(method, payload);
        record.received(call); // before its turn: who makes calls that meet is found out
        oneAtATime.lock();
        try {
            Answer answer = perform(call);
            if (answer == null) {
                return null;
            }
            record.answered(method, answer.payload(), answer.status());
            reportAfter(answer);
            return new DirectMethodResponse(answer.status(), answer.payload());
        } catch (RuntimeException e) {
            // The SDK would swallow it. No answer leaves that the record does not hold.
            LOGGER.errorf(e, "call not answered method=%s", method);
            throw e;
        } finally {
            oneAtATime.unlock();
        }
    }

    /**
     * Takes a call that came in a message, and has nobody to answer.
     *
     * @return the status that would have been answered; empty where the device hangs
     */
    OptionalInt takeUnanswered(Call call) {
        record.received(call);
        oneAtATime.lock();
        try {
            Answer answer = perform(call);
            if (answer == null) {
                return OptionalInt.empty();
            }
            reportAfter(answer);
            return OptionalInt.of(answer.status());
        } finally {
            oneAtATime.unlock();
        }
    }

    private @Nullable Answer perform(Call call) {
        return switch (temper.next()) {
            case Hang _ -> hang(call);
            case Fail(Duration after) -> fail(call, after);
            case Act(Duration after) -> act(call, after);
        };
    }

    private @Nullable Answer hang(Call call) {
        record.hung(call);
        return null;
    }

    private Answer fail(Call call, Duration after) {
        pause.of(after);
        return new Answer(FAILED, methods.failure(call.method()), Map.of());
    }

    private Answer act(Call call, Duration after) {
        pause.of(after);
        return switch (methods.run(call.method(), call.payload())) {
            case NotImplemented(JsonElement answer) -> new Answer(NOT_IMPLEMENTED, answer, Map.of());
            case Executed(JsonElement answer, Map<String, Object> reported) -> {
                record.executed(call);
                yield new Answer(OK, answer, reported);
            }
        };
    }

    private void reportAfter(Answer answer) {
        if (!answer.reported().isEmpty()) {
            report.accept(answer.reported());
        }
    }

    private record Answer(int status, JsonElement payload, Map<String, Object> reported) {}
}
