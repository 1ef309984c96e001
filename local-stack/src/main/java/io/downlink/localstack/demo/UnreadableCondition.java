package io.downlink.localstack.demo;

import static io.downlink.localstack.demo.Seen.end;
import static io.downlink.localstack.demo.UnexpectedException.unless;

import io.downlink.contracts.jobs.JobEvent;
import io.downlink.contracts.jobs.JobEvent.Failed;
import io.downlink.contracts.jobs.JobReason;
import java.io.IOException;
import java.time.Duration;

/** A condition that the hub cannot read ends a job as failed, in the hub's own words. */
final class UnreadableCondition implements Scenario {
    private static final String CONDITION = "tags.Building == '43'"; // a query has one = there
    private static final int SEEN_MAX = 68;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public String id() {
        return "l";
    }

    @Override
    public String title() {
        return "job nobody can read";
    }

    @Override
    public String play(Stage stage) throws UnexpectedException, IOException, InterruptedException {
        JobEvent last =
                stage.kafka().ask(Job.method(CONDITION, "LockDoor"), PATIENCE).getLast();
        boolean failed = last instanceof Failed event && event.cause().reason() == JobReason.JOB_FAILED;
        unless(failed, "failed JOB_FAILED", end(last));
        return shortened(end(last));
    }

    /** The hub is verbose: its own words in full stand in the transcript. */
    private static String shortened(String text) {
        String said = text.replace("ErrorCode:ArgumentInvalid;BadRequest; ", "");
        return said.length() <= SEEN_MAX ? said : said.substring(0, SEEN_MAX - 1) + "…";
    }
}
