package io.downlink.gateway.startup;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Keeps Mutiny from carrying the contexts of CDI and of threads through each callback: nothing in the gateway asks a
 * thread who it works for, and to wrap the dozens of callbacks of a command costs a tenth of what the command costs.
 */
@Singleton
class PlainCallbacks {

    /** Before anything is put together that carries commands: what is subscribed to earlier stays wrapped. */
    void start(@Observes @Priority(1) StartupEvent event) {
        Infrastructure.clearInterceptors();
        Infrastructure.setCompletableFutureWrapper(future -> future);
    }
}
