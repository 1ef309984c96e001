package io.downlink.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fenced blocks of a Markdown page, in their order. */
record CommandBlocks(List<Block> blocks) {

    record Block(String language, int line, String text) {}

    static CommandBlocks of(Path page) {
        List<Block> blocks = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        String language = "";
        int start = 0;
        boolean inside = false;
        int number = 0;
        for (String line : linesOf(page)) {
            number++;
            if (!line.startsWith("```")) {
                text.append(inside ? line + "\n" : "");
            } else if (inside) {
                blocks.add(new Block(language, start, text.toString().strip()));
                inside = false;
            } else {
                language = line.substring(3).strip();
                start = number;
                text.setLength(0);
                inside = true;
            }
        }
        return new CommandBlocks(List.copyOf(blocks));
    }

    List<Block> in(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    /** The only block of this language that contains the text. */
    Block with(String language, String text) {
        List<Block> found = in(language).stream()
                .filter(block -> block.text().contains(text))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("expected one %s block with «%s», found %s".formatted(language, text, found));
        }
        return found.getFirst();
    }

    private static List<String> linesOf(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
