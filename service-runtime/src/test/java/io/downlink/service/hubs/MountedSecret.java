package io.downlink.service.hubs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A secret as Kubernetes mounts it: a link to a link to a directory, of which the middle one is swapped. */
final class MountedSecret {
    private final Path mount;
    private int versions;

    MountedSecret(Path mount, String content) {
        this.mount = mount;
        link("secret", Path.of("..data", "secret"));
        replace(content);
    }

    Path file() {
        return mount.resolve("secret");
    }

    void replace(String content) {
        Path version = Path.of("..version-" + ++versions);
        try {
            Files.writeString(Files.createDirectory(mount.resolve(version)).resolve("secret"), content);
            Files.move(link("..data_tmp", version), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path link(String name, Path target) {
        try {
            return Files.createSymbolicLink(mount.resolve(name), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
