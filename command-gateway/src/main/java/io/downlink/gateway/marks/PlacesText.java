package io.downlink.gateway.marks;

import io.downlink.gateway.lanes.ParkedPlace;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Parked places as text: 40 bytes for each, in Base64. A checkpoint may hold a million of them. */
final class PlacesText {
    private static final int PLACE_BYTES = 5 * Long.BYTES;

    private PlacesText() {}

    static String write(List<ParkedPlace> places) {
        ByteBuffer bytes = ByteBuffer.allocate(places.size() * PLACE_BYTES);
        for (ParkedPlace place : places) {
            bytes.putLong(place.offset())
                    .putLong(place.lane())
                    .putLong(place.identity())
                    .putLong(place.deadline().toEpochMilli())
                    .putLong(place.toldFrom());
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** @throws IllegalArgumentException if the text is none of these */
    static List<ParkedPlace> read(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        List<ParkedPlace> places = new ArrayList<>(bytes.remaining() / PLACE_BYTES);
        try {
            while (bytes.hasRemaining()) {
                places.add(new ParkedPlace(
                        bytes.getLong(),
                        bytes.getLong(),
                        bytes.getLong(),
                        Instant.ofEpochMilli(bytes.getLong()),
                        bytes.getLong()));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("parked places end within one", e);
        }
        return places;
    }
}
