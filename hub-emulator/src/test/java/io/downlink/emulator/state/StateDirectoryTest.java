package io.downlink.emulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.downlink.emulator.hub.Authentication;
import io.downlink.emulator.hub.Change;
import io.downlink.emulator.hub.HubChange.MessageEnded;
import io.downlink.emulator.hub.HubChange.MessageQueued;
import io.downlink.emulator.hub.HubChange.RegistryNumbered;
import io.downlink.emulator.hub.MessageState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    private static final Change PUMP = Samples.written(Samples.PUMP, new Authentication.None(), 1);

    @TempDir
    private Path parent;

    @Test
    void shouldKnowNothingAtFirst() {
        assertThat(changesIn(parent.resolve("new"))).containsExactly(new RegistryNumbered(0));
    }

    @Test
    void shouldHaveWhatWasAppendedHoweverTheProcessEnded() throws IOException {
        Path directory = parent.resolve("state");
        try (StateDirectory state = open(directory)) {
            state.journal().append(PUMP);
            state.journal().append(queued(1));

            assertThat(changesIn(asLeft(directory))).contains(queued(1));
        }
        assertThat(changesIn(directory)).contains(queued(1));
        assertThat(changesIn(directory)).as("from a snapshot alone").contains(queued(1));
    }

    @Test
    void shouldCutOffTheRecordThatWasBeingWritten() throws IOException {
        Path directory = parent.resolve("state");
        try (StateDirectory state = StateDirectory.open(new StateSettings(directory, true))) {
            state.journal().append(PUMP);
            state.journal().append(queued(1));
        }
        Path journal = directory.resolve("journal.1");
        byte[] whole = Files.readAllBytes(journal);
        try (FileChannel file = FileChannel.open(journal, StandardOpenOption.WRITE)) {
            file.truncate(whole.length - 1L);
        }

        try (StateDirectory state = open(directory)) {
            assertThat(state.takeSaved().changes()).hasSize(2).noneMatch(change -> change instanceof MessageQueued);
            state.journal().append(queued(1));
        }
        assertThat(changesIn(directory)).as("nothing follows the torn record").contains(queued(1));
    }

    @Test
    void shouldRefuseToStartWithADamagedRecordAndLeaveTheFilesAlone() throws IOException {
        Path directory = parent.resolve("state");
        try (StateDirectory state = open(directory)) {
            state.journal().append(PUMP);
            state.journal().append(queued(1));
        }
        Path journal = directory.resolve("journal.1");
        byte[] content = Files.readAllBytes(journal);
        content[Frame.FILE_HEADER.length + Frame.HEADER_BYTES] ^= 1;
        Files.write(journal, content);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> open(directory))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining("byte " + Frame.FILE_HEADER.length + " of " + journal);
        }
        assertThat(journal).hasBinaryContent(content);
    }

    @Test
    void shouldRefuseToStartWithoutAJournalInTheMiddle() throws IOException {
        Path directory = parent.resolve("state");
        open(directory).close();
        Files.move(directory.resolve("journal.1"), directory.resolve("journal.2"));

        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(StateException.class)
                .hasMessageContaining(directory.resolve("journal.1") + " is missing");
    }

    @Test
    void shouldRefuseToStartWithoutTheSnapshot() throws IOException {
        Path directory = parent.resolve("state");
        open(directory).close();
        Files.delete(directory.resolve("snapshot.1"));

        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(StateException.class)
                .hasMessageContaining(directory.resolve("snapshot.1") + " is missing");
    }

    @Test
    void shouldBelongToOneHubAtATime() {
        Path directory = parent.resolve("state");
        try (StateDirectory _ = open(directory)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> open(directory))
                        .isInstanceOf(StateException.class)
                        .hasMessageContaining(directory + " belongs to a running hub, process "
                                + ProcessHandle.current().pid());
            }
        }
        open(directory).close();
    }

    @Test
    void shouldStayShortHoweverMuchIsAppended() throws IOException {
        Path directory = parent.resolve("state");
        try (StateDirectory state = StateDirectory.open(directory, false, 10_000)) {
            state.journal().append(PUMP);
            for (int number = 1; number <= 2_000; number++) {
                state.journal().append(queued(number));
                state.journal().append(new MessageEnded(Samples.PUMP, number, null));
            }
            state.journal().append(queued(2_001));
            await().untilAsserted(() -> assertThat(filesIn(directory))
                    .as("a lock, a snapshot, a journal")
                    .isEqualTo(3));
            assertThat(directory.resolve("journal.1")).doesNotExist();

            assertThat(changesIn(asLeft(directory))).contains(queued(2_001)).hasSize(4);
        }
        assertThat(changesIn(directory)).contains(queued(2_001)).hasSize(4);
    }

    @Test
    void shouldGoOnInTheSameFileUntilAnotherCanBeMade() throws IOException {
        Path directory = parent.resolve("state");
        try (StateDirectory state = StateDirectory.open(directory, false, 2_000)) {
            Path inTheWay = Files.createDirectory(directory.resolve("journal.2"));
            for (int number = 1; number <= 20; number++) {
                state.journal().append(queued(number));
            }
            Files.delete(inTheWay);
            for (int number = 21; number <= 1_000; number++) {
                state.journal().append(queued(number));
            }
            await().untilAsserted(
                            () -> assertThat(directory.resolve("journal.1")).doesNotExist());
        }
    }

    @Test
    void shouldDeleteASnapshotThatWasNeverFinished() throws IOException {
        Path directory = parent.resolve("state");
        open(directory).close();
        Path unfinished = Files.createFile(directory.resolve("snapshot.1.tmp"));

        open(directory).close();

        assertThat(unfinished).doesNotExist();
    }

    @Test
    void shouldLetNobodyElseReadTheKeys() throws IOException {
        Path directory = parent.resolve("state");
        try (StateDirectory _ = open(directory)) {
            assertThat(permissions(directory)).isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files)
                        .hasSize(3)
                        .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void shouldWriteNothingMoreOnceItIsClosed() {
        StateDirectory state = open(parent.resolve("state"));
        state.close();

        assertThatThrownBy(() -> state.journal().append(PUMP)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void shouldGoOnWhenAWriterIsInterrupted() {
        Path directory = parent.resolve("state");
        try (StateDirectory state = open(directory)) {
            Thread.currentThread().interrupt();
            state.journal().append(PUMP);
            assertThat(Thread.interrupted()).isTrue();
            state.journal().append(queued(1));
        }
        assertThat(changesIn(directory)).contains(queued(1));
    }

    /** The files as a process leaves them that is killed now. */
    private Path asLeft(Path directory) throws IOException {
        Path copy = Files.createTempDirectory(parent, "left-");
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static List<Change> changesIn(Path directory) {
        try (StateDirectory state = open(directory)) {
            return state.takeSaved().changes().toList();
        }
    }

    private static StateDirectory open(Path directory) {
        return StateDirectory.open(new StateSettings(directory, false));
    }

    private static Change queued(long number) {
        return new MessageQueued(
                Samples.PUMP, new MessageState(number, Samples.message(), Samples.NOW, Samples.NOW, false, 0));
    }

    private static long filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
