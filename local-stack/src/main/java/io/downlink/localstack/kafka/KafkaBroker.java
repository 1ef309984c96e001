package io.downlink.localstack.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.raft.QuorumConfig;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this process, for one machine: KRaft, one node, plain text on the loopback address.
 *
 * <p>It creates no topic by itself. What was written stays in its directory and is there again at the next start. This
 * is the one place in Downlink that starts a broker. Several can run in one process, each with its own directory.
 */
public final class KafkaBroker implements AutoCloseable {
    private final DirectoryLock lock;
    private final int port;
    private final ControllerServer controller;
    private final BrokerServer broker;

    private KafkaBroker(DirectoryLock lock, int port, ControllerServer controller, BrokerServer broker) {
        this.lock = lock;
        this.port = port;
        this.controller = controller;
        this.broker = broker;
    }

    /**
     * Starts a broker; it answers when this returns.
     *
     * @param dataDir made and formatted if it is not yet; used by one broker at a time
     * @param port on 127.0.0.1, 0 for a free one
     * @throws UncheckedIOException with one line for a person, if the port is taken or the directory cannot be used
     */
    public static KafkaBroker start(Path dataDir, int port) {
        Path directory = dataDir.toAbsolutePath();
        try {
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                return start(directory, lock, port);
            } catch (RuntimeException | IOException e) {
                lock.close();
                throw e;
            }
        } catch (BindException e) {
            throw new UncheckedIOException(
                    "Port %d of 127.0.0.1 is taken: Kafka cannot listen there".formatted(port), e);
        } catch (KafkaException e) {
            throw new UncheckedIOException(
                    "Kafka cannot use %s: %s".formatted(directory, e.getMessage()), new IOException(e));
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka cannot use %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    /**
     * The broker as a process of its own: prints {@code ready} and its address, runs until it is told to stop.
     *
     * @param args the directory, and the port on 127.0.0.1
     */
    static void main(String[] args) {
        KafkaBroker broker;
        try {
            broker = start(Path.of(args[0]), Integer.parseInt(args[1]));
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "kafka-stop"));
        System.out.println("ready " + broker.bootstrapServers());
        broker.broker.awaitShutdown();
    }

    /** {@code 127.0.0.1:port}, as in a client's {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Stops the broker and waits until its files are closed. */
    @Override
    public void close() {
        broker.shutdown(); // first: it asks the controller for its leave
        controller.shutdown();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka cannot give its directory back", e);
        }
    }

    private static KafkaBroker start(Path directory, DirectoryLock lock, int port) throws IOException {
        Storage.prepare(directory);
        Listeners listeners = Listeners.bind(port);
        try {
            return start(directory, lock, listeners);
        } catch (RuntimeException | IOException e) {
            listeners.close();
            throw e;
        }
    }

    /** As {@code kafka.server.KafkaRaftServer} does it, which offers neither the sockets nor a way to wait. */
    private static KafkaBroker start(Path dataDir, DirectoryLock lock, Listeners listeners) throws IOException {
        KafkaConfig config = new KafkaConfig(BrokerProperties.of(dataDir, listeners), false);
        var storage = KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(KafkaBroker.class), "");
        SharedServer shared = new SharedServer(
                config,
                storage._1,
                Time.SYSTEM,
                Server.initializeMetrics(
                        config, Time.SYSTEM, storage._1.clusterId().orElseThrow()),
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                List.of(),
                new StandardFaultHandlerFactory(),
                listeners);
        KafkaBroker started = new KafkaBroker(
                lock,
                listeners.clientPort(),
                new ControllerServer(shared, KafkaRaftServer.configSchema(), storage._2),
                new BrokerServer(shared));
        try {
            started.controller.startup();
            started.broker.startup();
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }
}
