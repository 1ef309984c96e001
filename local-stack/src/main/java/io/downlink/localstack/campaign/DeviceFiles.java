package io.downlink.localstack.campaign;

import io.downlink.localstack.verdict.Deed;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads what the devices wrote down. */
final class DeviceFiles {
    private static final String SUFFIX = ".jsonl";

    private DeviceFiles() {}

    /** @param directory a file for each device */
    static List<Deed> read(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
        List<Deed> deeds = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            String deviceId =
                    URLDecoder.decode(name.substring(0, name.length() - SUFFIX.length()), StandardCharsets.UTF_8);
            long number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                Deed.read(deviceId, number, line).ifPresent(deeds::add);
            }
        }
        return deeds;
    }
}
