package io.downlink.collector.lost;

import io.downlink.contracts.feedback.Feedback.Lost;
import java.time.Instant;

/** What has to be known of the hubs, and told about them. */
public interface Hubs {

    /** Whether feedback of a hub of that name is received here. */
    boolean knows(String hub);

    /** Whether the hub's receiver is connected, and was at that time and ever since. */
    boolean connectedSince(String hub, Instant time);

    /** A command's message was taken by a hub that is known, whatever feedback was asked for. */
    void took(String hub, String deviceId, String messageId);

    /** From now on remembers whose outcomes the hubs tell, until {@link #watchNoMore} or the next call. */
    void watch();

    void watchNoMore();

    /** Whether an outcome of the message was on its way to {@code downlink.feedback} since {@link #watch}. */
    boolean tells(String hub, String deviceId, String messageId);

    /** Writes it to {@code downlink.feedback}, however long that takes. */
    void tell(Lost lost);
}
