package io.downlink.emulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import io.downlink.emulator.hub.Authentication;
import io.downlink.emulator.hub.Change;
import io.downlink.emulator.hub.HubChange;
import io.downlink.emulator.hub.HubChange.BatchReturned;
import io.downlink.emulator.jobs.JobAction;
import io.downlink.emulator.jobs.JobChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChangeCodecTest {
    /** One change a line, as version 1 wrote it; what is here must be readable for ever. */
    private static final Path WRITTEN = Path.of("src", "test", "resources", "state", "version-1.jsonl");

    private final ChangeCodec codec = new ChangeCodec();

    @Test
    void shouldReadEveryKindAsItWasWritten() throws IOException {
        for (Change change : Samples.all()) {
            assertThat(codec.decode(codec.encode(change))).isEqualTo(change);
        }
    }

    @Test
    void shouldHaveANameForEveryKindAndASampleOfEveryChange() {
        List<String> changes = kindsOf(HubChange.class, JobChange.class);

        assertThat(Kinds.ALL)
                .extracting(kind -> kind.getType().getName())
                .containsAll(changes)
                .containsAll(kindsOf(Authentication.class, JobAction.class));
        assertThat(Kinds.ALL).extracting(NamedType::getName).doesNotHaveDuplicates();
        assertThat(Samples.all())
                .extracting(change -> change.getClass().getName())
                .containsAll(changes);
    }

    @Test
    void shouldReadWhatVersionOneWrote() throws IOException {
        List<Change> read =
                Files.readAllLines(WRITTEN).stream().map(this::decoded).toList();

        assertThat(read).isEqualTo(Samples.all());
    }

    @Test
    void shouldLeaveOutWhatALaterVersionAdded() throws IOException {
        assertThat(codec.decode(bytes("{\"kind\":\"batch-returned\",\"batch\":3,\"returns\":4,\"mood\":\"good\"}")))
                .isEqualTo(new BatchReturned(3, 4));
    }

    @Test
    void shouldRefuseAKindThatItDoesNotKnow() {
        assertThatThrownBy(() -> codec.decode(bytes("{\"kind\":\"wish\"}"))).isInstanceOf(IOException.class);
    }

    private static List<String> kindsOf(Class<?>... sealed) {
        return Stream.of(sealed)
                .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
                .map(Class::getName)
                .toList();
    }

    private Change decoded(String line) {
        try {
            return codec.decode(bytes(line));
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
