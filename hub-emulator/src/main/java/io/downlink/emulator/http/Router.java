package io.downlink.emulator.http;

import io.downlink.emulator.faults.RequestFaults;
import io.downlink.emulator.hub.Admission;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.RecentOperations;
import io.downlink.emulator.security.Right;
import io.downlink.emulator.security.ServiceAuthorizer;
import io.downlink.emulator.throttling.OperationClass;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Finds the operation of a request, checks that its caller may, and runs it. */
final class Router {
    private static final Logger LOGGER = Logger.getLogger(Router.class);

    /** Versions of the service's API that are in use. */
    private static final Set<String> API_VERSIONS = Set.of(
            "2018-06-30",
            "2020-03-13",
            "2020-05-31-preview",
            "2020-09-30",
            "2021-04-12",
            "2021-04-12-preview",
            "2024-03-31");

    private final List<Route> routes;
    private final ServiceAuthorizer authorizer;
    private final Vicinity vicinity;
    private final Admission admission;
    private final RecentOperations operations;
    private final RequestFaults faults;
    private final Clock clock;

    Router(List<Route> routes, ServiceAuthorizer authorizer, Hub hub, RequestFaults faults, Clock clock) {
        this.routes = List.copyOf(routes);
        this.authorizer = authorizer;
        this.vicinity = new Vicinity(authorizer.hostNames());
        this.admission = hub.admission();
        this.operations = hub.operations();
        this.faults = faults;
        this.clock = clock;
    }

    void handle(HttpServerRequest request, Context context) {
        RequestBody.read(request, body -> onceTaken(request.response(), () -> route(request, body, context)));
    }

    /** A client that asks ahead has one answer waiting for it, and not one for each of its requests. */
    private static void onceTaken(HttpServerResponse response, Runnable operation) {
        if (response.writeQueueFull()) { // of the answers before this one
            response.drainHandler(_ -> {
                response.drainHandler(null);
                operation.run();
            });
        } else {
            operation.run();
        }
    }

    private void route(HttpServerRequest request, @Nullable Buffer body, Context context) {
        HttpMethod method = effectiveMethod(request);
        String path = request.path() == null ? "" : request.path();
        List<String> segments = PathTemplate.split(path);
        for (Route route : routes) {
            List<String> variables = route.match(method, segments);
            if (variables != null) {
                byte[] content = body == null ? new byte[0] : body.getBytes();
                Exchange exchange = new Exchange(
                        request, content, variables, route.subject(), route.errors(), faults, context, clock);
                watch(request.response(), route, exchange);
                run(route, exchange, body != null);
                return;
            }
        }
        Exchange exchange =
                new Exchange(request, new byte[0], List.of(), Subject.NONE, ErrorShape.FLAT, faults, context, clock);
        if (DeviceApi.owns(segments)) {
            refuseAsTheHub(exchange, method, segments);
            return;
        }
        start(exchange, () -> {
            authorizer.authorize(exchange.header("Authorization"), Right.SERVICE_CONNECT);
            throw new HubException(
                    HubError.NOT_IMPLEMENTED, "The emulator has no operation '" + method + " " + path + "'.");
        });
    }

    /** The emulator has all there is below these paths. The words are those of the service's framework, ASP.NET. */
    private void refuseAsTheHub(Exchange exchange, HttpMethod method, List<String> segments) {
        List<String> allowed = routes.stream()
                .filter(route -> route.path().match(segments) != null)
                .map(route -> route.method().name())
                .toList();
        if (allowed.isEmpty()) {
            exchange.replyMessage(404, Map.of(), "No HTTP resource was found that matches the request URI.");
        } else {
            exchange.replyMessage(
                    405,
                    Map.of("Allow", String.join(", ", allowed)),
                    "The requested resource does not support http method '" + method + "'.");
        }
    }

    private void run(Route route, Exchange exchange, boolean bodyFits) {
        start(exchange, () -> {
            if (route.versioned()) {
                checkApiVersion(exchange.parameter("api-version"));
            }
            if (route.right() != null && !(route.nearby() && exchange.isIn(vicinity))) {
                authorizer.authorize(exchange.header("Authorization"), route.right());
            }
            if (!bodyFits) {
                throw new HubException(
                        HubError.MESSAGE_TOO_LARGE, "The body is larger than " + RequestBody.BYTES_MAX + " bytes.");
            }
            if (route.subject().operation() == null) {
                begin(route, exchange);
            } else {
                faults.arriving(exchange, () -> guarded(exchange, () -> admit(route, exchange)));
            }
        });
    }

    /** What becomes of the operation will be seen among the recent ones, unless it is the emulator's own. */
    private void watch(HttpServerResponse response, Route route, Exchange exchange) {
        if (route.subject().operation() != null) {
            response.endHandler(_ -> operations.add(route.toString(), exchange.device(), outcome(response)));
        }
    }

    /** A connection that ends tells the same as an answer that does, with the status that it would have had. */
    private static String outcome(HttpServerResponse response) {
        if (!response.ended()) {
            return "no answer";
        }
        String error = response.headers().get("iothub-errorcode");
        return response.getStatusCode() + (error == null ? "" : " " + error);
    }

    /** No other connection may have to wait for the keys of a token. */
    private void start(Exchange exchange, Runnable operation) {
        if (authorizer.mayWait(exchange.header("Authorization"))) {
            Thread.startVirtualThread(() -> guarded(exchange, operation));
        } else {
            guarded(exchange, operation);
        }
    }

    private void admit(Route route, Exchange exchange) {
        OperationClass kind = route.operationClass();
        if (kind == null || admission.throttle() == null) {
            begin(route, exchange);
            return;
        }
        int bytes = kind == OperationClass.DIRECT_METHODS
                ? MethodBody.payloadBytes(exchange.body()) // the payload is what counts
                : exchange.body().length;
        admission.admit(kind, bytes, () -> guarded(exchange, () -> begin(route, exchange)));
    }

    private static void begin(Route route, Exchange exchange) {
        if (route.slow()) {
            Thread.startVirtualThread(() -> guarded(exchange, () -> route.run(exchange)));
        } else {
            route.run(exchange);
        }
    }

    private static void guarded(Exchange exchange, Runnable operation) {
        try {
            operation.run();
        } catch (HubException refusal) {
            exchange.refuse(refusal);
        } catch (RuntimeException defect) {
            LOGGER.error("operation failed", defect);
            exchange.refuse(new HubException(HubError.SERVER_ERROR, "The emulator failed; its log says why."));
        }
    }

    private static void checkApiVersion(@Nullable String version) {
        if (version == null || !API_VERSIONS.contains(version)) {
            throw new HubException(
                    HubError.INVALID_PROTOCOL_VERSION, "The parameter api-version is missing or not supported.");
        }
    }

    /** The Java SDK cannot send PATCH: it sends POST and says what it means. */
    private static HttpMethod effectiveMethod(HttpServerRequest request) {
        String meant = request.method().equals(HttpMethod.POST) ? request.getHeader("X-HTTP-Method-Override") : null;
        return meant == null ? request.method() : HttpMethod.valueOf(meant);
    }
}
