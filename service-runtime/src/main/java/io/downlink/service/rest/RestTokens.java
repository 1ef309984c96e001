package io.downlink.service.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens that callers show, one on each line of a file. The file is read again while it is asked for, so a token is
 * replaced by adding the new one, and taking the old one out when nobody shows it any more.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750</a>
 */
final class RestTokens {
    private static final Logger LOGGER = Logger.getLogger(RestTokens.class);
    private static final Duration READ_EVERY = Duration.ofSeconds(5);
    private static final String SCHEME = "Bearer ";

    /** What is shorter is more likely a mistake than a secret: 16 characters of 64 kinds are 96 bits. */
    private static final int CHARACTERS_MIN = 16;

    private final Path file;
    private final Clock clock;
    private List<byte[]> digests = List.of();
    private Instant read = Instant.MIN;

    RestTokens(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** @param authorization the header, as it was sent */
    boolean areShownBy(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] shown = digest(authorization.substring(SCHEME.length()).strip());
        boolean known = false;
        for (byte[] digest : current()) {
            known |= MessageDigest.isEqual(digest, shown); // takes as long for every token
        }
        return known;
    }

    private synchronized List<byte[]> current() {
        Instant now = clock.instant();
        if (!now.isBefore(read.plus(READ_EVERY)) || now.isBefore(read)) {
            digests = readFile();
            read = now;
        }
        return digests;
    }

    /** A file that cannot be read lets nobody in: it may have been taken away for that. */
    private List<byte[]> readFile() {
        List<String> tokens;
        try {
            tokens = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            LOGGER.errorf("tokens cannot be read, all requests are refused file=%s reason=%s", file, e);
            return List.of();
        }
        List<String> longEnough = tokens.stream()
                .filter(token -> token.length() >= CHARACTERS_MIN)
                .toList();
        if (longEnough.size() < tokens.size()) {
            LOGGER.errorf("tokens with fewer than %d characters do not count file=%s", CHARACTERS_MIN, file);
        }
        return longEnough.stream().map(RestTokens::digest).toList();
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
