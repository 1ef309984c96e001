package io.downlink.emulator.security;

/**
 * A server's certificate and the key that belongs to it.
 *
 * @param certificate PEM
 * @param privateKey PEM (PKCS#8)
 */
public record ServerIdentity(String certificate, String privateKey) {
    @Override
    public String toString() {
        return "ServerIdentity[" + certificate + "]";
    }
}
