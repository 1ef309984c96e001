package io.downlink.testsupport.tokens;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An application that the token endpoint knows, and how it proves that it is the one. */
sealed interface Application {
    /** What a federated token is made for (learn.microsoft.com: workload-identity-federation). */
    String EXCHANGE = "api://AzureADTokenExchange";

    /** Of its tokens. */
    List<String> roles();

    /** Whether a request for a token comes from it; what the request does not hold is null. */
    boolean made(@Nullable String secret, @Nullable String assertion);

    /** By a secret. */
    record WithSecret(String secret, List<String> roles) implements Application {
        @Override
        public boolean made(@Nullable String given, @Nullable String assertion) {
            return secret.equals(given);
        }

        /** Hides the secret. */
        @Override
        public String toString() {
            return "WithSecret[roles=" + roles + "]";
        }
    }

    /** By a token of a platform, such as Kubernetes, that names it as its subject. */
    record Federated(TokenSigner platform, String subject, List<String> roles) implements Application {
        @Override
        public boolean made(@Nullable String secret, @Nullable String assertion) {
            return assertion != null && platform.signed(assertion, subject, EXCHANGE);
        }
    }
}
