package io.downlink.emulator.http;

/** The forms in which the service tells an error; clients read each in another way. */
public enum ErrorShape {
    /** Registry, twins, and every 401: the name in a text. */
    FLAT,
    /** Module identities: JSON with the six digits. */
    STRUCTURED,
    /** Direct methods: JSON within a text. Only this one and the one before carry the six digits to the Java SDK. */
    NESTED
}
