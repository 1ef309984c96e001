package io.downlink.orchestrator.work;

import io.downlink.orchestrator.life.Job;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;

/** Follows the jobs of all hubs; hubs do not wait for each other. */
public final class Followers {
    private final List<HubFollower> followers;
    private final Nudges nudges;
    private final Duration pollInterval;

    public Followers(List<HubFollower> followers, Nudges nudges, Duration pollInterval) {
        this.followers = followers;
        this.nudges = nudges;
        this.pollInterval = pollInterval;
    }

    /** Never ends by itself. */
    public Multi<Job> follow() {
        return Multi.createBy()
                .merging()
                .streams(followers.stream()
                        .map(follower -> follower.follow(ticks()))
                        .toList());
    }

    private Multi<Long> ticks() {
        return Multi.createBy()
                .merging()
                .streams(
                        Multi.createFrom()
                                .ticks()
                                .every(pollInterval)
                                .onOverflow()
                                .drop(),
                        nudges.heard().onOverflow().drop());
    }
}
