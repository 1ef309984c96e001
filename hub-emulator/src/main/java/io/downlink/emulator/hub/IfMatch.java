package io.downlink.emulator.hub;

/**
 * The version of a thing that a client wants to change.
 *
 * @param etag without quotes; {@code *}: whatever it is
 */
public record IfMatch(String etag) {
    /** Whatever the version is. */
    public static final IfMatch ANY = new IfMatch("*");

    void check(String current) {
        if (!etag.equals("*") && !etag.equals(current)) {
            throw new HubException(
                    HubError.PRECONDITION_FAILED, "Precondition failed: the etag may be invalid or out of date.");
        }
    }
}
