package io.downlink.emulator.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * How one record stands in a file: its length, a checksum of its content, a checksum of the two, its content. With a
 * checksum of its own the length can be trusted, which tells a record that was cut off from one that was damaged.
 */
final class Frame {
    /** What each file begins with; the number is the version of all that follows. */
    static final byte[] FILE_HEADER = "downlink-hub-state 1\n".getBytes(StandardCharsets.US_ASCII);

    static final int HEADER_BYTES = 12;
    private static final int CHECKED_BYTES = 8;

    private Frame() {}

    /** The frame with this content. */
    static byte[] of(byte[] content) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + content.length);
        frame.putInt(content.length).putInt(checksum(content, content.length));
        frame.putInt(checksum(frame.array(), CHECKED_BYTES)).put(content);
        return frame.array();
    }

    /** The length of the content that follows this header; negative: it is no header. */
    static int contentLength(byte[] header) {
        ByteBuffer fields = ByteBuffer.wrap(header);
        int length = fields.getInt();
        return fields.getInt(CHECKED_BYTES) == checksum(header, CHECKED_BYTES) ? length : -1;
    }

    /** Whether the content is the one that the header was made for. */
    static boolean matches(byte[] header, byte[] content) {
        return ByteBuffer.wrap(header).getInt(Integer.BYTES) == checksum(content, content.length);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }
}
