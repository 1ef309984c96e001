package io.downlink.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.service.jobs.ScheduledJobsClient;
import com.microsoft.azure.sdk.iot.service.messaging.Message;
import com.microsoft.azure.sdk.iot.service.messaging.MessagingClient;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import io.downlink.emulator.hub.Change;
import io.downlink.emulator.hub.HubChange;
import io.downlink.emulator.hub.Journal;
import io.downlink.emulator.jobs.JobChange;
import io.downlink.emulator.state.StateSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody hears of a change that is not yet written: here the disk takes as long as the test wants. */
class WriteBeforeAnswerIT {
    private static final String ADDRESS = "127.66.0.3";

    /** Long enough for an answer that did not wait. */
    private static final Duration WITHOUT_ANSWER = Duration.ofMillis(500);

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final SlowDisk disk = new SlowDisk();

    @TempDir
    private Path directory;

    private HubEmulator emulator;

    @BeforeEach
    void start() {
        emulator = HubEmulator.start(
                EmulatorSettings.at(ADDRESS, TestHub.DATA_DIR).with(new StateSettings(directory, false)), disk::before);
        HttpsURLConnection.setDefaultSSLSocketFactory(TestHub.trust(emulator).getSocketFactory());
    }

    @AfterEach
    void stop() {
        disk.release();
        callers.close();
        emulator.close();
    }

    @Test
    void shouldAcceptAMessageWhenItIsWritten() throws Exception {
        MessagingClient client = SdkService.messaging(emulator, "service");
        client.open();
        shouldAnswerOnlyWhenWritten(HubChange.MessageQueued.class, () -> {
            client.send("device-1", new Message("hello"));
            return "sent";
        });
        client.close();
    }

    @Test
    void shouldTellOfADeviceWhenItIsWritten() throws Exception {
        RegistryClient registry = new RegistryClient(TestHub.httpsHost(emulator), AcceptedWork.owner(ADDRESS));
        shouldAnswerOnlyWhenWritten(HubChange.ClientWritten.class, () -> registry.addDevice(new Device("pump-1")));
    }

    @Test
    void shouldTellThatADeviceIsGoneWhenThatIsWritten() throws Exception {
        RegistryClient registry = new RegistryClient(TestHub.httpsHost(emulator), AcceptedWork.owner(ADDRESS));
        shouldAnswerOnlyWhenWritten(HubChange.ClientRemoved.class, () -> {
            registry.removeDevice("device-1");
            return "removed";
        });
    }

    @Test
    void shouldTellOfATwinWhenItIsWritten() throws Exception {
        TwinClient twins = new TwinClient(TestHub.httpsHost(emulator), AcceptedWork.owner(ADDRESS));
        Twin patch = new Twin("device-1");
        patch.getTags().put("n", 1);
        shouldAnswerOnlyWhenWritten(HubChange.TwinWritten.class, () -> twins.patch(patch));
    }

    @Test
    void shouldTellOfAJobWhenItIsWritten() throws Exception {
        ScheduledJobsClient jobs = SdkJobs.jobs(emulator);
        Date later = Date.from(Instant.now().plusSeconds(3_600));
        shouldAnswerOnlyWhenWritten(
                JobChange.JobAccepted.class, () -> jobs.scheduleDirectMethod("job-1", "*", "reboot", later));
        shouldAnswerOnlyWhenWritten(JobChange.JobEnded.class, () -> jobs.cancel("job-1"));
    }

    @Test
    void shouldTakeReportsAndSubscriptionsWhenTheyAreWritten() throws Exception {
        disk.stopAt(HubChange.SessionWritten.class);
        try (KeptDevice device =
                new KeptDevice(ADDRESS, "device-1", DevelopmentKeys.DEVICE_1_KEY, TestHub.trust(emulator))) {
            disk.awaitWriting();
            assertThat(device.reported()).isZero();
            disk.stopAt(HubChange.TwinWritten.class);
            disk.awaitWriting();
            await().during(WITHOUT_ANSWER).until(() -> device.reported() == 0);
            disk.release();
            await().until(() -> device.reported() > 0);
        }
    }

    private void shouldAnswerOnlyWhenWritten(Class<? extends Change> change, Callable<?> request) throws Exception {
        disk.stopAt(change);
        CompletableFuture<Object> answer = new CompletableFuture<>();
        callers.execute(() -> {
            try {
                answer.complete(request.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        disk.awaitWriting();
        await().during(WITHOUT_ANSWER).until(() -> !answer.isDone());
        disk.release();
        await().until(answer::isDone);
        answer.get();
    }

    /** Stands before the journal, and stops at one kind of change. */
    private static final class SlowDisk {
        private @Nullable Class<? extends Change> stopped;
        private CountDownLatch writing = new CountDownLatch(1);
        private CountDownLatch written = new CountDownLatch(0);

        Journal before(Journal journal) {
            return change -> {
                pass(change);
                journal.append(change);
            };
        }

        synchronized void stopAt(Class<? extends Change> change) {
            written.countDown();
            stopped = change;
            writing = new CountDownLatch(1);
            written = new CountDownLatch(1);
        }

        void awaitWriting() throws InterruptedException {
            presentWriting().await();
        }

        synchronized void release() {
            stopped = null;
            written.countDown();
        }

        private void pass(Change change) {
            CountDownLatch until;
            synchronized (this) {
                if (!change.getClass().equals(stopped)) {
                    return;
                }
                writing.countDown();
                until = written;
            }
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized CountDownLatch presentWriting() {
            return writing;
        }
    }
}
