package io.downlink.localstack.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** Writes a command as anybody would: plain JSON, without a class of Downlink's. */
final class Command {
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    private Command(String deviceId, String type) {
        json.put("commandId", UUID.randomUUID().toString());
        json.put("deviceId", deviceId);
        json.put("type", type);
    }

    /** A direct method. */
    static Command method(String deviceId, String name) {
        Command command = new Command(deviceId, "direct-method");
        command.json.putObject("method").put("name", name);
        return command;
    }

    /** A cloud-to-device message; the hub is to tell what became of it, whatever that is. */
    static Command message(String deviceId, String text) {
        Command command = new Command(deviceId, "cloud-to-device");
        command.json.putObject("message").put("bodyText", text).put("ack", "full");
        return command;
    }

    /** @param value becomes {@code {"name": value}}, the payload of a method */
    Command payload(String name, String value) {
        json.withObject("/method").withObject("/payload").put(name, value);
        return this;
    }

    /** @param duration how long the hub keeps a message for its device, ISO-8601 */
    Command timeToLive(String duration) {
        json.withObject("/message").put("timeToLive", duration);
        return this;
    }

    Command with(String field, String value) {
        json.put(field, value);
        return this;
    }

    Command with(String field, int value) {
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
