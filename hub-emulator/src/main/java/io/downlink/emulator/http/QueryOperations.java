package io.downlink.emulator.http;

import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.hub.Twins;
import io.downlink.emulator.jobs.Jobs;
import io.downlink.emulator.query.Documents;
import io.downlink.emulator.query.Query;
import io.downlink.emulator.query.QuerySyntaxException;
import io.downlink.emulator.query.TooManyGroupsException;

/** Queries over HTTPS. */
final class QueryOperations {
    private final Twins twins;
    private final Jobs jobs;

    QueryOperations(Twins twins, Jobs jobs) {
        this.twins = twins;
        this.jobs = jobs;
    }

    void query(Exchange exchange) {
        Query query = read(exchange);
        Paging paging = Paging.of(exchange);
        try {
            exchange.reply(
                    query.page(new FairDocuments(documents(query)), paging.size(), paging.continuation()),
                    itemType(query));
        } catch (TooManyGroupsException refused) {
            throw badRequest("query: " + refused.getMessage() + ".");
        } catch (IllegalArgumentException otherContinuation) {
            throw badRequest("x-ms-continuation: " + otherContinuation.getMessage());
        }
    }

    private Documents documents(Query query) {
        return switch (query.source()) {
            case DEVICES -> twins.documents();
            case MODULES -> twins.moduleDocuments();
            case DEVICE_JOBS -> jobs.deviceJobs();
        };
    }

    private static String itemType(Query query) {
        if (!query.wholeDocuments()) {
            return "Raw";
        }
        return switch (query.source()) {
            case DEVICES, MODULES -> "Twin";
            case DEVICE_JOBS -> "DeviceJob";
        };
    }

    private static Query read(Exchange exchange) {
        String text = exchange.jsonObject().path("query").textValue();
        if (text == null) {
            throw badRequest("query must be a text.");
        }
        try {
            return Query.parse(text);
        } catch (QuerySyntaxException notAQuery) {
            throw badRequest("query, " + notAQuery.getMessage());
        }
    }

    private static HubException badRequest(String why) {
        return new HubException(HubError.ARGUMENT_INVALID, "BadRequest; " + why);
    }
}
