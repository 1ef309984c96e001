package io.downlink.emulator.fuzz;

import io.downlink.emulator.HubEmulator;
import io.downlink.emulator.TestHub;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Has conversations with the hub of which at least one step is spoiled, and counts how the hub took it. */
final class Fuzzer implements Runnable {
    /** Long enough for an answer on a busy machine, most of the time; what comes later is not waited for. */
    private static final int PATIENCE_MS = 100;

    private static final int HANDSHAKE_PATIENCE_MS = 30_000;

    private final HubEmulator hub;
    private final List<Conversation> conversations;
    private final List<byte[]> allSteps;
    private final Random random;
    private final Mutator mutator;
    private final long endsAt;
    private final SSLSocketFactory sockets;
    private final Map<String, Tally> tallies = new TreeMap<>();

    Fuzzer(HubEmulator hub, List<Conversation> conversations, long seed, long endsAt) {
        this.hub = hub;
        this.conversations = conversations;
        this.allSteps = conversations.stream()
                .flatMap(conversation -> conversation.steps().stream())
                .toList();
        this.random = new Random(seed);
        this.mutator = new Mutator(random);
        this.endsAt = endsAt;
        this.sockets = TestHub.trust(hub).getSocketFactory();
    }

    @Override
    public void run() {
        while (System.nanoTime() < endsAt) {
            Conversation conversation = conversations.get(random.nextInt(conversations.size()));
            tallies.merge(conversation.name(), Tally.NONE.and(talk(conversation)), Tally::and);
        }
    }

    /** How often each conversation was had, and how the hub took it. */
    Map<String, Tally> tallies() {
        return tallies;
    }

    private Outcome talk(Conversation conversation) {
        List<byte[]> steps = spoiled(conversation.steps());
        byte[] answer = new byte[16 * 1024];
        long answered = 0;
        try (SSLSocket socket = (SSLSocket) sockets.createSocket(hub.hostName(), conversation.port())) {
            socket.setSoTimeout(HANDSHAKE_PATIENCE_MS);
            socket.startHandshake();
            socket.setSoTimeout(PATIENCE_MS);
            InputStream in = socket.getInputStream();
            for (byte[] step : steps) {
                socket.getOutputStream().write(step);
                int length = read(in, answer);
                if (length < 0) {
                    return Outcome.CLOSED;
                }
                answered += length;
            }
            return answered > 0 ? Outcome.ANSWERED : Outcome.SILENT;
        } catch (IOException reset) {
            return Outcome.CLOSED;
        }
    }

    private static int read(InputStream in, byte[] answer) throws IOException {
        try {
            return in.read(answer);
        } catch (SocketTimeoutException silence) {
            return 0;
        }
    }

    /** The same conversation with one step spoiled, or several. */
    private List<byte[]> spoiled(List<byte[]> steps) {
        List<byte[]> result = new ArrayList<>(steps);
        int first = random.nextInt(steps.size());
        result.set(first, mutator.spoil(steps.get(first), allSteps));
        for (int i = 0; i < steps.size(); i++) {
            if (i != first && random.nextInt(8) == 0) {
                result.set(i, mutator.spoil(steps.get(i), allSteps));
            }
        }
        return result;
    }

    /** How the hub took a conversation. */
    enum Outcome {
        /** It answered, and left the end to the client. */
        ANSWERED,
        /** It ended the connection. */
        CLOSED,
        /** It waited for more. */
        SILENT
    }

    /**
     * Counts outcomes.
     */
    record Tally(int answered, int closed, int silent) {
        static final Tally NONE = new Tally(0, 0, 0);

        Tally and(Outcome outcome) {
            return switch (outcome) {
                case ANSWERED -> new Tally(answered + 1, closed, silent);
                case CLOSED -> new Tally(answered, closed + 1, silent);
                case SILENT -> new Tally(answered, closed, silent + 1);
            };
        }

        Tally and(Tally other) {
            return new Tally(answered + other.answered, closed + other.closed, silent + other.silent);
        }

        @Override
        public String toString() {
            return "%,9d  answered %,9d  closed %,9d  silent %,9d"
                    .formatted(answered + closed + silent, answered, closed, silent);
        }
    }
}
