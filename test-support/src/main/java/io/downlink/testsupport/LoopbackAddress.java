package io.downlink.testsupport;

/** Loopback addresses for servers whose ports cannot be chosen. Linux and Windows have all of 127.0.0.0/8. */
final class LoopbackAddress {
    private static final int FIRST = 64;
    private static final int PID_BITS = 22; // Linux's pid_max is 2^22 at most

    private LoopbackAddress() {}

    /** One that no other process gets from here while this one lives: its process id, from 127.64.0.0 on. */
    static String ofThisProcess() {
        return of(ProcessHandle.current().pid());
    }

    static String of(long pid) {
        long id = pid & ((1L << PID_BITS) - 1);
        return "127.%d.%d.%d".formatted(FIRST + (id >> 16), (id >> 8) & 0xff, id & 0xff);
    }
}
