package io.downlink.contracts.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.contracts.cloudevents.TraceContext;
import io.downlink.contracts.jobs.JobRequest.Schedule;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.RequestDigest;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.requests.RequestedBy;
import io.downlink.contracts.requests.Source;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a job goes, as told on {@code downlink.job-events}.
 *
 * <p>An event is about one request: all are about the one that scheduled the job, {@link Cancelled} among them, but for
 * {@link CancelRefused}, which is about the one that wanted it back, and {@link Invalid}, which may be about either. For
 * one request the first final event counts; it says nothing about another request with the same job id.
 */
public sealed interface JobEvent {

    About about();

    /** The request was read and is kept; it is scheduled when its time has come and the hub has a slot. */
    record Accepted(About about) implements JobEvent {}

    /**
     * The request for a recurring job was read and is kept, or one of its times has come: told of the next.
     *
     * @param nextRun when it is run next
     */
    record Recurring(About about, Instant nextRun) implements JobEvent {}

    /**
     * A time of a recurring job has come, and it is not run.
     *
     * @param scheduledFor which time
     */
    record Skipped(About about, Instant scheduledFor, String detail) implements JobEvent {}

    /** The job waits for one of the hub's job slots. */
    record Waiting(About about, String detail) implements JobEvent {}

    /**
     * The hub has the job.
     *
     * @param startTime when the hub starts it, null for at once
     */
    record Scheduled(About about, @Nullable Instant startTime) implements JobEvent {}

    /**
     * The job runs, or has run and its devices' outcomes are being read.
     *
     * @param outcomes null while none are read
     */
    record Progress(
            About about, DeviceCounts devices, @Nullable OutcomesRead outcomes) implements JobEvent {}

    /** It is too late to take the job back, or there is nothing to take back; a running job goes on. */
    record CancelRefused(About about, String detail) implements JobEvent {}

    /**
     * The job has run. Whether it succeeded everywhere the counts say.
     *
     * @param startTime when it began, null where the hub does not tell
     * @param endTime when it ended, null where the hub does not tell
     * @param followedBy the jobs that try the devices again on which it failed
     */
    record Completed(
            About about,
            DeviceCounts devices,
            @Nullable Instant startTime,
            @Nullable Instant endTime,
            List<String> followedBy)
            implements JobEvent {
        public Completed {
            followedBy = List.copyOf(followedBy);
        }
    }

    /**
     * The hub refused the job, or ended it as failed.
     *
     * @param devices null where it reached none
     */
    record Failed(About about, Cause cause, @Nullable DeviceCounts devices) implements JobEvent {}

    /** The job was taken back; it has not run on any device. */
    record Cancelled(About about) implements JobEvent {}

    /** What the job of a dry run would come to; none is run. */
    record Forecast(About about, JobForecast forecast) implements JobEvent {}

    /** It never was a valid request. */
    record Invalid(About about, List<Problem> problems) implements JobEvent {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** The last part of the CloudEvents type {@code io.downlink.job.<name>}, and the {@code event} member. */
    default String name() {
        return switch (this) {
            case Accepted _ -> "accepted";
            case Recurring _ -> "recurring";
            case Skipped _ -> "skipped";
            case Waiting _ -> "waiting";
            case Scheduled _ -> "scheduled";
            case Progress _ -> "progress";
            case CancelRefused _ -> "cancel-refused";
            case Completed _ -> "completed";
            case Failed _ -> "failed";
            case Cancelled _ -> "cancelled";
            case Forecast _ -> "forecast";
            case Invalid _ -> "invalid";
        };
    }

    /** Whether nothing follows about the request. */
    default boolean isFinal() {
        return switch (this) {
            case Completed _, Failed _, Cancelled _, Forecast _, Invalid _ -> true;
            case Accepted _, Recurring _, Skipped _, Waiting _, Scheduled _, Progress _, CancelRefused _ -> false;
        };
    }

    /**
     * What every event says.
     *
     * @param time when it happened
     * @param type of the request; null where an invalid one has none that is known
     * @param source where the request stood
     * @param context the sender's own data, returned as they came
     * @param origin what the job comes from
     * @param digest {@code v1:} and the SHA-256 of what the request asks for, in lower-case hex: see {@link RequestDigest}
     * @param trace that of the request, which the headers of an event's record tell and its JSON does not; null for none
     */
    record About(
            Instant time,
            JobId id,
            @Nullable JobRequestType type,
            Source source,
            RequestedBy requestedBy,
            @Nullable JsonNode context,
            Origin origin,
            String digest,
            @Nullable TraceContext trace) {

        /** Of no trace. */
        public About(
                Instant time,
                JobId id,
                @Nullable JobRequestType type,
                Source source,
                RequestedBy requestedBy,
                @Nullable JsonNode context,
                Origin origin,
                String digest) {
            this(time, id, type, source, requestedBy, context, origin, digest, null);
        }

        /** About a request that came like this. */
        public static About of(RequestMeta meta, JobId id, @Nullable JobRequestType type, Instant time) {
            return of(meta, id, type, Origin.REQUEST, time);
        }

        /** About a valid request that came like this. */
        public static About of(RequestMeta meta, JobRequest request, Instant time) {
            Origin origin = request instanceof Schedule schedule ? schedule.origin() : Origin.REQUEST;
            return of(meta, request.id(), request.type(), origin, time);
        }

        private static About of(
                RequestMeta meta, JobId id, @Nullable JobRequestType type, Origin origin, Instant time) {
            return new About(
                    time,
                    id,
                    type,
                    meta.source(),
                    meta.requestedBy(),
                    meta.context(),
                    origin,
                    meta.digest(),
                    meta.trace());
        }
    }

    /**
     * How far the reading of the devices' outcomes is.
     *
     * @param read how many are told on {@code downlink.device-jobs} by now
     * @param restExpectedAt when the last one is expected to be, at the pace that the hub allows; null where none is left,
     *     or nobody knows
     */
    record OutcomesRead(int read, @Nullable Instant restExpectedAt) {}

    /**
     * @param detail what happened, in words for a person
     * @param hubErrorCode IoT Hub's six digits, where it gave them
     * @param trackingId what Microsoft support asks for
     */
    record Cause(
            JobReason reason,
            String detail,
            @Nullable Integer hubErrorCode,
            @Nullable String trackingId) {}
}
