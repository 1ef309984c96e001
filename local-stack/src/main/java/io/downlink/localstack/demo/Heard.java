package io.downlink.localstack.demo;

import io.downlink.contracts.commands.CommandEvent;
import io.downlink.contracts.commands.CommandEventReader;
import io.downlink.contracts.feedback.Feedback;
import io.downlink.contracts.feedback.FeedbackReader;
import io.downlink.contracts.jobs.DeviceJob;
import io.downlink.contracts.jobs.DeviceJobReader;
import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEventReader;
import io.downlink.contracts.requests.Source;
import io.downlink.contracts.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What Downlink has said so far, and how to wait for what it says next. Safe for use by many threads. */
final class Heard {
    private static final long LOOK_AGAIN_MILLIS = 500;

    private final BooleanSupplier hopeless;
    private final Map<String, CommandEvent> outcomes = new HashMap<>();
    private final Map<String, Feedback> feedback = new HashMap<>();
    private final Map<String, List<JobEvent>> jobs = new HashMap<>();
    private final Map<String, Map<String, DeviceJob>> deviceJobs = new HashMap<>();
    private final Map<Source, ConsumerRecord<byte[], byte[]>> deadLetters = new HashMap<>();

    /** @param hopeless whether to stop waiting before the time is over */
    Heard(BooleanSupplier hopeless) {
        this.hopeless = hopeless;
    }

    /** The first final event of a command; empty if none comes in time. */
    Optional<CommandEvent> outcome(String commandId, Duration patience) throws InterruptedException {
        return await(() -> outcomes.get(commandId), patience);
    }

    /** What the hub has told of a message; empty if it does not in time. */
    Optional<Feedback> feedback(String commandId, Duration patience) throws InterruptedException {
        return await(() -> feedback.get(commandId), patience);
    }

    /** All events of a job, the last of them final; empty if none is in time. */
    Optional<List<JobEvent>> job(String jobId, Duration patience) throws InterruptedException {
        return await(
                () -> {
                    List<JobEvent> events = jobs.getOrDefault(jobId, List.of());
                    return !events.isEmpty() && events.getLast().isFinal() ? List.copyOf(events) : null;
                },
                patience);
    }

    /** The outcomes of so many devices in a job, by device; empty if they are fewer when the time is over. */
    Optional<Map<String, DeviceJob>> deviceJobs(String jobId, int count, Duration patience)
            throws InterruptedException {
        return await(
                () -> {
                    Map<String, DeviceJob> told = deviceJobs.getOrDefault(jobId, Map.of());
                    return told.size() >= count ? Map.copyOf(told) : null;
                },
                patience);
    }

    /** The dead letter of a record; empty if none comes in time. */
    Optional<ConsumerRecord<byte[], byte[]>> deadLetter(Source source, Duration patience) throws InterruptedException {
        return await(() -> deadLetters.get(source), patience);
    }

    synchronized void hear(ConsumerRecord<byte[], byte[]> record) {
        switch (record.topic()) {
            case Topics.COMMAND_EVENTS ->
                CommandEventReader.read(record.value())
                        .filter(CommandEvent::isFinal)
                        .ifPresent(
                                event -> outcomes.putIfAbsent(event.about().id().commandId(), event));
            case Topics.FEEDBACK -> FeedbackReader.read(record.value()).ifPresent(this::keep);
            case Topics.JOB_EVENTS ->
                JobEventReader.read(record.value())
                        .ifPresent(
                                event -> jobs.computeIfAbsent(event.about().id().jobId(), _ -> new ArrayList<>())
                                        .add(event));
            case Topics.DEVICE_JOBS ->
                DeviceJobReader.read(record.value())
                        .ifPresent(outcome -> deviceJobs
                                .computeIfAbsent(outcome.job().jobId(), _ -> new HashMap<>())
                                .put(outcome.deviceId(), outcome));
            case Topics.DEAD_LETTERS -> deadLetters.put(origin(record), record);
            default -> {} // the requests are ours
        }
        notifyAll();
    }

    private void keep(Feedback told) {
        String commandId = told.commandId();
        if (commandId != null) {
            feedback.putIfAbsent(commandId, told);
        }
    }

    private synchronized <T> Optional<T> await(Supplier<@Nullable T> look, Duration patience)
            throws InterruptedException {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        T seen = look.get();
        for (long left = patience.toMillis(); seen == null && left > 0 && !hopeless.getAsBoolean(); ) {
            wait(Math.min(left, LOOK_AGAIN_MILLIS));
            seen = look.get();
            left = Duration.ofNanos(giveUpAt - System.nanoTime()).toMillis();
        }
        return Optional.ofNullable(seen);
    }

    /** Where a dead letter stood first. */
    private static Source origin(ConsumerRecord<byte[], byte[]> record) {
        return new Source(
                header(record, "dead-letter-topic"),
                Integer.parseInt(header(record, "dead-letter-partition")),
                Long.parseLong(header(record, "dead-letter-offset")));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "-1" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
