package io.downlink.localstack.campaign;

import java.util.SplittableRandom;

/** What befalls a process while feedback is due. */
public enum FeedbackStrike {
    KILL_COLLECTOR("kill -9 of a collector"),
    PAUSE_COLLECTOR("SIGSTOP of a collector"),
    KILL_KAFKA("kill -9 of Kafka"),
    KILL_HUB("kill -9 of the hub");

    private final String label;

    FeedbackStrike(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public boolean isKill() {
        return this != PAUSE_COLLECTOR;
    }

    /** The next one that chance brings: half of them kill a collector. */
    static FeedbackStrike next(SplittableRandom random) {
        int draw = random.nextInt(10);
        return draw < 5 ? KILL_COLLECTOR : draw < 6 ? PAUSE_COLLECTOR : draw < 8 ? KILL_KAFKA : KILL_HUB;
    }
}
