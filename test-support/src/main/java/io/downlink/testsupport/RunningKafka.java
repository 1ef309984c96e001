package io.downlink.testsupport;

import io.downlink.localstack.kafka.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.kafka.KafkaContainer;

/** A broker that somebody has to stop. */
sealed interface RunningKafka extends AutoCloseable {

    Kafka kafka();

    @Override
    void close();

    /** Starts one in a container where a Docker engine answers, in this process elsewhere, and prints which. */
    static RunningKafka start() {
        RunningKafka started = DockerEngine.answers() ? InContainer.start() : InProcess.start();
        System.out.println(started);
        return started;
    }

    /** As in production. */
    record InContainer(KafkaContainer container) implements RunningKafka {
        private static final String IMAGE = "apache/kafka:4.1.1";

        static InContainer start() {
            KafkaContainer container = new KafkaContainer(IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
            container.start();
            return new InContainer(container);
        }

        @Override
        public Kafka kafka() {
            return new Kafka(container.getBootstrapServers());
        }

        @Override
        public void close() {
            container.stop();
        }

        @Override
        public String toString() {
            return "Kafka for tests: Testcontainers, " + IMAGE + " at " + container.getBootstrapServers();
        }
    }

    /** The same broker without a container. */
    record InProcess(KafkaBroker broker, Path dataDir) implements RunningKafka {

        static InProcess start() {
            try {
                Path dataDir = Files.createTempDirectory("downlink-kafka-");
                return new InProcess(KafkaBroker.start(dataDir, 0), dataDir);
            } catch (IOException e) {
                throw new UncheckedIOException("No directory for Kafka", e);
            }
        }

        @Override
        public Kafka kafka() {
            return new Kafka(broker.bootstrapServers());
        }

        @Override
        public void close() {
            broker.close();
            try (Stream<Path> files = Files.walk(dataDir)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete " + dataDir, e);
            }
        }

        @Override
        public String toString() {
            return "Kafka for tests: in this process at " + broker.bootstrapServers() + " (no Docker engine answers)";
        }
    }
}
