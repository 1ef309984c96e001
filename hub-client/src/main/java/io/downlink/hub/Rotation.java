package io.downlink.hub;

import io.downlink.hub.SecretFile.Content;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Goes over to the secret that a file holds, once somebody has shown that it is good; until then the earlier one stays in
 * use. A truncated key may read as well as a whole one, so being readable is not enough.
 *
 * @param <T> what the secret is
 */
final class Rotation<T> {
    private static final Logger LOGGER = Logger.getLogger(Rotation.class);

    /** Until a secret that was found bad is tried again: it may be that the hub did not know it yet. */
    static final Duration TRY_AGAIN = Duration.ofSeconds(10);

    private final String hub;
    private final SecretFile<T> file;
    private final Function<T, @Nullable String> problem;
    private final Clock clock;
    private @Nullable String bad;
    private Instant tryAgainAt = Instant.MIN;

    /**
     * @param hub its configured name
     * @param problem what is wrong with a secret, null if it is good; may block, and never shows the secret
     */
    Rotation(String hub, SecretFile<T> file, Function<T, @Nullable String> problem, Clock clock) {
        this.hub = hub;
        this.file = file;
        this.problem = problem;
        this.clock = clock;
    }

    /** The new secret, if there is a good one; null: go on with the earlier. */
    @Nullable
    T next() {
        Content<T> content = file.changed();
        if (content == null) {
            bad = null;
            return null;
        }
        return switch (content) {
            case Content.Useless<T>(String text, String wrong) -> {
                reject(text, wrong);
                yield null;
            }
            case Content.Secret<T> secret -> tried(secret);
        };
    }

    private @Nullable T tried(Content.Secret<T> secret) {
        if (secret.text().equals(bad) && clock.instant().isBefore(tryAgainAt)) {
            return null;
        }
        String wrong = problem.apply(secret.meaning());
        if (wrong != null) {
            reject(secret.text(), "is not used yet: " + wrong);
            return null;
        }
        file.use(secret);
        bad = null;
        LOGGER.infof("credential replaced hub=%s file=%s", hub, file.path());
        return secret.meaning();
    }

    /** Once for each content. */
    private void reject(String text, String wrong) {
        if (!text.equals(bad)) {
            LOGGER.warnf(
                    "the credential's file %s; the earlier credential stays in use hub=%s file=%s",
                    wrong, hub, file.path());
        }
        bad = text;
        tryAgainAt = clock.instant().plus(TRY_AGAIN);
    }
}
