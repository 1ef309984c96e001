package io.downlink.hub;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Direct methods over IoT Hub's REST. */
final class RestMethods {
    private final HubRest rest;
    private final CallTimeouts timeouts;

    RestMethods(HubRest rest, CallTimeouts timeouts) {
        this.rest = rest;
        this.timeouts = timeouts;
    }

    /** @throws IllegalArgumentException if the payload is not one JSON value; it is not told */
    Uni<MethodResult> invoke(MethodCall call) {
        JsonText.checkPayload(call.payloadJson());
        return rest.call(path(call), body(call), timeouts.endOf(call)).map(RestMethods::result);
    }

    private static String path(MethodCall call) {
        String device = "/twins/" + HubId.escape(call.deviceId());
        String module = call.moduleId();
        return (module == null ? device : device + "/modules/" + HubId.escape(module)) + "/methods";
    }

    /** The payload goes out as it was written. */
    private static String body(MethodCall call) {
        StringWriter text = new StringWriter(128 + call.payloadJson().length());
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject()
                    .name("methodName")
                    .value(call.method())
                    .name("responseTimeoutInSeconds")
                    .value(call.responseTimeout().toSeconds())
                    .name("connectTimeoutInSeconds")
                    .value(call.connectTimeout().toSeconds())
                    .name("payload")
                    .jsonValue(call.payloadJson())
                    .endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter throws none
        }
        return text.toString();
    }

    private static MethodResult result(String answer) {
        try (JsonReader json = JsonText.reader(answer)) {
            Integer status = null;
            String payload = "null";
            json.beginObject();
            while (json.hasNext()) {
                switch (json.nextName()) {
                    case "status" -> status = json.nextInt();
                    case "payload" -> payload = JsonParser.parseReader(json).toString();
                    default -> json.skipValue();
                }
            }
            json.endObject();
            if (status != null && json.peek() == JsonToken.END_DOCUMENT) {
                return new MethodResult(status, payload);
            }
        } catch (IOException | IllegalStateException | NumberFormatException | JsonParseException _) {
            // Gson's messages quote the text, and a device's answer belongs in no log.
        }
        throw HubRest.unreadable();
    }
}
