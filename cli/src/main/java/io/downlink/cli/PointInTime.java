package io.downlink.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time, or how far it lies from now. */
sealed interface PointInTime {

    Instant before(Instant now);

    Instant after(Instant now);

    record Fixed(Instant time) implements PointInTime {
        @Override
        public Instant before(Instant now) {
            return time;
        }

        @Override
        public Instant after(Instant now) {
            return time;
        }
    }

    record Away(Duration distance) implements PointInTime {
        @Override
        public Instant before(Instant now) {
            return now.minus(distance);
        }

        @Override
        public Instant after(Instant now) {
            return now.plus(distance).truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /** Reads one from the command line. */
    final class Converter implements ITypeConverter<PointInTime> {
        @Override
        public PointInTime convert(String text) {
            try {
                return text.startsWith("P") ? new Away(Duration.parse(text)) : new Fixed(Instant.parse(text));
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "'%s' is neither a duration such as PT1H nor a time such as 2026-12-01T10:00:00Z"
                                .formatted(text));
            }
        }
    }
}
