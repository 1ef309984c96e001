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
        AccessRules rules = AccessRules.DEFAULT;
        for (Path authority : authorities) {
            AccessRules before = rules;
            rules = OptionValue.read("--x509-ca", authority, () -> before.withAuthorities(List.of(authority)));
        }
        String from = issuer;
        if (from == null) {
            OptionValue.check(
                    "--token-role", rolesOfAll, rolesOfAll.isEmpty(), "no token has it without --token-issuer URL");
            return rules;
        }
        TokenIssuer plain = OptionValue.read("--token-issuer", from, () -> TokenIssuer.of(from));
        return rules.withIssuer(
                OptionValue.read("--token-role", rolesOfAll, () -> plain.withRolesOfAll(Set.copyOf(rolesOfAll))));
    }
}
