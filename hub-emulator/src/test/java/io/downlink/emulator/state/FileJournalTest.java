package io.downlink.emulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.downlink.emulator.hub.Authentication;
import io.downlink.emulator.hub.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    private static final Change PUMP = Samples.written(Samples.PUMP, new Authentication.None(), 1);

    @TempDir
    private Path directory;

    @Test
    void shouldTakeNothingMoreOnceAChangeCannotBeWritten() throws IOException {
        // given
        Generations generations = new Generations(directory);
        FrameWriter file = FrameWriter.create(generations.journal(1));
        try (FileJournal journal = new FileJournal(generations, new ChangeCodec(), 1, file, false, _ -> {})) {
            journal.append(PUMP);
            assertThat(journal.lost()).isNotDone();

            // when
            file.close();
            assertThatThrownBy(() -> journal.append(PUMP))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("the state cannot be written");

            // then
            assertThat(journal.lost())
                    .succeedsWithin(Duration.ofSeconds(10))
                    .asString()
                    .contains("until it is started anew");
            assertThatThrownBy(() -> journal.append(PUMP))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("until it is started anew");
        }
    }

    @Test
    void shouldNotCountItsEndAsALoss() throws IOException {
        FileJournal journal = FileJournal.create(new Generations(directory), new ChangeCodec(), 1, true, _ -> {});
        journal.close();

        assertThatThrownBy(() -> journal.append(PUMP)).hasMessageContaining("the hub is closed");
        assertThat(journal.lost()).isNotDone();
    }
}
