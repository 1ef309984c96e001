package io.downlink.emulator.http;

import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.security.Right;
import io.downlink.emulator.throttling.OperationClass;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One operation of the hub: how it is called, who may, and what it does. */
public final class Route {
    private final HttpMethod method;
    private final PathTemplate path;
    private final @Nullable Right right;
    private final ErrorShape errors;
    private final boolean versioned;
    private final boolean slow;
    private final boolean nearby;
    private final @Nullable OperationClass operationClass;
    private final Subject subject;
    private final Consumer<Exchange> operation;

    private Route(
            HttpMethod method,
            String path,
            @Nullable Right right,
            ErrorShape errors,
            boolean versioned,
            boolean slow,
            boolean nearby,
            Consumer<Exchange> operation) {
        this.method = method;
        this.path = new PathTemplate(path);
        this.right = right;
        this.errors = errors;
        this.versioned = versioned;
        this.slow = slow;
        this.nearby = nearby;
        this.operationClass = OperationClasses.of(method, path);
        this.subject = Subject.of(path);
        this.operation = operation;
    }

    /** An operation of the service's own API; its clients say which version of it they mean. */
    static Route service(HttpMethod method, String path, Right right, ErrorShape errors, Consumer<Exchange> operation) {
        return new Route(method, path, right, errors, true, false, false, operation);
    }

    /** An operation of the service that looks at many devices: no connection may have to wait for it. */
    static Route slow(HttpMethod method, String path, Right right, Consumer<Exchange> operation) {
        return new Route(method, path, right, ErrorShape.FLAT, true, true, false, operation);
    }

    /** An operation of the service that the emulator lacks, and says so. */
    static Route missing(HttpMethod method, String path, Right right, String name) {
        return new Route(method, path, right, ErrorShape.FLAT, true, false, false, _ -> {
            throw new HubException(HubError.NOT_IMPLEMENTED, "The emulator has no operation '" + name + "' yet.");
        });
    }

    /** An operation of a device, which shows itself who calls. */
    static Route device(HttpMethod method, String path, Consumer<Exchange> operation) {
        return new Route(method, path, null, ErrorShape.FLAT, false, false, false, operation);
    }

    /** An operation of a device that the emulator lacks, and says so. */
    static Route deviceMissing(HttpMethod method, String path, String name) {
        return device(method, path, _ -> {
            throw new HubException(HubError.NOT_IMPLEMENTED, "The emulator has no operation '" + name + "' yet.");
        });
    }

    /** An operation of the emulator itself. */
    public static Route own(HttpMethod method, String path, Right right, Consumer<Exchange> operation) {
        return new Route(method, path, right, ErrorShape.FLAT, false, false, false, operation);
    }

    /** The same, for one that takes its time. */
    public static Route ownSlow(HttpMethod method, String path, Right right, Consumer<Exchange> operation) {
        return new Route(method, path, right, ErrorShape.FLAT, false, true, false, operation);
    }

    /** The same, for one that only tells what is no secret: a client on this machine may without a token. */
    public static Route ownNearby(HttpMethod method, String path, Right right, Consumer<Exchange> operation) {
        return new Route(method, path, right, ErrorShape.FLAT, false, true, true, operation);
    }

    HttpMethod method() {
        return method;
    }

    PathTemplate path() {
        return path;
    }

    /** What a service's token must allow; null: devices call. */
    @Nullable
    Right right() {
        return right;
    }

    ErrorShape errors() {
        return errors;
    }

    boolean versioned() {
        return versioned;
    }

    boolean slow() {
        return slow;
    }

    /** Whether a client on this machine may without the right. */
    boolean nearby() {
        return nearby;
    }

    /** The limit of the hub that it falls under; null: none. */
    @Nullable
    OperationClass operationClass() {
        return operationClass;
    }

    Subject subject() {
        return subject;
    }

    @Nullable
    List<String> match(HttpMethod actual, List<String> segments) {
        return method.equals(actual) ? path.match(segments) : null;
    }

    void run(Exchange exchange) {
        operation.accept(exchange);
    }

    /** As in {@code POST /twins/{id}/methods}. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
