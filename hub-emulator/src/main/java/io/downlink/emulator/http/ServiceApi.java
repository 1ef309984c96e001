package io.downlink.emulator.http;

import static io.downlink.emulator.security.Right.JOB_READ;
import static io.downlink.emulator.security.Right.JOB_WRITE;
import static io.downlink.emulator.security.Right.MESSAGES;
import static io.downlink.emulator.security.Right.METHOD_INVOKE;
import static io.downlink.emulator.security.Right.REGISTRY_READ;
import static io.downlink.emulator.security.Right.REGISTRY_WRITE;
import static io.downlink.emulator.security.Right.SERVICE_CONNECT;
import static io.downlink.emulator.security.Right.STATISTICS_READ;
import static io.downlink.emulator.security.Right.TWIN_READ;
import static io.downlink.emulator.security.Right.TWIN_WRITE;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.downlink.emulator.faults.Faults;
import io.downlink.emulator.hub.Hub;
import io.downlink.emulator.jobs.Jobs;
import java.util.List;

/** The operations of the service: those the emulator has, and those it lacks and says so. */
public final class ServiceApi {
    private ServiceApi() {}

    /** All of them. */
    public static List<Route> routes(Hub hub, Jobs jobs, Faults faults) {
        RegistryOperations registry = new RegistryOperations(hub.registry());
        ModuleOperations modules = new ModuleOperations(hub.registry());
        BulkOperations bulk = new BulkOperations(hub.bulkRegistry());
        TwinOperations twins = new TwinOperations(hub.twins());
        MessageOperations messages = new MessageOperations(hub.messages());
        MethodOperations methods = new MethodOperations(faults.calls(hub.methods()));
        QueryOperations queries = new QueryOperations(hub.twins(), jobs);
        JobOperations jobOperations = new JobOperations(jobs);
        ErrorShape flat = ErrorShape.FLAT;
        return List.of(
                // The first is by far the one that is called most.
                Route.service(POST, "/twins/{id}/methods", METHOD_INVOKE, ErrorShape.NESTED, methods::invokeOnDevice),
                Route.service(
                        POST,
                        "/twins/{id}/modules/{module}/methods",
                        METHOD_INVOKE,
                        ErrorShape.NESTED,
                        methods::invokeOnModule),
                Route.service(GET, "/devices/{id}", REGISTRY_READ, flat, registry::get),
                Route.service(PUT, "/devices/{id}", REGISTRY_WRITE, flat, registry::put),
                Route.service(DELETE, "/devices/{id}", REGISTRY_WRITE, flat, registry::delete),
                Route.service(GET, "/devices", REGISTRY_READ, flat, registry::list),
                Route.slow(GET, "/statistics/devices", REGISTRY_READ, registry::deviceStatistics),
                Route.slow(GET, "/statistics/service", STATISTICS_READ, registry::serviceStatistics),
                Route.service(GET, "/twins/{id}", TWIN_READ, flat, twins::get),
                Route.service(PATCH, "/twins/{id}", TWIN_WRITE, flat, twins::patch),
                Route.service(PUT, "/twins/{id}", TWIN_WRITE, flat, twins::replace),
                Route.service(POST, "/devices", REGISTRY_WRITE, flat, bulk::apply),
                Route.slow(POST, "/devices/query", TWIN_READ, queries::query),
                Route.service(DELETE, "/devices/{id}/commands", MESSAGES, flat, messages::purge),
                Route.missing(
                        POST, "/devices/{id}/applyConfigurationContent", REGISTRY_WRITE, "apply configuration content"),
                Route.service(GET, "/devices/{id}/modules", REGISTRY_READ, ErrorShape.STRUCTURED, modules::list),
                Route.service(
                        GET, "/devices/{id}/modules/{module}", REGISTRY_READ, ErrorShape.STRUCTURED, modules::get),
                Route.service(
                        PUT, "/devices/{id}/modules/{module}", REGISTRY_WRITE, ErrorShape.STRUCTURED, modules::put),
                Route.service(
                        DELETE,
                        "/devices/{id}/modules/{module}",
                        REGISTRY_WRITE,
                        ErrorShape.STRUCTURED,
                        modules::delete),
                Route.service(GET, "/twins/{id}/modules/{module}", TWIN_READ, flat, twins::get),
                Route.service(PATCH, "/twins/{id}/modules/{module}", TWIN_WRITE, flat, twins::patch),
                Route.service(PUT, "/twins/{id}/modules/{module}", TWIN_WRITE, flat, twins::replace),
                Route.service(PUT, "/jobs/v2/{job}", JOB_WRITE, flat, jobOperations::schedule),
                Route.slow(GET, "/jobs/v2/query", JOB_READ, jobOperations::list),
                Route.service(GET, "/jobs/v2/{job}", JOB_READ, flat, jobOperations::get),
                Route.service(POST, "/jobs/v2/{job}/cancel", JOB_WRITE, flat, jobOperations::cancel),
                Route.missing(POST, "/jobs/create", REGISTRY_WRITE, "create import or export job"),
                Route.missing(GET, "/jobs", REGISTRY_READ, "list import and export jobs"),
                Route.missing(GET, "/jobs/{job}", REGISTRY_READ, "get import or export job"),
                Route.missing(DELETE, "/jobs/{job}", REGISTRY_WRITE, "cancel import or export job"),
                Route.missing(GET, "/configurations", REGISTRY_READ, "list configurations"),
                Route.missing(GET, "/configurations/{id}", REGISTRY_READ, "get configuration"),
                Route.missing(PUT, "/configurations/{id}", REGISTRY_WRITE, "write configuration"),
                Route.missing(DELETE, "/configurations/{id}", REGISTRY_WRITE, "delete configuration"),
                Route.missing(POST, "/configurations/testQueries", REGISTRY_READ, "test configuration queries"),
                Route.missing(GET, "/messages/serviceBound/feedback", MESSAGES, "receive feedback over HTTPS"),
                Route.missing(GET, "/digitaltwins/{id}", TWIN_READ, "get digital twin"),
                Route.missing(PATCH, "/digitaltwins/{id}", TWIN_WRITE, "update digital twin"),
                // The only right that no role has: the service refuses digital twin commands to all bearer tokens.
                Route.missing(POST, "/digitaltwins/{id}/commands/{command}", SERVICE_CONNECT, "digital twin command"));
    }
}
