package io.downlink.emulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameReaderTest {
    private static final int FIRST = Frame.FILE_HEADER.length;
    private static final int SECOND = FIRST + Frame.HEADER_BYTES + "first".length();

    @TempDir
    private Path directory;

    private Path file;
    private byte[] whole;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("journal.1");
        try (FrameWriter writer = FrameWriter.create(file)) {
            writer.write(Frame.of(bytes("first")));
            writer.write(Frame.of(bytes("second")));
            assertThat(writer.size()).isEqualTo(Files.size(file));
        }
        whole = Files.readAllBytes(file);
    }

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        Content content = read();

        assertThat(content.records()).containsExactly("first", "second");
        assertThat(content.tornBytes()).isZero();
    }

    @Test
    void shouldLeaveOutTheLastRecordWhereverItWasCutOff() throws IOException {
        for (int length = SECOND + 1; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThat(read()).isEqualTo(new Content(List.of("first"), length - SECOND));
        }
    }

    @Test
    void shouldLeaveOutALastRecordThatIsNotWhatItWas() throws IOException {
        whole[whole.length - 1] ^= 1;
        Files.write(file, whole);

        assertThat(read().records()).containsExactly("first");
    }

    @Test
    void shouldLeaveOutZerosWhereARecordWasToBe() throws IOException {
        Files.write(file, Arrays.copyOf(whole, whole.length + 5_000));

        assertThat(read()).isEqualTo(new Content(List.of("first", "second"), 5_000));
    }

    @Test
    void shouldRefuseARecordInTheMiddleThatIsDamagedAnywhere() throws IOException {
        for (int place = FIRST; place < SECOND; place++) {
            byte[] damaged = whole.clone();
            damaged[place] ^= 1;
            Files.write(file, damaged);

            assertThatThrownBy(this::read)
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining("byte " + FIRST + " of " + file)
                    .hasMessageContaining("truncate -s " + FIRST + " " + file);
        }
    }

    @Test
    void shouldTakeAFileWhoseHeaderWasCutOffForAnEmptyOne() throws IOException {
        for (int length = 0; length < FIRST; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThat(read()).isEqualTo(new Content(List.of(), length));
        }
    }

    @Test
    void shouldRefuseAnotherVersion() throws IOException {
        whole[FIRST - 2] = '2';
        Files.write(file, whole);

        assertThatThrownBy(this::read)
                .isInstanceOf(StateException.class)
                .hasMessageStartingWith(file + " was not written by this version");
    }

    private Content read() throws IOException {
        try (FrameReader reader = new FrameReader(file)) {
            List<String> records = new ArrayList<>();
            for (byte[] next = reader.next(); next != null; next = reader.next()) {
                records.add(new String(next, StandardCharsets.UTF_8));
            }
            return new Content(records, reader.tornBytes());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Content(List<String> records, long tornBytes) {}
}
