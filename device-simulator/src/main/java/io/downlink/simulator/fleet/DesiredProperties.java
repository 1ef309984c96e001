package io.downlink.simulator.fleet;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import io.downlink.simulator.record.DeviceRecord;
import java.util.function.Consumer;

/**
 * Applies a device's desired properties: writes them down and reports them under the same names.
 *
 * <p>The hub tells changes only to a device that is there, so after each connection the device asks for its twin, and
 * applies what differs from what it has reported. {@code $version} tells in which order changes and twin were made,
 * whichever comes first. A property of its own that nobody desires, such as the time of the last reboot, stays.
 */
final class DesiredProperties {
    private static final String VERSION = "$version";

    private final DeviceRecord record;
    private final Runnable askForTwin;
    private final Consumer<JsonObject> report;

    /** Of what was applied since the connection was made; 0: nothing yet. Guarded by this. */
    private long version;

    /**
     * @param askForTwin must not wait for it; it goes to {@link #whole}
     * @param report takes properties to report, null for one that is no more; must not wait for it
     */
    DesiredProperties(DeviceRecord record, Runnable askForTwin, Consumer<JsonObject> report) {
        this.record = record;
        this.askForTwin = askForTwin;
        this.report = report;
    }

    void connected() {
        synchronized (this) {
            version = 0; // a hub that was away may have begun anew
        }
        askForTwin.run();
    }

    /** The hub tells what has changed. */
    void changed(TwinCollection patch) {
        JsonObject changes = patch.toJsonElement().getAsJsonObject();
        changes.remove(VERSION);
        Integer changed = patch.getVersion();
        if (changed != null) {
            applyLater(changes, changed);
        }
    }

    /** The hub tells the twin as it was when it was asked for. */
    void whole(JsonObject twin) {
        JsonObject desired = twin.getAsJsonObject("desired");
        if (!applyWhole(desired, twin.getAsJsonObject("reported"))) {
            // A change made after it has overtaken it, and holds nothing of those before.
            askForTwin.run();
        }
    }

    private synchronized void applyLater(JsonObject changes, long changed) {
        if (changed > version) {
            version = changed;
            apply(changes);
        }
    }

    private synchronized boolean applyWhole(JsonObject desired, JsonObject reported) {
        long asked = desired.get(VERSION).getAsLong();
        if (asked < version) {
            return false;
        }
        version = asked;
        desired.remove(VERSION);
        apply(difference(reported, desired));
        return true;
    }

    private void apply(JsonObject changes) {
        if (!changes.isEmpty()) {
            record.desiredApplied(changes, version);
            report.accept(changes);
        }
    }

    /** What to merge into {@code from} so that each member of {@code to} becomes the same there. */
    private static JsonObject difference(JsonObject from, JsonObject to) {
        JsonObject patch = new JsonObject();
        to.asMap().forEach((name, wanted) -> {
            JsonElement present = from.get(name);
            if (present instanceof JsonObject old && wanted instanceof JsonObject young) {
                JsonObject inner = difference(old, young);
                old.keySet().stream().filter(key -> !young.has(key)).forEach(key -> inner.add(key, null));
                if (!inner.isEmpty()) {
                    patch.add(name, inner);
                }
            } else if (!wanted.equals(present)) {
                patch.add(name, wanted);
            }
        });
        return patch;
    }
}
