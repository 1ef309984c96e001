package io.downlink.orchestrator.life;

import io.downlink.contracts.jobs.JobEvent.Cause;
import io.downlink.contracts.jobs.JobReason;
import io.downlink.hub.HubFailure;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.JobSnapshot;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why jobs fail, in the words of the events. */
public final class Causes {

    private Causes() {}

    /** With what the hub or the connection said. */
    public static Cause of(HubFailure failure) {
        Evidence evidence = failure.evidence();
        return new Cause(reasonOf(failure), evidence.detail(), evidence.hubErrorCode(), evidence.trackingId());
    }

    /** The hub has a job of this id, and not by this request. */
    public static Cause idInUse() {
        return of(
                JobReason.JOB_ID_IN_USE,
                "The hub has a job of this id already, or another request took it. Nothing was scheduled: take another id.");
    }

    /** No hub of that name is configured. */
    public static Cause hubUnknown(String hub) {
        return of(
                JobReason.HUB_UNKNOWN,
                "No hub of the name \"%s\" is configured: set downlink.hubs.%s.connection-string, or name another one."
                        .formatted(hub, hub));
    }

    static Cause unknownToTheHub() {
        return of(
                JobReason.JOB_UNKNOWN,
                "The hub took the job, and has said for %d s that it knows no job of this id."
                        .formatted(Life.UNKNOWN_FOR.toSeconds()));
    }

    static Cause cancelledInTheHub() {
        return of(
                JobReason.JOB_FAILED,
                "It was cancelled in the hub when it had begun, and not by a request here. The counts say how far it came.");
    }

    /** In the hub's own words. */
    static Cause failedInTheHub(JobSnapshot snapshot) {
        String words = Stream.of(snapshot.failureReason(), snapshot.statusMessage())
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining("; "));
        return of(
                JobReason.JOB_FAILED,
                words.isEmpty() ? "The hub ended the job as failed, and does not say why." : words);
    }

    private static Cause of(JobReason reason, String detail) {
        return new Cause(reason, detail, null, null);
    }

    /** The one table from what can go wrong at a hub to the closed list of reasons. */
    static JobReason reasonOf(HubFailure failure) {
        return switch (failure) {
            case HubFailure.Unauthorized _ -> JobReason.UNAUTHORIZED;
            case HubFailure.Forbidden _ -> JobReason.FORBIDDEN;
            case HubFailure.QuotaExceeded _ -> JobReason.QUOTA_EXCEEDED;
            case HubFailure.NotAvailableInTier _ -> JobReason.NOT_AVAILABLE_IN_TIER;
            case HubFailure.JobAlreadyExists _ -> JobReason.JOB_ID_IN_USE;
            case HubFailure.Refused _,
                    HubFailure.PayloadTooLarge _,
                    HubFailure.DeviceNotFound _,
                    HubFailure.ModuleNotFound _,
                    HubFailure.DeviceNotOnline _,
                    HubFailure.QueueFull _,
                    HubFailure.JobSlotsFull _,
                    HubFailure.JobNotFound _,
                    HubFailure.JobNotCancellable _,
                    HubFailure.Throttled _ -> JobReason.REFUSED_BY_HUB;
            case HubFailure.Unreachable _,
                    HubFailure.ResponseTimeout _,
                    HubFailure.ConnectionLost _,
                    HubFailure.DeviceConnectionLost _,
                    HubFailure.ServerError _,
                    HubFailure.AnswerUnreadable _,
                    HubFailure.Abandoned _ -> JobReason.HUB_UNAVAILABLE;
            case HubFailure.Unexpected _ -> JobReason.UNEXPECTED;
        };
    }
}
