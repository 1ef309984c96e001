package io.downlink.gateway.startup;

import io.downlink.contracts.commands.CommandReader;
import io.downlink.contracts.topics.Service;
import io.downlink.gateway.cancelling.HeldCommands;
import io.downlink.gateway.config.DownlinkConfig;
import io.downlink.gateway.intake.Partitioning;
import io.downlink.gateway.repeats.EventReader;
import io.downlink.gateway.replicas.Forwarding;
import io.downlink.gateway.replicas.OwnAddress;
import io.downlink.gateway.replicas.Owners;
import io.downlink.gateway.standing.Standings;
import io.downlink.gateway.submission.Submission;
import io.downlink.gateway.tenure.Tenures;
import io.downlink.service.rest.RestAccess;
import io.downlink.service.startup.Refusals;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** Puts together what is asked by HTTP. */
@Singleton
class RestWiring {
    private static final Logger LOGGER = Logger.getLogger(RestWiring.class);
    private static final Refusals REFUSALS = new Refusals(Service.COMMAND_GATEWAY);

    /** Another replica is near; one that is not there any more often leaves packets unanswered. */
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(2);

    /** For Kafka and another replica together. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    @Produces
    @Singleton
    RestAccess restAccess(DownlinkConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        return REFUSALS.naming("downlink.rest.enabled", () -> new RestAccess(config.rest(), host));
    }

    /** The buffer has no bound of its own: what stands in it is bounded by the connections that wait for an answer. */
    @Produces
    @Singleton
    Submission submission(
            CommandReader reader,
            @Channel("command-requests") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<ProducerRecord<byte[], byte[]>> channel,
            Clock clock) {
        return new Submission(reader, record -> send(channel, record), clock);
    }

    private static Uni<RecordMetadata> send(
            MutinyEmitter<ProducerRecord<byte[], byte[]>> channel, ProducerRecord<byte[], byte[]> request) {
        OutgoingMessageMetadata<RecordMetadata> place = new OutgoingMessageMetadata<>();
        return channel.sendMessage(Message.of(request, Metadata.of(place))).map(_ -> place.getResult());
    }

    /**
     * Told to nobody while nothing is served: an answer that all is off is no answer to a question that was passed on. With
     * HTTPS the replica goes by the name in its certificate, which is not known here; callers' tokens would else travel in
     * the clear.
     */
    @Produces
    @Singleton
    OwnAddress ownAddress(
            DownlinkConfig config,
            RestAccess access,
            Config http,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        if (!access.serves()) {
            return OwnAddress.NONE;
        }
        return config.rest()
                .advertisedUrl()
                .map(url -> REFUSALS.naming("downlink.rest.advertised-url", () -> OwnAddress.of(url)))
                .orElseGet(() -> Https.isConfigured(http) ? OwnAddress.NONE : OwnAddress.bound(host, port));
    }

    /** A wrong address stops the start, before a command is read. */
    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event,
            OwnAddress own,
            RestAccess access) {
        if (own.url().isPresent()) {
            LOGGER.infof(
                    "other replicas ask this one for commands at url=%s",
                    own.url().get());
        } else if (access.serves()) {
            LOGGER.warn(
                    "other replicas cannot ask this one for commands: its address is not known, or with HTTPS its name."
                            + " Where there are others, set downlink.rest.advertised-url");
        }
    }

    @Produces
    @Singleton
    HttpClient replicasClient(Vertx vertx) {
        return vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(Math.toIntExact(CONNECTED_WITHIN.toMillis())));
    }

    void close(@Disposes HttpClient replicasClient) {
        replicasClient.close();
    }

    @Produces
    @Singleton
    Forwarding forwarding(
            Admin admin,
            @ConfigProperty(name = "mp.messaging.incoming.commands.group.id") String group,
            Partitioning partitioning,
            OwnAddress own,
            HttpClient replicasClient,
            Clock clock) {
        return new Forwarding(new Owners(admin, group, partitioning, clock)::of, own, replicasClient, ANSWERED_WITHIN);
    }

    @Produces
    @Singleton
    Standings standings(Tenures tenures, HeldCommands held, EventReader events, Partitioning partitioning) {
        return new Standings(tenures::known, held, tenures::waits, events, partitioning);
    }
}
