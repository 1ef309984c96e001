package io.downlink.emulator.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A twin as JSON, as services receive it and queries see it. */
public final class TwinDocument {
    private TwinDocument() {}

    /** The document of a twin; it is the caller's own. */
    public static ObjectNode of(TwinSnapshot twin) {
        Identity identity = twin.client().identity();
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("deviceId", identity.id().device().value());
        if (identity.id().module() != null) {
            document.put("moduleId", identity.id().module().value());
        }
        document.put("etag", twin.etag())
                .put("deviceEtag", identity.etag())
                .put("status", identity.status())
                .put("statusReason", identity.statusReason())
                .put("statusUpdateTime", HubTime.text(identity.statusUpdated()))
                .put("connectionState", twin.client().connectionState())
                .put("lastActivityTime", HubTime.text(twin.client().lastActivity()))
                .put("cloudToDeviceMessageCount", twin.client().messages())
                .put("authenticationType", identity.authentication().type())
                .put("modelId", "")
                .put("version", twin.version());
        Thumbprints thumbprints = identity.authentication() instanceof Authentication.SelfSigned selfSigned
                ? selfSigned.thumbprints()
                : null;
        document.putObject("x509Thumbprint")
                .put("primaryThumbprint", thumbprints == null ? null : thumbprints.primary())
                .put("secondaryThumbprint", thumbprints == null ? null : thumbprints.secondary());
        document.set("tags", twin.tags());
        ObjectNode properties = document.putObject("properties");
        properties.set("desired", twin.desired().withMetadata());
        properties.set("reported", twin.reported().withMetadata());
        document.putObject("capabilities").put("iotEdge", false);
        return document;
    }
}
