package io.downlink.orchestrator.requests;

import io.downlink.contracts.jobs.JobReadResult;
import io.downlink.contracts.jobs.JobReadResult.Accepted;
import io.downlink.contracts.jobs.JobReadResult.Refused;
import io.downlink.contracts.jobs.JobReader;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.requests.Limits;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestMeta;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads requests, and holds them against the clock, which {@link JobReader} does not know. */
public final class CheckedReader {
    private final JobReader reader;
    private final Clock clock;

    public CheckedReader(JobReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    public JobReadResult read(ConsumerRecord<byte[], byte[]> record) {
        JobReadResult result = reader.read(record);
        return result instanceof Accepted(Schedule schedule, RequestMeta meta) ? check(schedule, meta, result) : result;
    }

    private JobReadResult check(Schedule schedule, RequestMeta meta, JobReadResult valid) {
        Instant startTime = schedule.startTime();
        return startTime == null || !startTime.isAfter(clock.instant().plus(Limits.JOB_START_AHEAD_MAX))
                ? valid
                : new Refused(schedule.id(), schedule.type(), meta, List.of(tooFarAhead(startTime)));
    }

    private static Problem tooFarAhead(Instant startTime) {
        return new Problem(
                "startTime",
                startTime.toString(),
                "lies more than %d hours ahead: ask for the job later".formatted(Limits.JOB_START_AHEAD_MAX.toHours()));
    }
}
