package io.downlink.emulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.jobs.JobId;
import io.downlink.emulator.jobs.JobSnapshot;
import io.downlink.emulator.jobs.Jobs;
import io.downlink.emulator.query.Page;
import io.downlink.emulator.query.Row;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs over HTTPS. */
final class JobOperations {
    private static final String UNKNOWN = "unknown";

    private final Jobs jobs;

    JobOperations(Jobs jobs) {
        this.jobs = jobs;
    }

    void schedule(Exchange exchange) {
        JobSnapshot queued = jobs.schedule(JobRequest.read(new JobId(exchange.variable(0)), exchange.jsonObject()));
        exchange.reply(200, JobBody.brief(queued));
    }

    /** The service has an answer for jobs it does not know. */
    void get(Exchange exchange) {
        JobId id = new JobId(exchange.variable(0));
        JobSnapshot job = jobs.get(id);
        ObjectNode unknown = JsonNodeFactory.instance
                .objectNode()
                .put("jobId", id.value())
                .put("type", UNKNOWN)
                .put("status", UNKNOWN);
        exchange.reply(200, job == null ? unknown : JobBody.write(job));
    }

    void cancel(Exchange exchange) {
        exchange.reply(200, JobBody.write(jobs.cancel(new JobId(exchange.variable(0)))));
    }

    void list(Exchange exchange) {
        String type = exchange.parameter("jobType");
        String status = exchange.parameter("jobStatus");
        Paging paging = Paging.of(exchange);
        Page page;
        try {
            page = Page.of(
                    type + "/" + status, (_, after) -> rows(type, status, after), paging.size(), paging.continuation());
        } catch (IllegalArgumentException otherContinuation) {
            throw new HubException(
                    HubError.ARGUMENT_INVALID, "BadRequest; x-ms-continuation: " + otherContinuation.getMessage());
        }
        exchange.reply(page, "JobResponse");
    }

    private Stream<Row> rows(@Nullable String type, @Nullable String status, @Nullable String after) {
        return jobs.after(after == null ? 0 : Long.parseLong(after)).stream()
                .filter(entry ->
                        isOrAny(type, entry.job().spec().action().type().toString()))
                .filter(entry -> isOrAny(status, entry.job().status().toString()))
                .map(entry -> new Row(Long.toString(entry.number()), JobBody.write(entry.job())));
    }

    private static boolean isOrAny(@Nullable String wanted, String actual) {
        return wanted == null || wanted.isEmpty() || wanted.equalsIgnoreCase(actual);
    }
}
