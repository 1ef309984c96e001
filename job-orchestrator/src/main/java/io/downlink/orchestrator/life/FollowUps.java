package io.downlink.orchestrator.life;

import io.downlink.contracts.jobs.Origin;
import io.downlink.contracts.requests.TextRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The jobs that try devices again on which one failed. A condition names the devices, and no job can name more than a
 * condition holds; so they may be several.
 */
public final class FollowUps {
    private static final String OPEN = "deviceId IN [";
    private static final String CLOSE = "]";
    private static final String RETRY = "-retry-";

    private FollowUps() {}

    public static Branch of(Job job, Collection<String> deviceIds, Instant now) {
        List<String> conditions = conditions(deviceIds);
        Origin origin = job.request().origin().retried(job.id().jobId());
        List<Job> begun = new ArrayList<>();
        for (int part = 1; part <= conditions.size(); part++) {
            String jobId = name(job, origin.retry()) + (conditions.size() == 1 ? "" : "-part-" + part);
            begun.add(
                    new Job(job.request().again(jobId, conditions.get(part - 1), origin), job.meta(), Life.begin(now)));
        }
        return new Branch(
                new Seen.FollowedUp(
                        begun.stream().map(followUp -> followUp.id().jobId()).toList()),
                begun,
                List.of());
    }

    /** A retry of a retry has its number counted on: it has no more devices, and so no more parts. */
    private static String name(Job job, int retry) {
        String jobId = job.id().jobId();
        String before = RETRY + (retry - 1);
        int at = retry == 1 ? -1 : jobId.lastIndexOf(before);
        return at < 0
                ? jobId + RETRY + retry
                : jobId.substring(0, at) + RETRY + retry + jobId.substring(at + before.length());
    }

    private static List<String> conditions(Collection<String> deviceIds) {
        List<String> conditions = new ArrayList<>();
        StringBuilder condition = new StringBuilder();
        for (String deviceId : deviceIds) {
            String literal = literal(deviceId);
            int length = condition.length() + 1 + literal.length() + CLOSE.length();
            if (!condition.isEmpty() && length > TextRule.QUERY_CONDITION.lengthMax()) {
                conditions.add(condition.append(CLOSE).toString());
                condition.setLength(0);
            }
            condition.append(condition.isEmpty() ? OPEN : ",").append(literal);
        }
        if (!condition.isEmpty()) {
            conditions.add(condition.append(CLOSE).toString());
        }
        return conditions;
    }

    private static String literal(String deviceId) {
        return "'" + deviceId.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
