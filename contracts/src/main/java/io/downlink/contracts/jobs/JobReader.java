package io.downlink.contracts.jobs;

import io.downlink.contracts.cloudevents.Opening;
import io.downlink.contracts.cloudevents.RecordOpener;
import io.downlink.contracts.methods.MethodTimeouts;
import io.downlink.contracts.requests.Fields;
import io.downlink.contracts.requests.IdReader;
import io.downlink.contracts.requests.JsonChecks;
import io.downlink.contracts.requests.MetaReader;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.Problems;
import io.downlink.contracts.requests.RequestDigest;
import io.downlink.contracts.requests.RequestMeta;
import io.downlink.contracts.requests.TextRule;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the records of {@code downlink.jobs}, strictly: what is not understood is refused with the remedy, and all
 * problems of a request are told at once. Whatever a record holds, reading it gives a result and never throws.
 *
 * <p>Reads no clock and knows no cron: what needs them its {@link JobChecks} tell. May be called from any thread.
 */
public final class JobReader {
    private final JobParser parser;

    /** @param timeouts what a method call gets that names none */
    public JobReader(MethodTimeouts timeouts, JobChecks checks) {
        this.parser = new JobParser(timeouts, checks);
    }

    /** @param record as it stands on the topic */
    public JobReadResult read(ConsumerRecord<byte[], byte[]> record) {
        return switch (RecordOpener.open(record)) {
            case Opening.Opened opened -> read(record, opened);
            case Opening.Unopened(String cause) -> new JobReadResult.Unreadable(cause);
        };
    }

    private JobReadResult read(ConsumerRecord<byte[], byte[]> record, Opening.Opened opened) {
        Problems problems = new Problems();
        Fields fields = new Fields(JobPlace.REQUEST, opened.data(), problems);
        IdReader ids = new IdReader(record, fields, problems);
        String jobId = ids.key("jobId", TextRule.JOB_ID, "job id");
        if (jobId == null) {
            return new JobReadResult.Unreadable("neither jobId nor the record's key is a job id");
        }
        JobId id = new JobId(ids.hub(), jobId);
        JsonChecks.check(opened, problems);
        fields.refuseUnknown();
        RequestMeta meta = new MetaReader(record, opened, fields, problems, RequestDigest.OF_JOBS).read();
        JobRequestType type = fields.requiredChoice("type", JobRequestType.values());
        JobRequest request = type == null ? null : parser.parse(type, id, fields);
        List<Problem> found = problems.list();
        return request != null && found.isEmpty()
                ? new JobReadResult.Accepted(request, meta)
                : new JobReadResult.Refused(id, type, meta, found);
    }
}
