package io.downlink.emulator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AftermathTest {
    private final Aftermath aftermath = new Aftermath();
    private final List<String> happened = new ArrayList<>();

    @Test
    void shouldHappenOnceWhenTheFaultIsOver() {
        aftermath.add(() -> false, () -> happened.add("first"));
        aftermath.add(() -> false, () -> happened.add("second"));
        assertThat(happened).isEmpty();

        aftermath.come();
        aftermath.come();

        assertThat(happened).containsExactly("first", "second");
    }

    @Test
    void shouldHappenAlthoughAnotherStepFails() {
        aftermath.add(() -> false, () -> {
            throw new IllegalStateException("the link is gone");
        });
        aftermath.add(() -> false, () -> happened.add("second"));

        aftermath.come();

        assertThat(happened).containsExactly("second");
    }

    @Test
    void shouldHappenAtOnceWhenTheFaultIsOverAlready() {
        aftermath.come();

        aftermath.add(() -> false, () -> happened.add("late"));

        assertThat(happened).containsExactly("late");
        assertThat(aftermath.size()).isZero();
    }

    @Test
    void shouldForgetWhatIsPointlessHoweverOftenTheFaultStrikes() {
        for (int i = 0; i < 10; i++) {
            aftermath.add(() -> false, () -> happened.add("still there"));
        }
        for (int i = 0; i < 10_000; i++) {
            AtomicBoolean gone = new AtomicBoolean();
            aftermath.add(gone::get, () -> happened.add("gone"));
            gone.set(true);
        }

        assertThat(aftermath.size()).isLessThan(50);
        aftermath.come();
        assertThat(happened)
                .contains("still there")
                .filteredOn("still there"::equals)
                .hasSize(10);
    }
}
