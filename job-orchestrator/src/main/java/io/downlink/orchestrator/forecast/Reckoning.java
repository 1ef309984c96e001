package io.downlink.orchestrator.forecast;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.jobs.DeviceOutcomes;
import io.downlink.contracts.jobs.JobForecast;
import io.downlink.contracts.jobs.JobForecast.Limit;
import io.downlink.contracts.jobs.JobForecast.Messages;
import io.downlink.contracts.jobs.JobRequest.Action;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.json.ExactJson;
import io.downlink.hub.MatchedDevices;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The formulae of a forecast.
 *
 * @see <a href="https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-pricing">What IoT Hub charges</a>
 */
final class Reckoning {
    /** Of outcomes, on a page. */
    private static final int ROWS = 100;
    /** Of one outcome: a row with a short answer has about as many. */
    private static final int ROW_BYTES = 512;

    private final Schedule job;
    private final int matched;
    private final HubRates hub;

    private Reckoning(Schedule job, int matched, HubRates hub) {
        this.job = job;
        this.matched = matched;
        this.hub = hub;
    }

    static JobForecast of(Schedule job, MatchedDevices devices, HubRates hub) {
        return new Reckoning(job, devices.number(), hub).forecast(devices);
    }

    private JobForecast forecast(MatchedDevices devices) {
        Messages messages = messages();
        int reached = (int) Math.min(matched, Math.min(inTime(), paidFor(messages)));
        return new JobForecast(
                matched,
                devices.sample(),
                hub.size().tier().name(),
                hub.size().units(),
                hub.assumed(),
                limit(messages),
                hub.devicesPerSecond(),
                reached,
                Duration.ofSeconds(Math.ceilDiv(reached, hub.devicesPerSecond())),
                outcomesTime(),
                messages,
                hub.size().messagesPerDay());
    }

    /** What leaves more devices out comes first. */
    private Limit limit(Messages messages) {
        if (matched == 0) {
            return Limit.NONE;
        }
        long fewest = Math.min(inTime(), paidFor(messages));
        if (fewest >= matched) {
            return Limit.DEVICE_OPERATIONS;
        }
        return fewest == inTime() ? Limit.MAX_EXECUTION_TIME : Limit.DAILY_QUOTA;
    }

    private long inTime() {
        return job.maxExecutionTime().toSeconds() * hub.devicesPerSecond();
    }

    private long paidFor(Messages messages) {
        long perDevice = matched == 0 ? 1 : (messages.requests() + messages.answers()) / matched;
        return hub.size().messagesPerDay() / perDevice;
    }

    private Duration outcomesTime() {
        return job.deviceOutcomes() == DeviceOutcomes.NONE
                ? Duration.ZERO
                : Duration.ofMinutes(pages()).dividedBy(hub.queriesPerMinute());
    }

    private Messages messages() {
        return switch (job.action()) {
            case Action.DirectMethod(var method) ->
                new Messages(matched * hub.messages(bytes(method.payload())), matched, outcomes());
            case Action.UpdateTwin twin ->
                new Messages(matched * hub.messages(bytes(twin.tags()) + bytes(twin.desired())), 0, outcomes());
        };
    }

    private long outcomes() {
        return job.deviceOutcomes() == DeviceOutcomes.NONE || matched == 0
                ? 0
                : hub.messages((long) matched * ROW_BYTES);
    }

    private int pages() {
        return Math.ceilDiv(matched, ROWS);
    }

    private static long bytes(@Nullable JsonNode json) {
        return json == null || json.isNull() ? 0 : ExactJson.text(json).getBytes(UTF_8).length;
    }
}
