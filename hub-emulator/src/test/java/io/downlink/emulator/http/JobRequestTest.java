package io.downlink.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.hub.HubError;
import io.downlink.emulator.hub.HubException;
import io.downlink.emulator.jobs.JobAction;
import io.downlink.emulator.jobs.JobId;
import io.downlink.emulator.jobs.JobSpec;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobRequestTest {
    private static final String METHOD =
            "'type':'scheduleDeviceMethod','cloudToDeviceMethod':{'methodName':'m','payload':{'a':null}}";

    @Test
    void shouldReadAMethodWithBothTimeouts() {
        JobSpec spec = read("{'jobId':'j','type':'scheduleDeviceMethod','queryCondition':'*','updateTwin':null,"
                + "'cloudToDeviceMethod':{'methodName':'m','responseTimeoutInSeconds':20,'connectTimeoutInSeconds':10,"
                + "'payload':{'a':null}},'maxExecutionTimeInSeconds':60}");

        assertThat(spec.maxExecutionTime()).isEqualTo(Duration.ofSeconds(60));
        assertThat(spec.startTime()).isNull();
        assertThat(spec.action()).isInstanceOfSatisfying(JobAction.CallMethod.class, action -> {
            assertThat(action.call().method()).isEqualTo("m");
            assertThat(action.call().payload()).isEqualTo("{\"a\":null}");
            assertThat(action.call().responseTimeout()).isEqualTo(Duration.ofSeconds(20));
            assertThat(action.call().connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        });
    }

    @Test
    void shouldReadATwinWithItsNullsAndLeaveWhatIsEmpty() {
        JobSpec spec = read("{'type':'scheduleUpdateTwin','queryCondition':'*','cloudToDeviceMethod':null,"
                + "'updateTwin':{'deviceId':null,'etag':'*','tags':{'a':null},"
                + "'properties':{'desired':{},'reported':{}}}}");

        assertThat(spec.maxExecutionTime()).isEqualTo(Duration.ofHours(1));
        assertThat(spec.action()).isInstanceOfSatisfying(JobAction.UpdateTwin.class, action -> {
            assertThat(action.change().tags()).hasToString("{\"a\":null}");
            assertThat(action.change().desired()).isNull();
            assertThat(action.change().replace()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T10:00:00Z, 2026-01-01T10:00:00Z",
        "2026-01-01T10:00:00.1234567Z, 2026-01-01T10:00:00.123456700Z",
        "2026-01-01T10:00:00+01:00, 2026-01-01T09:00:00Z",
        "2026-01-01T10:00:00.5, 2026-01-01T10:00:00.5Z",
    })
    void shouldReadTheTimesOfAllClients(String text, Instant time) {
        assertThat(read("{'queryCondition':'*','startTime':'" + text + "'," + METHOD + "}")
                        .startTime())
                .isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'queryCondition':'*'}",
                "{" + METHOD + "}",
                "{'queryCondition':' '," + METHOD + "}",
                "{'queryCondition':'*','jobId':'k'," + METHOD + "}",
                "{'queryCondition':'*','startTime':'soon'," + METHOD + "}",
                "{'queryCondition':'*','maxExecutionTimeInSeconds':'1'," + METHOD + "}",
                "{'queryCondition':'*','maxExecutionTimeInSeconds':0," + METHOD + "}",
                "{'queryCondition':'*','type':'export'}",
                "{'queryCondition':'*','type':'scheduleDeviceMethod','cloudToDeviceMethod':null}",
                "{'queryCondition':'*','type':'scheduleDeviceMethod','cloudToDeviceMethod':{'methodName':'m','responseTimeoutInSeconds':4}}",
                "{'queryCondition':'*','type':'scheduleUpdateTwin'}",
                "{'queryCondition':'*','type':'scheduleUpdateTwin','updateTwin':{'tags':{}}}",
                "{'queryCondition':'*','type':'scheduleUpdateTwin','updateTwin':{'etag':'AAAAAAAAAAE='}}",
            })
    void shouldRefuseWhatIsNoJob(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(HubError.ARGUMENT_INVALID));
    }

    private static JobSpec read(String body) {
        try {
            return JobRequest.read(new JobId("j"), (ObjectNode) new ObjectMapper().readTree(body.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
