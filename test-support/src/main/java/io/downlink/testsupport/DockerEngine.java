package io.downlink.testsupport;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/** Whether containers can be run here. */
final class DockerEngine {
    private static final int ANSWERS_WITHIN_SECONDS = 20;

    private DockerEngine() {}

    /** Asks the engine: a {@code docker} client on the PATH says nothing about one. */
    static boolean answers() {
        try {
            Process info = new ProcessBuilder("docker", "info")
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (!info.waitFor(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                info.destroyForcibly();
                return false;
            }
            return info.exitValue() == 0;
        } catch (IOException noClient) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
