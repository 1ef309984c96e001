package io.downlink.hub;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubBadFormatException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubBadGatewayException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubGatewayTimeoutException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubInternalServerErrorException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubServerBusyException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubTooManyDevicesException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubTooManyRequestsException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a hub said when it refused a call, read back from the SDK's exception where the SDK made it.
 *
 * <p>The status comes from the exception's class and is never guessed from the code: whether a device may have acted
 * hangs on it, and a 504 whose text holds the six digits of a 404 is a 504.
 *
 * @param status of HTTP; 0 where the SDK does not tell it
 * @param code IoT Hub's six digits where they fit the status, else the status; 0 where the SDK tells neither
 * @param text without the JSON around it
 */
record HubAnswer(
        int status, int code, String text, @Nullable String trackingId) {

    /** IoT Hub gives its six digits in JSON, or, in its older form, only their names (reference: error codes). */
    private static final Map<String, Integer> CODES = Map.ofEntries(
            Map.entry("DeviceNotFound", 404001),
            Map.entry("JobNotFound", 404002),
            Map.entry("ModuleNotFound", 404010),
            Map.entry("DeviceNotOnline", 404103),
            Map.entry("DeviceConnectionClosedRemotely", 404104),
            Map.entry("IotHubQuotaExceeded", 403002),
            Map.entry("OperationNotAvailableInCurrentTier", 403010),
            Map.entry("OperationNotAllowedInCurrentState", 405102),
            Map.entry("JobAlreadyExists", 409104),
            Map.entry("ThrottlingMaxActiveJobCountExceeded", 429004),
            Map.entry("GatewayTimeout", 504101));

    private static final Pattern SIX_DIGITS = Pattern.compile("\\d{6}");
    private static final Pattern NAME = Pattern.compile("ErrorCode:(\\w+)");
    private static final Pattern TRACKING_ID = Pattern.compile("Tracking ID:\\s*(\\S+?)(?:-TimeStamp\\S*|\\s|$)");

    static HubAnswer of(IotHubException thrown) {
        String message = String.valueOf(thrown.getMessage()).strip();
        int status = status(thrown);
        return of(status, code(thrown.getErrorCode(), message, status), message);
    }

    /**
     * Of a hub's own answer.
     *
     * @param name from the header {@code iothub-errorcode}, empty where it was missing
     */
    static HubAnswer of(int status, String name, String body) {
        String message = unwrapped(body.strip());
        JsonObject json = jsonIn(message);
        String digits = json == null ? null : string(json, "errorCode");
        int told = digits != null && SIX_DIGITS.matcher(digits).matches()
                ? Integer.parseInt(digits)
                : CODES.getOrDefault(name, status);
        return of(status, code(told, message, status), message);
    }

    private static HubAnswer of(int status, int code, String message) {
        JsonObject json = jsonIn(message);
        if (json == null) {
            Matcher id = TRACKING_ID.matcher(message);
            return new HubAnswer(status, code, message, id.find() ? id.group(1) : null);
        }
        String text = string(json, "message");
        return new HubAnswer(status, code, text == null ? "" : text, string(json, "trackingId"));
    }

    /** The two texts that IoT Hub's older forms are wrapped in; the first may be JSON itself. */
    private static String unwrapped(String body) {
        JsonObject json = jsonIn(body);
        String message = json == null ? null : string(json, "Message");
        if (json == null || message == null) {
            return body;
        }
        String more = string(json, "ExceptionMessage");
        return more == null ? message : (message + " " + more).strip();
    }

    private static int status(IotHubException thrown) {
        return switch (thrown) {
            case IotHubBadFormatException _ -> 400;
            case IotHubUnauthorizedException _ -> 401;
            case IotHubTooManyDevicesException _ -> 403; // any 403 at all
            case IotHubNotFoundException _ -> 404;
            case IotHubTooManyRequestsException _ -> 429;
            case IotHubInternalServerErrorException _ -> 500;
            case IotHubBadGatewayException _ -> 502;
            case IotHubServerBusyException _ -> 503;
            case IotHubGatewayTimeoutException _ -> 504;
            default -> statusWithoutClass(thrown.getErrorCode());
        };
    }

    /** Without six digits in the body the code is the status; of those with, only 413 has codes of its own. */
    private static int statusWithoutClass(int code) {
        return code < 1000 || statusOf(code) == 413 ? statusOf(code) : 0;
    }

    private static int code(int told, String message, int status) {
        Matcher name = NAME.matcher(message);
        int code = name.find() ? CODES.getOrDefault(name.group(1), told) : told;
        return status == 0 || statusOf(code) == status ? code : status;
    }

    private static int statusOf(int code) {
        return code >= 100_000 ? code / 1000 : code;
    }

    private static @Nullable JsonObject jsonIn(String message) {
        try {
            JsonElement json = JsonParser.parseString(message);
            return json.isJsonObject() ? json.getAsJsonObject() : null;
        } catch (JsonParseException _) {
            return null;
        }
    }

    private static @Nullable String string(JsonObject json, String member) {
        JsonElement value = json.get(member);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : null;
    }
}
