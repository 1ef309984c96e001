package io.downlink.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "only this Helm is among the dependencies")
class HelmChartTest {
    private static final String EVERYTHING = """
            image: {repository: registry.example.org/downlink, tag: "1.2.3", pullPolicy: Always, pullSecrets: [{name: registry}]}
            kafka:
              config: {security.protocol: SASL_SSL, sasl.mechanism: SCRAM-SHA-512}
              existingSecret: kafka-client
            hubs:
              default: {existingSecretKey: key, httpsPort: 8443, ca: {configMap: hub-ca}}
              north: {existingSecret: north-hub, ca: {secret: north-ca, key: tls.crt}}
            commandGateway: {replicas: 3, drainSeconds: 600, env: [{name: DOWNLINK_REQUESTS_LIFETIME, value: 2h}]}
            podAnnotations: {prometheus.io/scrape: "true"}
            nodeSelector: {disk: ssd}
            tolerations: [{key: iot, operator: Exists}]
            affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}}
            volumes: [{name: trust, secret: {secretName: kafka-trust}}]
            volumeMounts: [{name: trust, mountPath: /etc/kafka, readOnly: true}]
            """;

    private final Chart plain = Chart.with(Chart.REQUIRED);
    private final Chart full = Chart.with(Chart.REQUIRED, EVERYTHING);

    @Test
    void shouldPassHelmsOwnChecks() {
        LintResult result = Chart.helm().lint().strict().call();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    }

    @Test
    void shouldBeAllThatKubernetesKnows() {
        assertThat(plain.objects()).hasSize(4);
        assertThat(full.objects()).hasSize(4);
    }

    @Test
    void shouldRunTheImagesThatAreBuilt() {
        assertThat(plain.deployments())
                .extracting(deployment -> container(deployment).getImage())
                .containsExactlyInAnyOrder(
                        "downlink/command-gateway:" + Repository.version(),
                        "downlink/feedback-collector:" + Repository.version(),
                        "downlink/job-orchestrator:" + Repository.version());
        assertThat(Repository.images()).contains("command-gateway", "feedback-collector", "job-orchestrator");
        assertThat(container(full.deployment("command-gateway")).getImage())
                .isEqualTo("registry.example.org/downlink/command-gateway:1.2.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"command-gateway", "feedback-collector", "job-orchestrator"})
    void shouldSetWhatTheServiceReads(String service) {
        List<String> documented = Repository.all(service + "/README.md", "^\\| `((?:downlink|kafka)\\.[^`]+)`").stream()
                .map(key -> key.replace("<name>", "default")
                        .toUpperCase(Locale.ROOT)
                        .replaceAll("[.-]", "_"))
                .toList();

        assertThat(environment(plain.deployment(service)).keySet())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(documented).contains(name));
    }

    @Test
    void shouldSetWhatTheValuesSay() {
        assertThat(environment(full.deployment("command-gateway")).keySet())
                .containsExactlyInAnyOrder(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        "KAFKA_SECURITY_PROTOCOL",
                        "KAFKA_SASL_MECHANISM",
                        "DOWNLINK_HUBS_DEFAULT_CONNECTION_STRING_FILE",
                        "DOWNLINK_HUBS_DEFAULT_HTTPS_PORT",
                        "DOWNLINK_HUBS_DEFAULT_CA_FILE",
                        "DOWNLINK_HUBS_NORTH_CONNECTION_STRING_FILE",
                        "DOWNLINK_HUBS_NORTH_HTTPS_PORT",
                        "DOWNLINK_HUBS_NORTH_CA_FILE",
                        "DOWNLINK_GATEWAY_DRAIN",
                        "DOWNLINK_REQUESTS_LIFETIME");
        assertThat(container(full.deployment("command-gateway")).getEnvFrom())
                .singleElement()
                .satisfies(from -> assertThat(from.getSecretRef().getName()).isEqualTo("kafka-client"));
    }

    @Test
    void shouldTakeKeysOfHubsFromSecretsAlone() {
        for (Deployment deployment : full.deployments()) {
            assertThat(secretOf(deployment, "DOWNLINK_HUBS_DEFAULT_CONNECTION_STRING_FILE"))
                    .isEqualTo("my-hub/key");
        }
        assertThat(full.text()).doesNotContain("SharedAccessKey");
    }

    @Test
    void shouldMountATokenThatSomebodyElseRenews() {
        Deployment gateway = Chart.with(Chart.REQUIRED, """
                        hubs: {default: {credential: sas-token, hostName: my-hub.example, existingSecretKey: token}}
                        """).deployment("command-gateway");

        assertThat(secretOf(gateway, "DOWNLINK_HUBS_DEFAULT_CREDENTIAL_SAS_TOKEN_FILE"))
                .isEqualTo("my-hub/token");
        assertThat(variable(gateway, "DOWNLINK_HUBS_DEFAULT_HOST_NAME").getValue())
                .isEqualTo("my-hub.example");
        assertThat(environment(gateway)).doesNotContainKey("DOWNLINK_HUBS_DEFAULT_CONNECTION_STRING_FILE");
    }

    @Test
    void shouldMountTheSecretOfAnApplication() {
        Deployment gateway = Chart.with(Chart.REQUIRED, """
                        hubs: {default: {credential: client-secret, hostName: my-hub.example, existingSecretKey: secret,
                          tenantId: "t", clientId: "c"}}
                        """).deployment("command-gateway");

        assertThat(variable(gateway, "DOWNLINK_HUBS_DEFAULT_CREDENTIAL_ENTRA").getValue())
                .isEqualTo("client-secret");
        assertThat(variable(gateway, "DOWNLINK_HUBS_DEFAULT_CREDENTIAL_TENANT_ID")
                        .getValue())
                .isEqualTo("t");
        assertThat(variable(gateway, "DOWNLINK_HUBS_DEFAULT_CREDENTIAL_CLIENT_ID")
                        .getValue())
                .isEqualTo("c");
        assertThat(secretOf(gateway, "DOWNLINK_HUBS_DEFAULT_CREDENTIAL_CLIENT_SECRET_FILE"))
                .isEqualTo("my-hub/secret");
    }

    @Test
    void shouldNeedNoSecretWhereTheClusterSaysWhoWeAre() {
        Deployment gateway = Chart.with("""
                        kafka: {bootstrapServers: "kafka:9092"}
                        hubs: {default: {credential: workload-identity, hostName: my-hub.example}}
                        serviceAccountName: downlink
                        """).deployment("command-gateway");

        assertThat(variable(gateway, "DOWNLINK_HUBS_DEFAULT_CREDENTIAL_ENTRA").getValue())
                .isEqualTo("workload-identity");
        assertThat(gateway.getSpec().getTemplate().getMetadata().getLabels())
                .containsEntry("azure.workload.identity/use", "true");
        assertThat(pod(gateway).getServiceAccountName()).isEqualTo("downlink");
        assertThat(pod(gateway).getVolumes()).extracting(Volume::getName).doesNotContain("credential-default");
        assertThat(plain.deployment("command-gateway")
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels())
                .doesNotContainKey("azure.workload.identity/use");
    }

    @Test
    void shouldMountTheCertificatesThatItNames() {
        for (String hub : List.of("default", "north")) {
            Deployment deployment = full.deployment("job-orchestrator");
            String file = variable(deployment, "DOWNLINK_HUBS_" + hub.toUpperCase(Locale.ROOT) + "_CA_FILE")
                    .getValue();
            assertThat(container(deployment).getVolumeMounts())
                    .filteredOn(mount -> file.startsWith(mount.getMountPath() + "/"))
                    .singleElement()
                    .satisfies(mount -> assertThat(pod(deployment).getVolumes())
                            .extracting(Volume::getName)
                            .contains(mount.getName()));
        }
        assertThat(environment(plain.deployment("job-orchestrator")))
                .doesNotContainKey("DOWNLINK_HUBS_DEFAULT_CA_FILE");
    }

    @ParameterizedTest
    @CsvSource({"command-gateway,8081", "feedback-collector,8082", "job-orchestrator,8083"})
    void shouldAskEachServiceWhereItAnswers(String service, int where) {
        Container container = container(plain.deployment(service));

        assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/q/health/started");
        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");
        assertThat(List.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()))
                .allSatisfy(probe ->
                        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http"));
        assertThat(container.getPorts()).singleElement().satisfies(port -> {
            assertThat(port.getName()).isEqualTo("http");
            assertThat(port.getContainerPort()).isEqualTo(where);
        });
        assertThat(Repository.text("Dockerfile"))
                .as("the image listens there")
                .contains("COPY %s/target/quarkus-app .\nENV QUARKUS_HTTP_PORT=%d\n".formatted(service, where));
    }

    @Test
    void shouldWaitLongerThanTheGatewayDrains() {
        assertThat(List.of(plain, full)).allSatisfy(chart -> {
            String drain = variable(chart.deployment("command-gateway"), "DOWNLINK_GATEWAY_DRAIN")
                    .getValue();
            assertThat(drain).endsWith("s");
            assertThat(pod(chart.deployment("command-gateway")).getTerminationGracePeriodSeconds())
                    .isGreaterThanOrEqualTo(Long.parseLong(drain.replace("s", "")) + 5);
        });
    }

    @Test
    void shouldGiveNoPodMoreThanItNeeds() {
        assertThat(plain.deployments()).hasSize(3).allSatisfy(deployment -> {
            PodSpec pod = pod(deployment);
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(container(deployment).getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container(deployment).getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container(deployment)
                            .getSecurityContext()
                            .getCapabilities()
                            .getDrop())
                    .containsExactly("ALL");
            assertThat(container(deployment).getVolumeMounts())
                    .as("what Java writes")
                    .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
            assertThat(container(deployment).getResources().getLimits()).containsKey("memory");
        });
        assertThat(Repository.text("Dockerfile")).contains("\nUSER 10001\n");
    }

    /** A Service of this release would become DOWNLINK_..._PORT, and no setting has that name. */
    @Test
    void shouldKeepKubernetesVariablesAway() {
        assertThat(plain.deployments())
                .allSatisfy(deployment ->
                        assertThat(pod(deployment).getEnableServiceLinks()).isFalse());
    }

    @Test
    void shouldSelectItsOwnPods() {
        assertThat(plain.deployments())
                .allSatisfy(deployment -> assertThat(
                                deployment.getSpec().getTemplate().getMetadata().getLabels())
                        .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels()));
        assertThat(plain.deployments())
                .extracting(deployment -> deployment.getSpec().getSelector().getMatchLabels())
                .doesNotHaveDuplicates();
        assertThat(plain.objects())
                .filteredOn(PodDisruptionBudget.class::isInstance)
                .singleElement()
                .satisfies(budget -> assertThat(
                                ((PodDisruptionBudget) budget).getSpec().getSelector())
                        .isEqualTo(plain.deployment("command-gateway").getSpec().getSelector()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"feedback-collector", "job-orchestrator"})
    void shouldNeverRunTwoOf(String service) {
        assertThat(plain.deployment(service).getSpec().getReplicas()).isEqualTo(1);
        assertThat(plain.deployment(service).getSpec().getStrategy().getType()).isEqualTo("Recreate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"commandGateway", "feedbackCollector", "jobOrchestrator"})
    void shouldLeaveOutWhatIsSwitchedOff(String service) {
        Chart without = Chart.with(Chart.REQUIRED, service + ": {enabled: false}");

        assertThat(without.deployments()).hasSize(2);
        assertThat(without.objects()).hasSize(service.equals("commandGateway") ? 2 : 3);
    }

    @Test
    void shouldNameTheValueThatIsMissing() {
        assertThatThrownBy(() -> Chart.with("hubs: {default: {existingSecret: my-hub}}"))
                .hasMessageContaining("kafka.bootstrapServers");
        assertThatThrownBy(() -> Chart.with("kafka: {bootstrapServers: 'kafka:9092'}"))
                .hasMessageContaining("hubs.default.existingSecret");
        assertThatThrownBy(() -> Chart.with(Chart.REQUIRED, "hubs: {default: {credential: default}}"))
                .hasMessageContaining("hubs.default.hostName");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway: {replicas: 3}",
                "commandGateway: {replica: 3}",
                "hubs: {default: {connectionString: 'HostName=...'}}",
                "hubs: {default: {credential: password}}",
                "hubs: {plant-1: {existingSecret: a}}"
            })
    void shouldRefuseAValueThatIsNone(String values) {
        assertThatThrownBy(() -> Chart.with(Chart.REQUIRED, values)).hasMessageContaining("schema");
    }

    @Test
    void shouldFindAFieldThatKubernetesDoesNotKnow() {
        Chart misspelt = new Chart(plain.text().replace("readOnlyRootFilesystem", "readOnlyRootFileSystem"));

        assertThatThrownBy(misspelt::objects).hasMessageContaining("readOnlyRootFileSystem");
        assertThatCode(plain::objects).doesNotThrowAnyException();
    }

    /** The secret and the key that stand behind a file that a variable names. */
    private static String secretOf(Deployment deployment, String name) {
        String file = variable(deployment, name).getValue();
        VolumeMount mounted = container(deployment).getVolumeMounts().stream()
                .filter(mount -> file.startsWith(mount.getMountPath() + "/"))
                .findFirst()
                .orElseThrow();
        Volume volume = pod(deployment).getVolumes().stream()
                .filter(candidate -> candidate.getName().equals(mounted.getName()))
                .findFirst()
                .orElseThrow();
        return volume.getSecret().getSecretName()
                + file.substring(mounted.getMountPath().length());
    }

    private static PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }

    private static Container container(Deployment deployment) {
        assertThat(pod(deployment).getContainers()).hasSize(1);
        return pod(deployment).getContainers().getFirst();
    }

    private static EnvVar variable(Deployment deployment, String name) {
        return Objects.requireNonNull(environment(deployment).get(name), name);
    }

    /** A name that is given twice fails. */
    private static Map<String, EnvVar> environment(Deployment deployment) {
        return container(deployment).getEnv().stream().collect(Collectors.toMap(EnvVar::getName, Function.identity()));
    }
}
