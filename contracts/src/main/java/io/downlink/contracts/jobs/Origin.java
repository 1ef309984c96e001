package io.downlink.contracts.jobs;

import io.downlink.contracts.json.JsonObjectReader;
import io.downlink.contracts.json.JsonObjectWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a job comes from that nobody asked for by its own id.
 *
 * @param runOf the recurring job that it is a run of, or a retry of a run of; null where there is none
 * @param follows the job whose failed devices it tries again; null where it is none's
 * @param retry which try again this is, from 1; 0 where it is none
 */
public record Origin(@Nullable String runOf, @Nullable String follows, int retry) {
    /** Of a job that was asked for. */
    public static final Origin REQUEST = new Origin(null, null, 0);

    public static Origin runOf(String jobId) {
        return new Origin(jobId, null, 0);
    }

    /** Of the next job on the devices on which this one failed. */
    public Origin retried(String jobId) {
        return new Origin(runOf, jobId, retry + 1);
    }

    /** Writes its members; none of a job that was asked for. */
    public void write(JsonObjectWriter json) throws IOException {
        json.text("runOf", runOf);
        json.text("follows", follows);
        if (retry > 0) {
            json.number("retry", retry);
        }
    }

    public static Origin read(JsonObjectReader json) {
        Integer retry = json.integerOrNull("retry");
        return new Origin(json.textOrNull("runOf"), json.textOrNull("follows"), retry == null ? 0 : retry);
    }
}
