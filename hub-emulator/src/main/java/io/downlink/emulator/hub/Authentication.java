package io.downlink.emulator.hub;

/** How a device or a module proves who it is. */
public sealed interface Authentication {

    /** As the service calls it. */
    String type();

    /** By tokens that it signs with one of two keys that the hub has, too. */
    record Sas(SymmetricKeys keys) implements Authentication {
        @Override
        public String type() {
            return "sas";
        }
    }

    /** By a certificate that has one of these thumbprints; who issued it does not matter. */
    record SelfSigned(Thumbprints thumbprints) implements Authentication {
        @Override
        public String type() {
            return "selfSigned";
        }
    }

    /** By a certificate that bears its name and comes from an authority that is registered with the hub. */
    record CertificateAuthority() implements Authentication {
        @Override
        public String type() {
            return "certificateAuthority";
        }
    }

    /** Not at all: only a policy may connect in its name. */
    record None() implements Authentication {
        @Override
        public String type() {
            return "none";
        }
    }
}
