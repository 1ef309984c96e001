package io.downlink.contracts.commands;

import io.downlink.contracts.cloudevents.Opening;
import io.downlink.contracts.cloudevents.RecordOpener;
import io.downlink.contracts.requests.Fields;
import io.downlink.contracts.requests.JsonChecks;
import io.downlink.contracts.requests.MetaReader;
import io.downlink.contracts.requests.Problem;
import io.downlink.contracts.requests.Problems;
import io.downlink.contracts.requests.RequestDigest;
import io.downlink.contracts.requests.RequestMeta;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the records of {@code downlink.commands}, strictly: what is not understood is refused with the remedy, and all
 * problems of a request are told at once. Whatever a record holds, reading it gives a result and never throws.
 *
 * <p>Reads no clock: the same record gives the same result at any time. Whether a deadline has passed is for others to
 * say. May be called from any thread.
 */
public final class CommandReader {
    private final RequestParser parser;

    public CommandReader(RequestDefaults defaults) {
        this.parser = new RequestParser(defaults);
    }

    /** @param record as it stands on the topic; its timestamp is where lifetimes start */
    public ReadResult read(ConsumerRecord<byte[], byte[]> record) {
        return switch (RecordOpener.open(record)) {
            case Opening.Opened opened -> read(record, opened);
            case Opening.Unopened(String cause) -> new ReadResult.Unreadable(cause);
        };
    }

    private ReadResult read(ConsumerRecord<byte[], byte[]> record, Opening.Opened opened) {
        Problems problems = new Problems();
        Fields fields = new Fields(CommandPlace.REQUEST, opened.data(), problems);
        CommandId id = new IdentityReader(record, opened.attributes(), fields, problems).read();
        if (id == null) {
            return new ReadResult.Unreadable("neither deviceId nor the record's key is a device id");
        }
        JsonChecks.check(opened, problems);
        fields.refuseUnknown();
        RequestMeta meta = new MetaReader(record, opened, fields, problems, RequestDigest.OF_COMMANDS).read();
        CommandType type = fields.requiredChoice("type", CommandType.values());
        CommandRequest request = type == null
                ? null
                : parser.parse(type, id, fields, new DeadlineReader(meta.recordTime(), opened.attributes(), problems));
        List<Problem> found = problems.list();
        return request != null && found.isEmpty()
                ? new ReadResult.Accepted(request, meta)
                : new ReadResult.Refused(id, type, meta, found);
    }
}
