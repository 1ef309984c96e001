package io.downlink.emulator;

import io.downlink.emulator.security.AccessRules;
import io.downlink.emulator.security.TokenIssuer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of the command line that says whom the hub believes besides its keys. */
final class AccessOptions {
    @Option(
            names = "--x509-ca",
            paramLabel = "FILE",
            description = "Certificate of an authority of devices, PEM; may be given several times.")
    private List<Path> authorities = List.of();

    @Option(
            names = "--token-issuer",
            paramLabel = "URL",
            description =
                    "Issuer of bearer tokens of services; its .well-known/openid-configuration says where its keys are.")
    private @Nullable String issuer;

    @Option(
            names = "--token-role",
            paramLabel = "ROLE",
            description =
                    "Role of every bearer token besides those in it, such as 'IoT Hub Data Reader'; may be given several times.")
    private List<String> rolesOfAll = List.of();

    AccessRules rules() {
        AccessRules rules = AccessRules.DEFAULT.withAuthorities(authorities);
        return issuer == null ? rules : rules.withIssuer(TokenIssuer.of(issuer).withRolesOfAll(Set.copyOf(rolesOfAll)));
    }
}
