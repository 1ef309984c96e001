package io.downlink.gateway.startup;

import io.downlink.contracts.commands.CommandReader;
import io.downlink.gateway.cancelling.HeldCommands;
import io.downlink.gateway.config.DownlinkConfig;
import io.downlink.gateway.intake.Partitioning;
import io.downlink.gateway.repeats.EventReader;
import io.downlink.gateway.standing.Standings;
import io.downlink.gateway.submission.Submission;
import io.downlink.gateway.tenure.Tenures;
import io.downlink.service.rest.RestAccess;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.OutgoingMessageMetadata;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Puts together what is asked by HTTP. */
@Singleton
class RestWiring {

    @Produces
    @Singleton
    RestAccess restAccess(DownlinkConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        return new RestAccess(config.rest(), host);
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

    @Produces
    @Singleton
    Standings standings(Tenures tenures, HeldCommands held, EventReader events, Partitioning partitioning) {
        return new Standings(tenures::known, held, tenures::waits, events, partitioning);
    }
}
