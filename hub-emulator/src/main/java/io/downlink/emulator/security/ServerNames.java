package io.downlink.emulator.security;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;

/** The addresses and names under which the server can be reached. */
record ServerNames(Set<String> names) {

    static ServerNames of(Collection<String> given) {
        Set<String> names = new LinkedHashSet<>(given);
        names.add("127.0.0.1");
        names.add("localhost");
        return new ServerNames(names);
    }

    /** These, and those of an earlier certificate: several servers on one machine can share a data directory. */
    ServerNames and(X509Certificate earlier) {
        Set<String> all = new LinkedHashSet<>(names);
        all.addAll(namesOf(earlier));
        return new ServerNames(all);
    }

    List<GeneralName> asAlternativeNames() {
        return names.stream()
                .map(name ->
                        new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toList();
    }

    /** Whether a certificate is good for all of them. */
    boolean coveredBy(X509Certificate certificate) {
        return namesOf(certificate).containsAll(names);
    }

    private static List<String> namesOf(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null
                    ? List.of()
                    : alternatives.stream()
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }
}
