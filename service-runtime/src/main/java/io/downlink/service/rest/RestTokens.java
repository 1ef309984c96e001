package io.downlink.service.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens that callers show, one on each line of a file. The file is read again and again, so a token is replaced
 * by adding the new one, and taking the old one out when nobody shows it any more.
 *
 * <p>Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750</a>
 */
final class RestTokens {
    private static final Logger LOGGER = Logger.getLogger(RestTokens.class);
    private static final String SCHEME = "Bearer ";

    /** What is shorter is more likely a mistake than a secret: 16 characters of 64 kinds are 96 bits. */
    private static final int CHARACTERS_MIN = 16;

    private final Path file;
    private volatile List<byte[]> digests = List.of();
    /** What the log was told last. */
    private State told = State.UNREAD;

    private enum State {
        UNREAD,
        FINE,
        SOME_TOO_SHORT,
        NO_TOKEN,
        UNREADABLE
    }

    /** Without a token before it is {@link #read}. */
    RestTokens(Path file) {
        this.file = file;
    }

    /** @param authorization the header, as it was sent */
    boolean areShownBy(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] shown = digest(authorization.substring(SCHEME.length()).strip());
        boolean known = false;
        for (byte[] digest : digests) {
            known |= MessageDigest.isEqual(digest, shown); // takes as long for every token
        }
        return known;
    }

    /** Blocks the calling thread. A file that cannot be read lets nobody in: it may have been taken away for that. */
    synchronized void read() {
        List<String> tokens;
        try {
            tokens = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            digests = List.of();
            tell(State.UNREADABLE, e.toString());
            return;
        }
        digests = tokens.stream()
                .filter(token -> token.length() >= CHARACTERS_MIN)
                .map(RestTokens::digest)
                .toList();
        tell(stateOf(tokens.size()), "");
    }

    private State stateOf(int lines) {
        if (digests.isEmpty()) {
            return State.NO_TOKEN;
        }
        return digests.size() < lines ? State.SOME_TOO_SHORT : State.FINE;
    }

    private void tell(State now, String reason) {
        if (now == told) {
            return;
        }
        told = now;
        switch (now) {
            case UNREAD -> {}
            case FINE -> LOGGER.infof("tokens are read file=%s number=%d", file, digests.size());
            case SOME_TOO_SHORT ->
                LOGGER.errorf("tokens with fewer than %d characters do not count file=%s", CHARACTERS_MIN, file);
            case NO_TOKEN ->
                LOGGER.errorf(
                        "no token with %d characters or more, all requests are refused file=%s", CHARACTERS_MIN, file);
            case UNREADABLE ->
                LOGGER.errorf("tokens cannot be read, all requests are refused file=%s reason=%s", file, reason);
        }
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
