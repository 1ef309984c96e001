package io.downlink.localstack.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** Writes requests as anybody would: plain JSON, without a class of Downlink's. */
final class Call {
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    private Call(String deviceId, String method) {
        json.put("commandId", UUID.randomUUID().toString());
        json.put("deviceId", deviceId);
        json.put("type", "direct-method");
        json.putObject("method").put("name", method);
    }

    static Call of(String deviceId, String method) {
        return new Call(deviceId, method);
    }

    /** @param value becomes {@code {"name": value}} */
    Call payload(String name, String value) {
        json.withObject("/method").withObject("/payload").put(name, value);
        return this;
    }

    Call with(String field, String value) {
        json.put(field, value);
        return this;
    }

    String deviceId() {
        return json.path("deviceId").textValue();
    }

    String commandId() {
        return json.path("commandId").textValue();
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
