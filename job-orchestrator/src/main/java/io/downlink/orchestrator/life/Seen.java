package io.downlink.orchestrator.life;

import io.downlink.hub.HubFailure;
import io.downlink.hub.JobSnapshot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was seen of a job. */
public sealed interface Seen {

    /** The hub says how it stands. */
    record InTheHub(JobSnapshot snapshot) implements Seen {}

    /** The hub says that it knows no such job. */
    record NotInTheHub() implements Seen {}

    /** The hub was asked how it stands, and did not say. */
    record NotSaid(HubFailure failure) implements Seen {}

    /** The hub took it. */
    record Taken() implements Seen {}

    /** The hub was given it, and did not say that it took it. */
    record NotTaken(HubFailure failure) implements Seen {}

    /** A job ahead of it in the same hub found no slot. */
    record NoSlot() implements Seen {}

    /** The hub took it back. */
    record TakenBack() implements Seen {}

    /** The jobs that try its failed devices again are begun. */
    record FollowedUp(List<String> jobIds) implements Seen {
        public FollowedUp {
            jobIds = List.copyOf(jobIds);
        }
    }

    /** A time of a recurring job has come; the next one is this. */
    record TimeCome(Instant nextRun) implements Seen {}

    /** Whoever asked for it wants it back, and the hub has never had it. */
    record Unwanted() implements Seen {}

    /**
     * A page of devices' outcomes was read; it is told where this is written.
     *
     * @param rows on the page
     * @param continuation of the next page, null after the last
     * @param queriesPerMinute how many further pages can be read in a minute
     */
    record PageRead(int rows, @Nullable String continuation, int queriesPerMinute) implements Seen {}

    /** The hub's answer about a page cannot be read, or it refuses to give one. */
    record PageUnreadable() implements Seen {}

    /** The hub does not take the continuation any more. */
    record ContinuationRefused() implements Seen {}
}
