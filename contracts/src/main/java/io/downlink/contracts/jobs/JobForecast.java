package io.downlink.contracts.jobs;

import com.fasterxml.jackson.annotation.JsonValue;
import io.downlink.contracts.json.JsonObjectReader;
import io.downlink.contracts.json.JsonObjectReader.MissingMemberException;
import io.downlink.contracts.json.JsonObjectWriter;
import io.downlink.contracts.json.WireName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What a job would come to if the hub began it now, with nothing else running in it.
 *
 * @param matched for how many devices its condition holds
 * @param sample the ids of some of them, 10 at most
 * @param tier the hub's edition, and {@code units} of it, that this is reckoned for
 * @param assumed whether nobody has configured them
 * @param limit what keeps the job from being done sooner, or on more devices
 * @param devicesPerSecond how many the hub works on in a second
 * @param reached on how many of the devices it can work, by the time and the messages that there are
 * @param jobTime how long it works on those, where each answers at once
 * @param outcomesTime how long it then takes to read what it came to on each device, at the pace that is allowed; where only
 *     failed ones are told, if it fails on every device; zero where nobody wants to know
 * @param messages what it costs
 * @param messagesPerDay how many messages the hub has for a day
 */
public record JobForecast(
        int matched,
        List<String> sample,
        String tier,
        int units,
        boolean assumed,
        Limit limit,
        int devicesPerSecond,
        int reached,
        Duration jobTime,
        Duration outcomesTime,
        Messages messages,
        long messagesPerDay) {

    public JobForecast {
        sample = List.copyOf(sample);
    }

    /** What keeps a job from being done sooner, or on more devices. */
    public enum Limit implements WireName {
        /** Nothing: its condition holds for no device. */
        NONE("none"),
        /** How many devices the hub works on in a second. */
        DEVICE_OPERATIONS("device-operations"),
        /** The job's own {@code maxExecutionTime}: devices not reached by then fail. */
        MAX_EXECUTION_TIME("max-execution-time"),
        /** The hub's messages of a day. */
        DAILY_QUOTA("daily-quota");

        private final String wire;

        Limit(String wire) {
            this.wire = wire;
        }

        @Override
        @JsonValue
        public String wire() {
            return wire;
        }
    }

    /**
     * What is charged, in messages.
     *
     * @param requests for what goes to all matched devices
     * @param answers for what these answer to a method, if each says no more than fits into one message
     * @param outcomes for reading what it came to on each device, or on each that failed, if it fails on every one
     */
    public record Messages(long requests, long answers, long outcomes) {
        public long total() {
            return requests + answers + outcomes;
        }
    }

    /** Writes its members. */
    public void write(JsonObjectWriter json) throws IOException {
        json.number("matched", matched);
        json.texts("sample", sample);
        json.text("tier", tier);
        json.number("units", units);
        json.flag("assumed", assumed);
        json.name("limit", limit);
        json.number("devicesPerSecond", devicesPerSecond);
        json.number("reached", reached);
        json.text("jobTime", jobTime.toString());
        json.text("outcomesTime", outcomesTime.toString());
        json.object("messages", object -> {
            object.number("requests", messages.requests());
            object.number("answers", messages.answers());
            object.number("outcomes", messages.outcomes());
            object.number("total", messages.total());
        });
        json.number("messagesPerDay", messagesPerDay);
    }

    static JobForecast read(JsonObjectReader json) throws MissingMemberException {
        JsonObjectReader messages = json.object("messages");
        Limit limit = json.choice("limit", Limit.values());
        return new JobForecast(
                json.integer("matched"),
                json.texts("sample"),
                json.text("tier"),
                json.integer("units"),
                json.flag("assumed"),
                limit == null ? Limit.NONE : limit,
                json.integer("devicesPerSecond"),
                json.integer("reached"),
                json.duration("jobTime"),
                json.duration("outcomesTime"),
                new Messages(
                        messages.longInteger("requests"),
                        messages.longInteger("answers"),
                        messages.longInteger("outcomes")),
                json.longInteger("messagesPerDay"));
    }
}
