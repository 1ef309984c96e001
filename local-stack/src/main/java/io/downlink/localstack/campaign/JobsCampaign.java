package io.downlink.localstack.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.downlink.localstack.console.Console;
import io.downlink.localstack.console.Layout;
import io.downlink.localstack.processes.ProcessGroup;
import io.downlink.localstack.stack.HubApi;
import io.downlink.localstack.stack.StackException;
import io.downlink.localstack.verdict.JobEvidence;
import io.downlink.localstack.verdict.JobEvidence.OnRecord;
import io.downlink.localstack.verdict.JobVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Strikes one process after the other while jobs are asked for, lets all of them come to their end, and judges. */
public final class JobsCampaign {
    private static final Duration WARM_WITHIN = Duration.ofSeconds(90);

    /** An answer that went astray is found out about for a minute, and no other job is begun meanwhile. */
    private static final Duration WELL_WITHIN = Duration.ofMinutes(4);

    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(8);

    private final JobsCampaignSettings settings;
    private final JobsSite site;
    private final Console console;
    private final Clock clock;
    private final SplittableRandom random;
    private volatile String phase = "starting";

    /** @param home the checkout, built */
    public JobsCampaign(
            Path home, JobsCampaignSettings settings, ProcessGroup processes, Console console, Clock clock) {
        this.settings = settings;
        this.site = new JobsSite(home, settings, processes, clock);
        this.console = console;
        this.clock = clock;
        this.random = new SplittableRandom(settings.seed());
    }

    /**
     * What came of it.
     *
     * @param kills how many processes were killed
     */
    public record Result(int kills, JobVerdict verdict) {}

    /** What is going on, for a person. */
    public String phase() {
        return phase;
    }

    /** @throws StackException if it hangs; the message says where */
    public Result run() throws StackException, IOException, InterruptedException {
        site.start();
        String bootstrapServers = site.ground().bootstrapServers();
        console.line("started         Kafka, hub, %d virtual devices, 1 orchestrator; logs: %s"
                .formatted(settings.devices(), settings.stack().dir()));
        int kills;
        try (Supervisor _ = Supervisor.of(site.all());
                JobsTopics topics = JobsTopics.following(bootstrapServers)) {
            try (JobsTraffic _ = JobsTraffic.start(bootstrapServers, settings, clock)) {
                phase = "first jobs";
                Patience.require(WARM_WITHIN, "end of a job", () -> describe(topics), () -> topics.ended() > 1);
                kills = strike(topics);
                phase = "last jobs written";
            }
            phase = "settling";
            settle(topics);
        }
        phase = "judging";
        JobsTopics all = JobsTopics.toTheEnd(bootstrapServers);
        return new Result(kills, JobVerdict.on(new JobEvidence(all.asked(), all.told(), all.outcomes(), onRecord())));
    }

    /** Half of the kills with one replica, the others with two. */
    private int strike(JobsTopics topics) throws StackException, IOException, InterruptedException {
        int replicas = 1;
        int kills = 0;
        for (int number = 1; kills < settings.kills(); number++) {
            if (replicas == 1 && kills >= settings.kills() / 2) {
                replicas = JobsSite.REPLICAS;
                phase = "starting another replica";
                site.startOrchestrator(replicas);
            }
            JobsStrike strike = JobsStrike.next(random);
            phase = "round %d, %s".formatted(number, strike.kind());
            console.progress(phase);
            Ground.await(
                    site.ground().hub()); // what ended since the last strike may have ended before the hub was back
            for (Trouble trouble : strike.troubles()) {
                site.ground().hubApi().addFault(trouble.fault());
            }
            Thread.sleep(strike.lead());
            String what = carryOut(strike, replicas);
            kills += strike.kind() == JobsStrike.Kind.PAUSE_ORCHESTRATOR ? 0 : 1;
            long from = System.nanoTime();
            long ended = topics.ended();
            Patience.require(
                    WELL_WITHIN, "end of a job since " + what, () -> describe(topics), () -> topics.ended() > ended);
            console.line("%4d  %-44s %d replicas, well after %s%s"
                    .formatted(
                            kills,
                            what,
                            replicas,
                            Layout.took(Duration.ofNanos(System.nanoTime() - from)),
                            strike.troubles().isEmpty()
                                    ? ""
                                    : "; " + strike.troubles().getFirst().label()));
        }
        return kills;
    }

    private String carryOut(JobsStrike strike, int replicas) throws IOException, InterruptedException {
        Role role = switch (strike.kind()) {
            case KILL_ORCHESTRATOR, PAUSE_ORCHESTRATOR -> site.orchestrators().get(strike.which() % replicas);
            case KILL_KAFKA -> site.ground().kafka();
            case KILL_HUB -> site.ground().hub();
        };
        if (strike.kind() == JobsStrike.Kind.PAUSE_ORCHESTRATOR) {
            role.pause();
            try {
                Thread.sleep(settings.pause());
            } finally {
                role.resume();
            }
            return "SIGSTOP %s for %s".formatted(role.name(), Layout.took(settings.pause()));
        }
        role.kill();
        Thread.sleep(strike.down());
        role.start();
        return "kill -9 %s, down for %s".formatted(role.name(), Layout.took(strike.down()));
    }

    /** Whatever has no end when this is over is lost. */
    private void settle(JobsTopics topics) throws StackException, IOException, InterruptedException {
        for (Role role : site.all()) {
            if (role.isMeantToRun()) {
                Ground.await(role);
            }
        }
        site.ground().hubApi().removeFaults();
        Patience.within(SETTLED_WITHIN, () -> topics.open() == 0);
    }

    private Map<String, OnRecord> onRecord() throws IOException {
        HubApi hub = site.ground().hubApi();
        Map<String, OnRecord> jobs = new HashMap<>();
        for (JsonNode job : hub.jobs()) {
            String jobId = job.path("jobId").asText();
            jobs.put(jobId, OnRecord.read(job, hub.deviceJobs(jobId)));
        }
        return jobs;
    }

    private static String describe(JobsTopics topics) {
        return "%d jobs asked for, %d ended, %d open".formatted(topics.asked().size(), topics.ended(), topics.open());
    }
}
