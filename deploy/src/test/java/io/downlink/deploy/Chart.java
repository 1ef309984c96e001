package io.downlink.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The chart as Helm renders it with some values. */
record Chart(String text) {
    private static final Path DIRECTORY = Repository.file("deploy/helm/downlink");
    private static final Map<String, Class<? extends HasMetadata>> KINDS =
            Map.of("Deployment", Deployment.class, "PodDisruptionBudget", PodDisruptionBudget.class);
    /** As {@code Chart.yaml} says. */
    private static final String KUBERNETES_MIN = "1.25.0";

    private static final ObjectMapper STRICT = strict();

    /** What has no default. */
    static final String REQUIRED = """
            kafka: {bootstrapServers: "kafka:9092"}
            hubs: {default: {existingSecret: my-hub}}
            """;

    static Helm helm() {
        return new Helm(DIRECTORY);
    }

    /** @throws RuntimeException with Helm's message, if it refuses the values */
    static Chart with(String... values) {
        var template = helm().template().withName("prod").withNamespace("pumps").withKubeVersion(KUBERNETES_MIN);
        for (String some : values) {
            template.withValuesFile(file(some));
        }
        return new Chart(template.call());
    }

    /** Everything that is rendered; a field that Kubernetes does not know fails. */
    List<HasMetadata> objects() {
        Iterable<Object> documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text);
        return StreamSupport.stream(documents.spliterator(), false)
                .filter(Objects::nonNull)
                .map(Chart::object)
                .toList();
    }

    List<Deployment> deployments() {
        return objects().stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .toList();
    }

    /** The deployment of a service. */
    Deployment deployment(String service) {
        return deployments().stream()
                .filter(deployment -> deployment.getMetadata().getName().equals("prod-downlink-" + service))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + service + " in\n" + text));
    }

    private static HasMetadata object(Object document) {
        Object kind = ((Map<?, ?>) document).get("kind");
        Class<? extends HasMetadata> type = KINDS.get(String.valueOf(kind));
        if (type == null) {
            throw new AssertionError("a kind that nobody expects: " + document);
        }
        return STRICT.convertValue(document, type);
    }

    /** The model keeps what it does not know in a map of each object, unless it is told that there is none. */
    private static ObjectMapper strict() {
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .annotationIntrospector(new JacksonAnnotationIntrospector() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public Boolean hasAnySetter(Annotated method) {
                        return false;
                    }
                })
                .build();
    }

    private static Path file(String values) {
        try {
            return Files.writeString(Files.createTempFile(Path.of("target"), "values", ".yaml"), values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
