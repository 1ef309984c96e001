package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the document of a twin has on its first level, in its order. */
enum TwinField {
    DEVICE_ID("deviceId"),
    MODULE_ID("moduleId"),
    ETAG("etag"),
    DEVICE_ETAG("deviceEtag"),
    STATUS("status"),
    STATUS_REASON("statusReason"),
    STATUS_UPDATE_TIME("statusUpdateTime"),
    CONNECTION_STATE("connectionState"),
    LAST_ACTIVITY_TIME("lastActivityTime"),
    CLOUD_TO_DEVICE_MESSAGE_COUNT("cloudToDeviceMessageCount"),
    AUTHENTICATION_TYPE("authenticationType"),
    MODEL_ID("modelId"),
    VERSION("version"),
    X509_THUMBPRINT("x509Thumbprint"),
    TAGS("tags"),
    PROPERTIES("properties"),
    CAPABILITIES("capabilities");

    private static final Map<String, TwinField> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(TwinField::toString, field -> field));

    private final String name;

    TwinField(String name) {
        this.name = name;
    }

    /** The field of this name; null: there is none. */
    static @Nullable TwinField named(String name) {
        return BY_NAME.get(name);
    }

    /** Its name in the document. */
    @Override
    public String toString() {
        return name;
    }

    /** Its value; missing if a twin has none. */
    JsonNode of(TwinParts twin) {
        return switch (this) {
            case DEVICE_ID -> text(twin.id().device().value());
            case MODULE_ID -> module(twin.id().module());
            case ETAG -> text(twin.etag());
            case DEVICE_ETAG -> text(twin.client().identity().etag());
            case STATUS -> text(twin.client().identity().status());
            case STATUS_REASON -> text(twin.client().identity().statusReason());
            case STATUS_UPDATE_TIME ->
                text(HubTime.text(twin.client().identity().statusUpdated()));
            case CONNECTION_STATE -> text(twin.client().connectionState());
            case LAST_ACTIVITY_TIME -> text(HubTime.text(twin.client().lastActivity()));
            case CLOUD_TO_DEVICE_MESSAGE_COUNT ->
                JsonNodeFactory.instance.numberNode(twin.client().messages());
            case AUTHENTICATION_TYPE ->
                text(twin.client().identity().authentication().type());
            case MODEL_ID -> text("");
            case VERSION -> JsonNodeFactory.instance.numberNode(twin.version());
            case X509_THUMBPRINT -> thumbprints(twin.client().identity().authentication());
            case TAGS -> twin.tags();
            case PROPERTIES -> properties(twin);
            case CAPABILITIES -> JsonNodeFactory.instance.objectNode().put("iotEdge", false);
        };
    }

    private static JsonNode module(@Nullable ModuleId module) {
        return module == null ? MissingNode.getInstance() : text(module.value());
    }

    private static JsonNode thumbprints(Authentication authentication) {
        Thumbprints thumbprints =
                authentication instanceof Authentication.SelfSigned selfSigned ? selfSigned.thumbprints() : null;
        return JsonNodeFactory.instance
                .objectNode()
                .put("primaryThumbprint", thumbprints == null ? null : thumbprints.primary())
                .put("secondaryThumbprint", thumbprints == null ? null : thumbprints.secondary());
    }

    private static JsonNode properties(TwinParts twin) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        properties.set("desired", twin.desired().withMetadata());
        properties.set("reported", twin.reported().withMetadata());
        return properties;
    }

    private static JsonNode text(@Nullable String text) {
        return text == null ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.textNode(text);
    }
}
