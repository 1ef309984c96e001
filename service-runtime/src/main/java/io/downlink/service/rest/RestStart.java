package io.downlink.service.rest;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;

/**
 * Decides at start who is served by HTTP, so that the log tells of it before anybody asks, and reads the tokens again from
 * time to time. Where nothing is asked by HTTP it does nothing.
 */
@Singleton
class RestStart {
    private static final Duration READ_EVERY = Duration.ofSeconds(5);
    private static final long NO_TIMER = -1;

    private final Instance<RestAccess> access;
    private final Vertx vertx;
    private long timer = NO_TIMER;

    RestStart(Instance<RestAccess> access, Vertx vertx) {
        this.access = access;
        this.vertx = vertx;
    }

    /** Before anything else begins: what is wrong here is no reason for work that was begun and broken off. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        if (access.isResolvable()) {
            RestAccess made = access.get();
            timer = vertx.setPeriodic(READ_EVERY.toMillis(), _ -> readOnAWorker(made));
        }
    }

    private void readOnAWorker(RestAccess made) {
        var _ = vertx.executeBlocking(() -> {
            made.readTokens();
            return made;
        });
    }

    @PreDestroy
    void end() {
        vertx.cancelTimer(timer);
    }
}
