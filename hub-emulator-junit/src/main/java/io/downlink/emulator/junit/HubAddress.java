package io.downlink.emulator.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/** A loopback address for one hub, because the SDKs leave no choice of the port. */
sealed interface HubAddress extends AutoCloseable {
    String value();

    @Override
    void close();

    /** One of many where the system has all of 127.0.0.0/8; else the only one, when nobody has it any more. */
    static HubAddress take() {
        return canListenAt("127.128.0.1") ? OneOfMany.any() : TheOnlyOne.await();
    }

    private static boolean canListenAt(String address) {
        try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return true;
        } catch (IOException unknownToTheSystem) {
            return false;
        }
    }

    /** Linux and Windows: any address, and another one if somebody is there. */
    record OneOfMany(String value) implements HubAddress {
        /** The upper half, so that nobody is met who chose an address by hand. */
        static OneOfMany any() {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            return new OneOfMany(
                    "127.%d.%d.%d".formatted(random.nextInt(128, 255), random.nextInt(256), random.nextInt(1, 255)));
        }

        @Override
        public void close() {}
    }

    /** macOS: a lock file keeps other JVMs waiting, a permit other tests of this one. */
    record TheOnlyOne(FileChannel lock) implements HubAddress {
        private static final Semaphore PERMIT = new Semaphore(1);

        static TheOnlyOne await() {
            PERMIT.acquireUninterruptibly();
            try {
                Path file = Path.of(System.getProperty("java.io.tmpdir"), "downlink-hub-emulator.lock");
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                channel.lock(); // closing the channel gives it back
                return new TheOnlyOne(channel);
            } catch (IOException e) {
                PERMIT.release();
                throw new UncheckedIOException("Cannot wait for the address 127.0.0.1", e);
            }
        }

        @Override
        public String value() {
            return "127.0.0.1";
        }

        @Override
        public void close() {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                PERMIT.release();
            }
        }
    }
}
