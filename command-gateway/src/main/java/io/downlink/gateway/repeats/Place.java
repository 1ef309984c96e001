package io.downlink.gateway.repeats;

/**
 * Where an event stands that ended a command.
 *
 * @param offset in the partition of the events
 * @param inDoubt whether it says that nobody knows what became of the command
 */
record Place(long offset, boolean inDoubt) {

    static Place of(long number) {
        return new Place(number >> 1, (number & 1) == 1);
    }

    /** Both in one number, 0 or more. */
    long toNumber() {
        return offset << 1 | (inDoubt ? 1 : 0);
    }

    /** The one of two that counts: the first, unless it is in doubt. */
    Place or(Place other) {
        return offset <= other.offset ? orLater(other) : other.orLater(this);
    }

    private Place orLater(Place later) {
        return inDoubt && !later.inDoubt ? later : this;
    }
}
