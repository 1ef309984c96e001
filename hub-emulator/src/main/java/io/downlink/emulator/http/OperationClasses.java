package io.downlink.emulator.http;

import io.downlink.emulator.throttling.OperationClass;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which limit of the hub an operation falls under. */
final class OperationClasses {
    private OperationClasses() {}

    /** Null: under none, as what the emulator itself offers. */
    static @Nullable OperationClass of(HttpMethod method, String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return switch (lower.split("/", 3)[1]) {
            case "twins", "digitaltwins" -> ofTwin(method, lower);
            case "devices" -> ofDevice(method, lower);
            case "statistics" -> OperationClass.REGISTRY;
            case "jobs" -> OperationClass.JOB_OPERATIONS;
            case "configurations" -> OperationClass.CONFIGURATIONS;
            default -> null;
        };
    }

    private static OperationClass ofTwin(HttpMethod method, String path) {
        if (path.endsWith("/methods") || path.contains("/commands/")) {
            return OperationClass.DIRECT_METHODS;
        }
        return method.equals(HttpMethod.GET) ? OperationClass.TWIN_READS : OperationClass.TWIN_UPDATES;
    }

    private static @Nullable OperationClass ofDevice(HttpMethod method, String path) {
        if (path.equals("/devices/query")) {
            return OperationClass.QUERIES;
        }
        if (path.contains("/messages/")) { // what devices do
            return method.equals(HttpMethod.GET) && path.contains("/messages/devicebound")
                    ? OperationClass.C2D_RECEIVES
                    : null;
        }
        return path.endsWith("/applyconfigurationcontent") ? OperationClass.CONFIGURATIONS : OperationClass.REGISTRY;
    }
}
