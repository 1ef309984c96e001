package io.downlink.hub;

import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import io.downlink.hub.HubFailure.AnswerUnreadable;
import io.downlink.hub.HubFailure.ConnectionLost;
import io.downlink.hub.HubFailure.DeviceConnectionLost;
import io.downlink.hub.HubFailure.DeviceNotFound;
import io.downlink.hub.HubFailure.DeviceNotOnline;
import io.downlink.hub.HubFailure.Evidence;
import io.downlink.hub.HubFailure.Forbidden;
import io.downlink.hub.HubFailure.JobAlreadyExists;
import io.downlink.hub.HubFailure.JobNotCancellable;
import io.downlink.hub.HubFailure.JobNotFound;
import io.downlink.hub.HubFailure.JobSlotsFull;
import io.downlink.hub.HubFailure.ModuleNotFound;
import io.downlink.hub.HubFailure.NotAvailableInTier;
import io.downlink.hub.HubFailure.PayloadTooLarge;
import io.downlink.hub.HubFailure.QuotaExceeded;
import io.downlink.hub.HubFailure.Refused;
import io.downlink.hub.HubFailure.ResponseTimeout;
import io.downlink.hub.HubFailure.ServerError;
import io.downlink.hub.HubFailure.Throttled;
import io.downlink.hub.HubFailure.Unauthorized;
import io.downlink.hub.HubFailure.Unexpected;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one table from what the hub answers, and what is thrown, to what it means. What no row knows may have executed: a command is rather in
 * doubt than wrongly called failed.
 */
final class FailureTable {
    /** "... Wait 10 seconds and try again": all that IoT Hub says of when, for it sends no {@code Retry-After}. */
    private static final Pattern WAIT = Pattern.compile("(?i)\\bwait (\\d{1,4}) seconds?\\b");

    private static final Pattern SECRET =
            Pattern.compile("(?i)SharedAccessSignature\\s\\S*|sig=[^&\\s\"]*|Bearer\\s\\S+");
    private static final int DETAIL_CHARS_MAX = 500;

    private FailureTable() {}

    /** The failure, with its cause where that cannot show a payload. */
    static HubException exception(Throwable thrown) {
        if (thrown instanceof HubException known) {
            return known;
        }
        HubFailure failure = failure(thrown);
        return new HubException(failure, failure instanceof AnswerUnreadable ? null : thrown);
    }

    static HubFailure failure(Throwable thrown) {
        return switch (thrown) {
            case IotHubException refusal -> ofMethods(HubAnswer.of(refusal));
            case IOException broken -> new ConnectionLost(evidence(broken));
            case VertxException broken -> new ConnectionLost(evidence(broken));
            case PrematureChannelClosureException broken -> new ConnectionLost(evidence(broken));
            // The request was valid before it was sent, so what cannot be read is the answer, which is not told.
            case IllegalArgumentException _, CodecException _ ->
                new AnswerUnreadable(new Evidence("the hub's answer is no HTTP", null, null));
            default -> new Unexpected(evidence(thrown));
        };
    }

    /** Of a refusal over REST: the rows of jobs, and then those of every call. */
    static HubFailure ofJobs(HubAnswer answer) {
        if (answer.status() == 429 && answer.text().contains("ThrottlingMaxActiveJobCountExceeded")) {
            return new JobSlotsFull(evidence(answer)); // in a 429 without its six digits the text alone tells
        }
        return switch (answer.code()) {
            case 404002 -> new JobNotFound(evidence(answer));
            case 405102 -> new JobNotCancellable(evidence(answer));
            case 409104 -> new JobAlreadyExists(evidence(answer));
            case 429004 -> new JobSlotsFull(evidence(answer));
            default -> ofMethods(answer);
        };
    }

    /** Of a refusal, of whatever call. */
    static HubFailure ofMethods(HubAnswer answer) {
        Evidence evidence = evidence(answer);
        return switch (answer.code()) {
            case 400027 -> new DeviceConnectionLost(evidence); // the device connected anew while it held the call
            case 403002 -> new QuotaExceeded(evidence);
            case 403010 -> new NotAvailableInTier(evidence);
            case 404001 -> new DeviceNotFound(evidence);
            case 404010 -> new ModuleNotFound(evidence);
            case 404103 -> new DeviceNotOnline(evidence);
            case 404104 -> new DeviceConnectionLost(evidence);
            case 504101 -> new ResponseTimeout(evidence);
            default -> ofStatus(answer, evidence);
        };
    }

    private static HubFailure ofStatus(HubAnswer answer, Evidence evidence) {
        return switch (answer.status()) {
            case 400 -> new Refused(evidence);
            case 401 -> new Unauthorized(evidence);
            case 403 -> new Forbidden(evidence);
            case 413 -> new PayloadTooLarge(evidence);
            case 429 -> new Throttled(evidence, waitIn(answer.text()));
            // A 404 without its six digits is unexpected too: it may be a 404104.
            default -> answer.status() >= 500 ? new ServerError(evidence) : new Unexpected(evidence);
        };
    }

    private static @Nullable Duration waitIn(String text) {
        Matcher wait = WAIT.matcher(text);
        return wait.find() ? Duration.ofSeconds(Long.parseLong(wait.group(1))) : null;
    }

    static Evidence evidence(HubAnswer answer) {
        return new Evidence(
                withoutSecrets(answer.text()), answer.code() == 0 ? null : answer.code(), answer.trackingId());
    }

    static Evidence evidence(Throwable thrown) {
        String message = thrown.getMessage();
        String kind = thrown.getClass().getSimpleName();
        return new Evidence(withoutSecrets(message == null ? kind : kind + ": " + message), null, null);
    }

    /** In one line, of bounded length: what stands between us and the hub may answer with a whole page. */
    private static String withoutSecrets(String text) {
        String line = SECRET.matcher(text)
                .replaceAll("[hidden]")
                .replaceAll("\\s+", " ")
                .strip();
        return line.length() <= DETAIL_CHARS_MAX ? line : line.substring(0, DETAIL_CHARS_MAX) + "...";
    }
}
