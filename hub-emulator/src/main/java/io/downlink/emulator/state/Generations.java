package io.downlink.emulator.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a state directory. Journals follow each other by number; a snapshot holds what all journals before its
 * number say, so that the state is the latest snapshot and the journals from its number on.
 */
record Generations(Path directory) {
    private static final Pattern UNFINISHED = Pattern.compile("snapshot\\.\\d{1,18}\\.tmp");
    private static final Pattern NAME = Pattern.compile("(snapshot|journal)\\.(\\d{1,18})");

    Path snapshot(long number) {
        return directory.resolve("snapshot." + number);
    }

    Path journal(long number) {
        return directory.resolve("journal." + number);
    }

    /** Where a snapshot is before it is whole. */
    Path unfinished(long number) {
        return directory.resolve("snapshot." + number + ".tmp");
    }

    /**
     * What there is to be read.
     *
     * @throws StateException if a file is missing
     */
    Contents contents() throws IOException {
        List<Long> snapshots = numbers("snapshot");
        List<Long> journals = numbers("journal");
        if (snapshots.isEmpty() && journals.isEmpty()) {
            return new Contents(0, List.of());
        }
        long latest = snapshots.isEmpty() ? journals.getFirst() : snapshots.getLast();
        if (snapshots.isEmpty()) {
            throw missing(snapshot(latest));
        }
        List<Long> since = journals.stream().filter(number -> number >= latest).toList();
        for (int i = 0; i < since.size(); i++) {
            if (since.get(i) != latest + i) {
                throw missing(journal(latest + i));
            }
        }
        return new Contents(latest, since);
    }

    /** Makes an unfinished snapshot the one that counts, and deletes what it replaces. */
    void finish(long number) throws IOException {
        Files.move(
                unfinished(number),
                snapshot(number),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        force();
        for (String kind : List.of("snapshot", "journal")) {
            for (long old : numbers(kind)) {
                if (old < number) {
                    Files.delete(directory.resolve(kind + "." + old));
                }
            }
        }
    }

    /** Deletes the snapshots that earlier hubs began and did not finish. */
    void deleteUnfinished() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (UNFINISHED.matcher(file.getFileName().toString()).matches()) {
                    Files.delete(file);
                }
            }
        }
    }

    private List<Long> numbers(String kind) throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && name.group(1).equals(kind)) {
                    numbers.add(Long.valueOf(name.group(2)));
                }
            }
        }
        numbers.sort(null);
        return numbers;
    }

    /** A name must not be lost with the machine's power after the file it replaces is gone. */
    void force() {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException notOnThisSystem) {
            // Windows opens no directories, and keeps names by itself.
        }
    }

    private static StateException missing(Path file) {
        return new StateException("the state is incomplete, " + file
                + " is missing: restore the directory from a copy, or begin anew with" + " another one");
    }

    /**
     * What the state is made of.
     *
     * @param snapshot its number; 0: there is nothing at all
     * @param journals their numbers, in their order
     */
    record Contents(long snapshot, List<Long> journals) {
        boolean isEmpty() {
            return snapshot == 0;
        }

        /** The number of the journal that would come next. */
        long next() {
            return journals.isEmpty() ? snapshot + 1 : journals.getLast() + 1;
        }
    }
}
