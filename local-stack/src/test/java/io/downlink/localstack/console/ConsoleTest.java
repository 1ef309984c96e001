package io.downlink.localstack.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void shouldWriteOnlyWhatStaysWhenItIsNoTerminal() {
        play(new Console(out(), false));
        assertThat(text()).isEqualTo("starting\nready\n");
    }

    @Test
    void shouldReplaceTheMovingLineWhenItIsATerminal() {
        play(new Console(out(), true));
        assertThat(text()).isEqualTo("starting\nwaiting…\r\u001b[Kready\n");
    }

    private static void play(Console console) {
        console.line("starting");
        console.progress("waiting…");
        console.line("ready");
    }

    private PrintStream out() {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
