package io.downlink.localstack.campaign;

import io.downlink.localstack.console.Layout;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.verdict.Noted;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Carries out one round: trouble, strike, and the wait until commands come to their end again. */
final class Striker {
    private static final Duration IN_HAND_WITHIN = Duration.ofSeconds(15);
    private static final Duration WELL_WITHIN = Duration.ofMinutes(3);

    private final Site site;
    private final CampaignSettings settings;
    private final RawTopics topics;
    private final Group group;
    private final Clock clock;

    Striker(Site site, CampaignSettings settings, RawTopics topics, Group group, Clock clock) {
        this.site = site;
        this.settings = settings;
        this.topics = topics;
        this.group = group;
        this.clock = clock;
    }

    /**
     * A strike that is over.
     *
     * @param counts whether there was a command between mark and outcome that it could befall; for a pause besides,
     *     whether the group gave the replica up
     * @param text for a person
     */
    record Struck(boolean counts, String text) {}

    /** Whom to strike, and which marks are his. */
    private record Target(Role role, Predicate<Noted> marks) {}

    Struck strike(Round round, int replicas) throws StackException, IOException, InterruptedException {
        List<String> troubles = new ArrayList<>();
        for (Trouble trouble : round.troubles()) {
            if (cause(trouble)) {
                troubles.add(trouble.label());
            }
        }
        Thread.sleep(round.lead());
        Target target = target(round, replicas);
        boolean inHand = Patience.within(
                IN_HAND_WITHIN, () -> topics.inHand(clock.instant()).count(target.marks()) > 0);
        Instant at = clock.instant();
        String what;
        boolean seen;
        if (round.strike() == Strike.PAUSE_GATEWAY) {
            seen = pause(target.role());
            what = "SIGSTOP %s for %s, %s"
                    .formatted(
                            target.role().name(),
                            Layout.took(settings.pause()),
                            seen ? "given up by the group" : "NOT given up by the group");
        } else {
            target.role().kill();
            Thread.sleep(round.down());
            target.role().start();
            seen = true;
            what = "kill -9 %s, down for %s".formatted(target.role().name(), Layout.took(round.down()));
        }
        Instant back = clock.instant();
        Patience.require(
                WELL_WITHIN,
                "outcome of a command since " + what,
                () -> describe(target.role()),
                () -> target.role().isReady() && topics.hasToldSince(back));
        int marks = topics.inHand(at).count(target.marks());
        Thread.sleep(round.breather());
        boolean counts = inHand && marks > 0 && seen;
        return new Struck(
                counts,
                "%-44s %d replicas, %2d between mark and outcome%s, well after %s%s"
                        .formatted(
                                what,
                                replicas,
                                marks,
                                counts ? "" : " (does not count)",
                                Layout.took(Duration.between(back, clock.instant())),
                                troubles.isEmpty() ? "" : "; " + String.join(", ", troubles)));
    }

    /** @return false where the hub cannot be asked: it is troubled enough */
    private boolean cause(Trouble trouble) {
        try {
            site.hubApi().addFault(trouble.fault());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Target target(Round round, int replicas) throws InterruptedException {
        int which = round.which();
        return switch (round.strike()) {
            case KILL_GATEWAY, PAUSE_GATEWAY -> {
                Role gateway = site.gateways().get(which % replicas);
                Set<Integer> partitions = group.partitionsOf(gateway.name());
                yield new Target(gateway, mark -> partitions.contains(mark.partition()));
            }
            case KILL_KAFKA -> new Target(site.kafka(), _ -> true);
            case KILL_HUB -> new Target(site.hub(), _ -> true);
            case KILL_DEVICES -> {
                int fleet = which % site.fleets().size();
                Set<String> devices = new HashSet<>(site.devicesOf(fleet));
                yield new Target(site.fleets().get(fleet), mark -> devices.contains(mark.deviceId()));
            }
        };
    }

    /** @return whether the group gave the replica up meanwhile */
    private boolean pause(Role gateway) throws IOException, InterruptedException {
        long until = System.nanoTime() + settings.pause().toNanos();
        boolean givenUp = false;
        gateway.pause();
        try {
            while (System.nanoTime() < until) {
                givenUp = givenUp || group.hasGivenUp(gateway.name());
                Thread.sleep(100);
            }
        } finally {
            gateway.resume();
        }
        return givenUp;
    }

    private String describe(Role role) {
        return "%s, %s; %d commands, %d final events"
                .formatted(
                        role.describe(),
                        role.isReady() ? "ready" : "not ready",
                        topics.asked().size(),
                        topics.told().size());
    }
}
