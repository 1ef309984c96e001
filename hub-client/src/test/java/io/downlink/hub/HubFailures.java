package io.downlink.hub;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;

/** What went wrong at a hub. */
final class HubFailures {
    private HubFailures() {}

    /** Waits for the failure that must come. */
    static HubFailure of(Uni<?> call) {
        return of(call.subscribe().withSubscriber(UniAssertSubscriber.create()));
    }

    /** The same of a call under way. */
    static HubFailure of(UniAssertSubscriber<?> call) {
        Throwable failure = call.awaitFailure(Duration.ofSeconds(20)).getFailure();
        return ((HubException) failure).failure();
    }
}
