package io.downlink.emulator.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils bytes: what a seed begins stays recognisable, so that the spoiled part is read and not only the first byte. */
final class Mutator {
    private static final int MUTATIONS_MAX = 6;
    private static final byte[] BORDERS = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, '{', '"', '%', '&', '/', '$'};
    private static final int[] LENGTHS = {0, 1, 0x7f, 0x80, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff};

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    /** A spoiled copy; parts of the others may be in it. */
    byte[] spoil(byte[] seed, List<byte[]> others) {
        byte[] spoiled = seed.clone();
        for (int left = 1 + random.nextInt(MUTATIONS_MAX); left > 0 && spoiled.length > 0; left--) {
            spoiled = spoilOnce(spoiled, others);
        }
        return spoiled;
    }

    private byte[] spoilOnce(byte[] bytes, List<byte[]> others) {
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(32));
        return switch (random.nextInt(9)) {
            case 0 -> replaced(bytes, at, (byte) (bytes[at] ^ (1 << random.nextInt(8))));
            case 1 -> replaced(bytes, at, BORDERS[random.nextInt(BORDERS.length)]);
            case 2 -> replaced(bytes, at, (byte) random.nextInt());
            case 3 -> spliced(bytes, at, at + length, new byte[0]);
            case 4 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
            case 5 -> spliced(bytes, at, at, noise(length));
            case 6 -> Arrays.copyOf(bytes, at);
            case 7 -> withLength(bytes, at);
            default -> {
                byte[] other = others.get(random.nextInt(others.size()));
                int from = random.nextInt(other.length);
                yield spliced(bytes, at, at + length, Arrays.copyOfRange(other, from, other.length));
            }
        };
    }

    private static byte[] replaced(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    /** Four bytes that read as a length which is a lie. */
    private byte[] withLength(byte[] bytes, int at) {
        int lie = LENGTHS[random.nextInt(LENGTHS.length)];
        for (int i = 0; i < 4 && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (lie >>> (24 - 8 * i));
        }
        return bytes;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        byte[] result = new byte[from + middle.length + bytes.length - to];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
        return result;
    }
}
