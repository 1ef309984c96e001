package io.downlink.localstack.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One strike, and what goes wrong with the hub's answers around it.
 *
 * @param lead from the troubles to the strike
 * @param down how long what was killed stays down
 * @param which picks among the replicas, 0 or more
 */
record JobsStrike(Kind kind, List<Trouble> troubles, Duration lead, Duration down, int which) {
    JobsStrike {
        troubles = List.copyOf(troubles);
    }

    /** What befalls a process. */
    enum Kind {
        KILL_ORCHESTRATOR,
        PAUSE_ORCHESTRATOR,
        KILL_KAFKA,
        KILL_HUB
    }

    /** The next one that chance brings: half of them kill a replica, one in six lets one stand still. */
    static JobsStrike next(SplittableRandom random) {
        int draw = random.nextInt(100);
        Kind kind = draw < 50
                ? Kind.KILL_ORCHESTRATOR
                : draw < 66 ? Kind.PAUSE_ORCHESTRATOR : draw < 84 ? Kind.KILL_KAFKA : Kind.KILL_HUB;
        List<Trouble> troubles = new ArrayList<>();
        if (random.nextBoolean()) {
            troubles.add(trouble(random));
        }
        return new JobsStrike(
                kind,
                troubles,
                Duration.ofMillis(random.nextInt(3_000)),
                Duration.ofMillis(random.nextInt(2_500)),
                random.nextInt(0, Integer.MAX_VALUE));
    }

    private static Trouble trouble(SplittableRandom random) {
        String kind = List.of(
                        "execute-then-close", "execute-then-cut-body", "execute-then-delay", "execute-then-no-answer")
                .get(random.nextInt(4));
        String operation = random.nextInt(3) == 0 ? "query" : "jobs";
        ObjectNode fault = JsonNodeFactory.instance
                .objectNode()
                .put("kind", kind)
                .put("operation", operation)
                .put("share", 0.2 + random.nextDouble(0.5))
                .put("duration", "PT%dS".formatted(2 + random.nextInt(4)))
                .put("seed", random.nextInt(1_000_000));
        if (kind.equals("execute-then-delay")) {
            fault.putObject("latency").put("distribution", "fixed").put("delay", "PT2S");
        }
        return new Trouble("%s on %s".formatted(kind, operation), fault);
    }
}
