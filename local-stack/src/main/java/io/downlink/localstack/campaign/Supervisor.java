package io.downlink.localstack.campaign;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Starts again what ended by itself, as systemd or Kubernetes would. */
final class Supervisor implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final List<Role> roles;
    private final Thread thread = new Thread(this::supervise, "supervisor");

    private Supervisor(List<Role> roles) {
        this.roles = List.copyOf(roles);
    }

    static Supervisor of(List<Role> roles) {
        Supervisor supervisor = new Supervisor(roles);
        supervisor.thread.setDaemon(true);
        supervisor.thread.start();
        return supervisor;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void supervise() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS);
                for (Role role : roles) {
                    role.startAgainIfEnded();
                }
            }
        } catch (InterruptedException | IOException e) {
            // closed, or everything is being stopped
        }
    }
}
