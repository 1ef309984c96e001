package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AzureSasCredential;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJobStatus;
import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJobsClient;
import com.microsoft.azure.sdk.iot.service.messaging.AcknowledgementType;
import com.microsoft.azure.sdk.iot.service.messaging.DeliveryAcknowledgement;
import com.microsoft.azure.sdk.iot.service.messaging.FeedbackRecord;
import com.microsoft.azure.sdk.iot.service.messaging.IotHubServiceClientProtocol;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessageFeedbackProcessorClientOptions;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClientOptions;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.DeviceStatus;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** What unmodified SDKs ask of a hub that may end at any time, and what of it the hub said it had done. */
final class AcceptedWork {
    private static final int MESSAGE_TIMEOUT_MILLIS = 5_000;

    private final String address;
    private final List<String> targets = new ArrayList<>();
    private final ConcurrentMap<String, List<String>> messages = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final List<Device> devices = new CopyOnWriteArrayList<>();
    private final List<String> jobs = new CopyOnWriteArrayList<>();
    private final List<String> cancelled = new CopyOnWriteArrayList<>();
    private final AtomicLong tag = new AtomicLong();
    private volatile String lastJob = "none";

    AcceptedWork(String address, List<String> connected, List<String> offline) {
        this.address = address;
        this.targets.addAll(connected);
        this.targets.addAll(offline);
    }

    static String httpsHost(String address) {
        return address + ":" + EmulatorSettings.HTTPS_PORT;
    }

    static AzureSasCredential owner(String address) {
        return new AzureSasCredential(Tokens.ofPolicy(
                address,
                "iothubowner",
                DevelopmentKeys.IOTHUBOWNER,
                Instant.now().plusSeconds(600)));
    }

    /** Works until the hub ends; returns when everything is under way. */
    Load load(int life) {
        int messagesBefore = messages().size();
        int devicesBefore = devices.size();
        int jobsBefore = cancelled.size();
        Load load = new Load(life);
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(messages()).hasSizeGreaterThan(messagesBefore + 10);
            assertThat(devices).hasSizeGreaterThan(devicesBefore);
            assertThat(cancelled).hasSizeGreaterThan(jobsBefore);
        });
        return load;
    }

    /** Receives what became of messages. */
    Feedback receiveFeedback() {
        return new Feedback();
    }

    List<String> messages() {
        return messages.values().stream().flatMap(List::stream).toList();
    }

    /** Those to one device, in the order in which they were sent. */
    List<String> messagesTo(String device) {
        return messages.getOrDefault(device, List.of());
    }

    Set<String> told() {
        return told;
    }

    List<Device> devices() {
        return devices;
    }

    List<String> jobs() {
        return jobs;
    }

    List<String> cancelled() {
        return cancelled;
    }

    long tag() {
        return tag.get();
    }

    ScheduledJobStatus job(String id) throws IOException, IotHubException {
        return new ScheduledJobsClient(httpsHost(address), owner(address))
                .get(id)
                .getJobStatus();
    }

    long tagOf(String device) throws IOException, IotHubException {
        return number(new TwinClient(httpsHost(address), owner(address))
                .get(device)
                .getTags()
                .get("n"));
    }

    long reportedBy(String device) throws IOException, IotHubException {
        return number(new TwinClient(httpsHost(address), owner(address))
                .get(device)
                .getReportedProperties()
                .get("n"));
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private String connectionString() {
        return "HostName=" + address + ";SharedAccessKeyName=service;SharedAccessKey=" + DevelopmentKeys.SERVICE;
    }

    /** The receiver of feedback; it remembers a batch before it completes it. */
    final class Feedback implements AutoCloseable {
        private final MessageFeedbackProcessorClient client = new MessageFeedbackProcessorClient(
                connectionString(),
                IotHubServiceClientProtocol.AMQPS,
                batch -> {
                    batch.getRecords().stream()
                            .map(FeedbackRecord::getOriginalMessageId)
                            .forEach(told::add);
                    return AcknowledgementType.COMPLETE;
                },
                MessageFeedbackProcessorClientOptions.builder()
                        .sslContext(TestHub.trust(TestHub.DATA_DIR.resolve("ca.pem")))
                        .build());

        Feedback() {
            try {
                client.start();
            } catch (IotHubException | IOException | InterruptedException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            try {
                client.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Several clients at work, each as fast as it can. */
    final class Load implements AutoCloseable {
        private final int life;
        private final List<Thread> threads = new ArrayList<>();
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean closed;

        Load(int life) {
            this.life = life;
            work(this::sendMessages);
            work(this::writeDevices);
            work(this::writeTwin);
            work(this::scheduleJobs);
            work(this::receiveSomeFeedback);
        }

        @Override
        public void close() {
            closed = true;
            ended.countDown();
            for (Thread thread : threads) {
                KeptDevice.join(thread);
            }
        }

        private void work(Work work) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    work.run();
                } catch (IotHubException | IOException | TimeoutException | IllegalStateException hubEnded) {
                    // what it did not acknowledge it may forget
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }

        private void sendMessages() throws IotHubException, IOException, InterruptedException, TimeoutException {
            MessagingClient client = new MessagingClient(
                    connectionString(),
                    IotHubServiceClientProtocol.AMQPS,
                    MessagingClientOptions.builder()
                            .sslContext(TestHub.trust(TestHub.DATA_DIR.resolve("ca.pem")))
                            .build());
            try {
                client.open();
                for (int i = 0; !closed; i++) {
                    send(client, targets.get(i % targets.size()), "m-" + life + "-" + i);
                }
            } finally {
                client.close(MESSAGE_TIMEOUT_MILLIS);
            }
        }

        private void send(MessagingClient client, String device, String id)
                throws IotHubException, InterruptedException, TimeoutException {
            Message message = new Message(id);
            message.setMessageId(id);
            message.setDeliveryAcknowledgement(DeliveryAcknowledgement.Full);
            try {
                client.send(device, message, MESSAGE_TIMEOUT_MILLIS);
                messages.computeIfAbsent(device, _ -> new CopyOnWriteArrayList<>())
                        .add(id);
            } catch (IotHubException refused) {
                if (!client.isOpen()) {
                    throw refused;
                } // else the device's queue is full
            }
        }

        private void writeDevices() throws IotHubException, IOException {
            RegistryClient registry = new RegistryClient(httpsHost(address), owner(address));
            for (int i = 0; !closed; i++) {
                Device added = registry.addDevice(new Device("new-" + life + "-" + i));
                if (i % 2 == 0) {
                    devices.add(added);
                } else {
                    added.setStatus(DeviceStatus.Disabled);
                    devices.add(registry.updateDevice(added));
                }
            }
        }

        private void writeTwin() throws IotHubException, IOException {
            TwinClient twins = new TwinClient(httpsHost(address), owner(address));
            while (!closed) {
                Twin patch = new Twin("kept-0");
                long next = tag.get() + 1;
                patch.getTags().put("n", next);
                twins.patch(patch);
                tag.set(next);
            }
        }

        private void scheduleJobs() throws IotHubException, IOException {
            ScheduledJobsClient client = new ScheduledJobsClient(httpsHost(address), owner(address));
            freeTheSlot(client);
            for (int i = 0; !closed; i++) {
                lastJob = "job-" + life + "-" + i;
                Twin update = new Twin();
                update.getTags().put("job", lastJob);
                Date later = Date.from(Instant.now().plusSeconds(3_600));
                client.scheduleUpdateTwin(lastJob, "deviceId = 'kept-1'", update, later, 60);
                jobs.add(lastJob);
                client.cancel(lastJob);
                cancelled.add(lastJob);
            }
        }

        /** The hub has one slot, and may have ended before it cancelled the job that holds it. */
        private void freeTheSlot(ScheduledJobsClient client) throws IOException {
            try {
                client.cancel(lastJob);
            } catch (IotHubException notThere) {
                // it was not accepted, or it is cancelled
            }
        }

        private void receiveSomeFeedback() throws InterruptedException {
            try (Feedback _ = receiveFeedback()) {
                ended.await();
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IotHubException, IOException, InterruptedException, TimeoutException;
    }
}
