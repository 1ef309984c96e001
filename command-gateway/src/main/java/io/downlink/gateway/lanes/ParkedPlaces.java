package io.downlink.gateway.lanes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The parked places of one lane, by their offsets: 32 bytes for each. Added as a rule at the end, taken from the front.
 *
 * <p>Not safe for use by many threads.
 */
final class ParkedPlaces {
    /** Offset, deadline, identity, and where it was told. */
    private static final int WIDTH = 4;

    private final long lane;
    private long[] cells = new long[WIDTH];
    /** Cells before it are free: what stood there was taken. */
    private int from;

    private int end;

    ParkedPlaces(long lane) {
        this.lane = lane;
    }

    int size() {
        return (end - from) / WIDTH;
    }

    boolean isEmpty() {
        return from == end;
    }

    /** Of the first place, which must be there. */
    long firstOffset() {
        return cells[from];
    }

    void add(ParkedPlace place) {
        int at;
        if (from >= WIDTH && !isEmpty() && place.offset() < firstOffset()) {
            from -= WIDTH;
            at = from;
        } else {
            makeRoom();
            at = end;
            while (at > from && cells[at - WIDTH] > place.offset()) {
                at -= WIDTH;
            }
            System.arraycopy(cells, at, cells, at + WIDTH, end - at);
            end += WIDTH;
        }
        cells[at] = place.offset();
        cells[at + 1] = place.deadline().toEpochMilli();
        cells[at + 2] = place.identity();
        cells[at + 3] = place.toldFrom();
    }

    ParkedPlace takeFirst() {
        ParkedPlace first = at(from);
        from += WIDTH;
        shrink();
        return first;
    }

    /** @param max no more are counted */
    int numberBelow(long offset, int max) {
        int number = 0;
        while (number < max && from + number * WIDTH < end && cells[from + number * WIDTH] < offset) {
            number++;
        }
        return number;
    }

    /** The offset of the first place with that identity, if it stands before. */
    OptionalLong first(long identity, long below) {
        for (int cell = from; cell < end && cells[cell] < below; cell += WIDTH) {
            if (cells[cell + 2] == identity) {
                return OptionalLong.of(cells[cell]);
            }
        }
        return OptionalLong.empty();
    }

    /** Takes out the place with that offset, if it is here. */
    Optional<ParkedPlace> take(long offset) {
        for (int cell = from; cell < end; cell += WIDTH) {
            if (cells[cell] == offset) {
                ParkedPlace place = at(cell);
                System.arraycopy(cells, cell + WIDTH, cells, cell, end - cell - WIDTH);
                end -= WIDTH;
                shrink();
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    boolean holdsBelow(long offset, long identity) {
        return first(identity, offset).isPresent();
    }

    /**
     * Takes out, from anywhere, what is past its deadline and does not share its identity with one before it that stays.
     *
     * @param max how many at most
     * @param except offsets that stay
     * @param before identities that stand before all of these
     */
    List<ParkedPlace> takeLate(long nowMillis, int max, Set<Long> except, Set<Long> before) {
        if (earliestDeadlineMillis() > nowMillis) {
            return List.of();
        }
        Set<Long> staying = new HashSet<>(before);
        List<ParkedPlace> taken = new ArrayList<>();
        int kept = from;
        for (int cell = from; cell < end; cell += WIDTH) {
            boolean stays = cells[cell + 1] > nowMillis
                    || taken.size() >= max
                    || except.contains(cells[cell])
                    || staying.contains(cells[cell + 2]);
            if (stays) {
                staying.add(cells[cell + 2]);
                System.arraycopy(cells, cell, cells, kept, WIDTH);
                kept += WIDTH;
            } else {
                taken.add(at(cell));
            }
        }
        end = kept;
        shrink();
        return taken;
    }

    void clear() {
        from = 0;
        end = 0;
        shrink();
    }

    void forEach(Consumer<ParkedPlace> action) {
        for (int cell = from; cell < end; cell += WIDTH) {
            action.accept(at(cell));
        }
    }

    /** Of all of them; {@link Long#MAX_VALUE} if there is none. */
    long earliestDeadlineMillis() {
        long earliest = Long.MAX_VALUE;
        for (int cell = from; cell < end; cell += WIDTH) {
            earliest = Math.min(earliest, cells[cell + 1]);
        }
        return earliest;
    }

    private ParkedPlace at(int cell) {
        return new ParkedPlace(
                cells[cell], lane, cells[cell + 2], Instant.ofEpochMilli(cells[cell + 1]), cells[cell + 3]);
    }

    private void makeRoom() {
        if (end + WIDTH > cells.length) {
            int places = size();
            move(WIDTH * (places + places / 4 + 1));
        }
    }

    /** Gives memory back once most of it is free. */
    private void shrink() {
        int used = end - from;
        if (cells.length > 4 * WIDTH && used < cells.length / 2) {
            move(Math.max(used, WIDTH));
        }
    }

    private void move(int length) {
        int used = end - from;
        long[] moved = new long[length];
        System.arraycopy(cells, from, moved, 0, used);
        cells = moved;
        from = 0;
        end = used;
    }
}
